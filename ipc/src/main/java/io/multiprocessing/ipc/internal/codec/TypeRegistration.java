package io.multiprocessing.ipc.internal.codec;

import com.esotericsoftware.kryo.Registration;
import com.esotericsoftware.kryo.Serializer;

/**
 * Both sides: Kryo's record of a type, which also says whether its objects are tracked by
 * reference.
 */
final class TypeRegistration extends Registration {
  private final boolean tracked;

  TypeRegistration(Class<?> type, Serializer<?> serializer, int id, boolean tracked) {
    super(type, serializer, id);
    this.tracked = tracked;
  }

  boolean isTracked() {
    return tracked;
  }
}
