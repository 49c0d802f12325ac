package io.multiprocessing.ipc.internal.codec;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Registration;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.util.EnumSet;

/**
 * Both sides: enum sets: the count, the enum, the constants; an empty set, which does not tell its
 * enum, by Java serialization.
 */
final class EnumSetSerializer extends Serializer<Object> {
  private final JavaStreamSerializer javaStream;

  EnumSetSerializer(ClassLoader loader) {
    javaStream = new JavaStreamSerializer(loader);
  }

  @Override
  public void write(Kryo kryo, Output out, Object value) {
    EnumSet<?> set = (EnumSet<?>) value;
    out.writeVarInt(set.size(), true);
    if (set.isEmpty()) {
      javaStream.writeParts(kryo, out, set);
      return;
    }
    Registration registration = kryo.writeClass(out, set.iterator().next().getDeclaringClass());
    for (Enum<?> constant : set) {
      kryo.writeObject(out, constant, registration.getSerializer());
    }
  }

  @Override
  public Object read(Kryo kryo, Input in, Class<? extends Object> type) {
    int count = Bounds.readLength(in, 1);
    return count == 0 ? javaStream.read(kryo, in, type) : readConstants(kryo, in, count);
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // the enum is only known at run time
  private static Object readConstants(Kryo kryo, Input in, int count) {
    Registration registration = kryo.readClass(in);
    EnumSet set = EnumSet.noneOf(registration.getType());
    for (int i = 0; i < count; i++) {
      set.add((Enum) kryo.readObject(in, registration.getType(), registration.getSerializer()));
    }
    return set;
  }
}
