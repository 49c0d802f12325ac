package io.multiprocessing.ipc.internal.codec;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.util.concurrent.atomic.AtomicReference;

/** Both sides: AtomicReference, which may refer to something that refers to it. */
final class AtomicReferenceSerializer extends Serializer<Object> {
  @Override
  public void write(Kryo kryo, Output out, Object holder) {
    try {
      kryo.writeClassAndObject(out, ((AtomicReference<?>) holder).get());
    } catch (CannotTravel e) {
      throw e.under("java.util.concurrent.atomic.AtomicReference.get()");
    }
  }

  @Override
  public Object read(Kryo kryo, Input in, Class<? extends Object> type) {
    AtomicReference<Object> holder = new AtomicReference<>();
    kryo.reference(holder);
    holder.set(kryo.readClassAndObject(in));
    return holder;
  }
}
