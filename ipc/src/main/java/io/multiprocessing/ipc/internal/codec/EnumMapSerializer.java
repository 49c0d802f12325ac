package io.multiprocessing.ipc.internal.codec;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Registration;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.util.EnumMap;
import java.util.Map;

/**
 * Both sides: enum maps: the enum, the entries; an empty map, which does not tell its enum, by Java
 * serialization.
 */
final class EnumMapSerializer extends Serializer<Object> {
  private final JavaStreamSerializer javaStream;

  EnumMapSerializer(ClassLoader loader) {
    javaStream = new JavaStreamSerializer(loader);
  }

  @Override
  public void write(Kryo kryo, Output out, Object value) {
    EnumMap<?, ?> map = (EnumMap<?, ?>) value;
    out.writeBoolean(map.isEmpty());
    if (map.isEmpty()) {
      javaStream.writeParts(kryo, out, map);
      return;
    }
    kryo.writeClass(out, ((Enum<?>) map.keySet().iterator().next()).getDeclaringClass());
    MapSerializer.writeEntries(kryo, out, map);
  }

  @Override
  public Object read(Kryo kryo, Input in, Class<? extends Object> type) {
    if (in.readBoolean()) {
      return javaStream.read(kryo, in, type);
    }
    Registration registration = kryo.readClass(in);
    Map<Object, Object> map = newMap(registration.getType());
    kryo.reference(map);
    MapSerializer.readEntries(kryo, in, map);
    return map;
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // the enum is only known at run time
  private static Map<Object, Object> newMap(Class type) {
    return new EnumMap(type);
  }
}
