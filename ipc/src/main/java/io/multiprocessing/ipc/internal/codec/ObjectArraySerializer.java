package io.multiprocessing.ipc.internal.codec;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.lang.reflect.Array;

/** Both sides: arrays of objects, arrays of arrays included. */
final class ObjectArraySerializer extends Serializer<Object> {
  private final Class<?> componentType;

  ObjectArraySerializer(Class<?> arrayType) {
    componentType = arrayType.getComponentType();
  }

  @Override
  public void write(Kryo kryo, Output out, Object array) {
    Elements.write(kryo, out, (Object[]) array);
  }

  @Override
  public Object read(Kryo kryo, Input in, Class<? extends Object> type) {
    Object[] array = (Object[]) Array.newInstance(componentType, Elements.readCount(in));
    kryo.reference(array);
    Elements.readInto(kryo, in, array);
    return array;
  }
}
