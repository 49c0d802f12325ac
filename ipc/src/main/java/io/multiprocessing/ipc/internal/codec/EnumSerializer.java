package io.multiprocessing.ipc.internal.codec;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.util.HashMap;
import java.util.Map;

/**
 * Both sides: a constant of an enum, by its name: a different order on the other side does no harm.
 */
final class EnumSerializer extends Serializer<Object> {
  private final Class<?> type;
  private final Map<String, Object> constants = new HashMap<>();

  EnumSerializer(Class<?> type) {
    this.type = type.isEnum() ? type : type.getSuperclass();
  }

  @Override
  public void write(Kryo kryo, Output out, Object constant) {
    out.writeString(((Enum<?>) constant).name());
  }

  @Override
  public Object read(Kryo kryo, Input in, Class<? extends Object> ignored) {
    String name = Bounds.readString(in);
    if (constants.isEmpty() && type.isEnum()) {
      for (Object constant : type.getEnumConstants()) {
        constants.put(((Enum<?>) constant).name(), constant);
      }
    }
    Object constant = constants.get(name);
    if (constant == null) {
      throw new CannotTravel(
          type.getName(),
          "has no constant " + name + " in this JVM",
          "Give both JVMs the same class path.");
    }
    return constant;
  }
}
