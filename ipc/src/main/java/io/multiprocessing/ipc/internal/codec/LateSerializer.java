package io.multiprocessing.ipc.internal.codec;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Output;

/**
 * Both sides: base of the serializers whose objects can only be built after their parts were read;
 * see {@link References}.
 */
abstract class LateSerializer extends Serializer<Object> {
  @Override
  public void write(Kryo kryo, Output out, Object whole) {
    References references = (References) kryo.getReferenceResolver();
    references.beginParts();
    writeParts(kryo, out, whole);
    // no finally: after a failure the Kryo and its references are thrown away
    references.endParts();
  }

  abstract void writeParts(Kryo kryo, Output out, Object whole);

  /** Whether nobody will miss the identity of {@code whole} when it is written twice. */
  boolean mayBeCopied(Object whole) {
    return true;
  }
}
