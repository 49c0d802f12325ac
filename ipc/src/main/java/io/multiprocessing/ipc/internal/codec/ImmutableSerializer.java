package io.multiprocessing.ipc.internal.codec;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Both sides: collections that cannot change: List.of, Set.of, Map.of, Stream.toList,
 * Collections.emptyList and singletonList.
 */
final class ImmutableSerializer extends LateSerializer {
  private final int id;

  ImmutableSerializer(int id) {
    this.id = id;
  }

  @Override
  void writeParts(Kryo kryo, Output out, Object whole) {
    switch (id) {
      case KnownTypes.EMPTY_LIST, KnownTypes.EMPTY_SET, KnownTypes.EMPTY_MAP -> {}
      case KnownTypes.IMMUTABLE_MAP, KnownTypes.SINGLETON_MAP ->
          MapSerializer.writeEntries(kryo, out, (Map<?, ?>) whole);
      default -> Elements.write(kryo, out, ((Collection<?>) whole).toArray());
    }
  }

  @Override
  public void write(Kryo kryo, Output out, Object whole) {
    if (id >= KnownTypes.EMPTY_LIST && id <= KnownTypes.EMPTY_MAP) {
      return; // not tracked, and has no parts
    }
    super.write(kryo, out, whole);
  }

  @Override
  public Object read(Kryo kryo, Input in, Class<? extends Object> type) {
    return switch (id) {
      case KnownTypes.EMPTY_LIST -> Collections.emptyList();
      case KnownTypes.EMPTY_SET -> Collections.emptySet();
      case KnownTypes.EMPTY_MAP -> Collections.emptyMap();
      case KnownTypes.IMMUTABLE_LIST -> list(Elements.read(kryo, in));
      case KnownTypes.IMMUTABLE_SET -> Set.of(Elements.read(kryo, in));
      case KnownTypes.SINGLETON_LIST -> Collections.singletonList(Elements.read(kryo, in)[0]);
      case KnownTypes.SINGLETON_SET -> Collections.singleton(Elements.read(kryo, in)[0]);
      default -> map(kryo, in);
    };
  }

  private static List<Object> list(Object[] elements) {
    for (Object element : elements) {
      if (element == null) {
        // List.of refuses null; the list of a stream takes it
        return Arrays.stream(elements).toList();
      }
    }
    return List.of(elements);
  }

  private Map<Object, Object> map(Kryo kryo, Input in) {
    Map<Object, Object> entries = new HashMap<>();
    MapSerializer.readEntries(kryo, in, entries);
    if (id == KnownTypes.IMMUTABLE_MAP) {
      return Map.copyOf(entries);
    }
    Map.Entry<Object, Object> only = entries.entrySet().iterator().next();
    return Collections.singletonMap(only.getKey(), only.getValue());
  }
}
