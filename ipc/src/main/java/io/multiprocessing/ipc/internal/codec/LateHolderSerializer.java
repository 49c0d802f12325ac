package io.multiprocessing.ipc.internal.codec;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.util.AbstractMap.SimpleEntry;
import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.Map;
import java.util.Optional;

/**
 * Both sides: small holders that are complete from the start: Optional and the entries of a map.
 */
final class LateHolderSerializer extends LateSerializer {
  private final int id;

  LateHolderSerializer(int id) {
    this.id = id;
  }

  @Override
  void writeParts(Kryo kryo, Output out, Object whole) {
    if (id == KnownTypes.OPTIONAL) {
      writePart(kryo, out, ((Optional<?>) whole).orElse(null), "get()");
      return;
    }
    writePart(kryo, out, ((Map.Entry<?, ?>) whole).getKey(), "key");
    writePart(kryo, out, ((Map.Entry<?, ?>) whole).getValue(), "value");
  }

  private static void writePart(Kryo kryo, Output out, Object part, String step) {
    try {
      kryo.writeClassAndObject(out, part);
    } catch (CannotTravel e) {
      throw e.under(step);
    }
  }

  @Override
  public Object read(Kryo kryo, Input in, Class<? extends Object> type) {
    Object first = kryo.readClassAndObject(in);
    return switch (id) {
      case KnownTypes.OPTIONAL -> Optional.ofNullable(first);
      case KnownTypes.IMMUTABLE_ENTRY -> Map.entry(first, kryo.readClassAndObject(in));
      case KnownTypes.SIMPLE_IMMUTABLE_ENTRY ->
          new SimpleImmutableEntry<>(first, kryo.readClassAndObject(in));
      default -> new SimpleEntry<>(first, kryo.readClassAndObject(in));
    };
  }

  /** A SimpleEntry can be changed, so its identity counts. */
  @Override
  boolean mayBeCopied(Object whole) {
    return id != KnownTypes.SIMPLE_ENTRY;
  }
}
