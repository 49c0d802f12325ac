package io.multiprocessing.ipc.internal.codec;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Both sides: the mutable maps of java.util: the comparator where there is one, then all keys, then
 * all values.
 */
final class MapSerializer extends Serializer<Object> {
  private static final int FIRST_CAPACITY = 16; // as of a map that nobody gives one
  private static final float LOAD_FACTOR = 0.75f;

  private final int id;

  MapSerializer(int id) {
    this.id = id;
  }

  @Override
  public void write(Kryo kryo, Output out, Object value) {
    if (id == KnownTypes.TREE_MAP) {
      CollectionSerializer.writeComparator(
          kryo, out, ((SortedMap<?, ?>) value).comparator(), value);
    }
    if (id == KnownTypes.LINKED_HASH_MAP) {
      // views of other maps travel as a LinkedHashMap, too
      out.writeBoolean(AccessOrder.of((Map<?, ?>) value));
    }
    writeEntries(kryo, out, (Map<?, ?>) value);
  }

  @Override
  public Object read(Kryo kryo, Input in, Class<? extends Object> type) {
    Map<Object, Object> map = create(kryo, in);
    kryo.reference(map);
    readEntries(kryo, in, map);
    return map;
  }

  private Map<Object, Object> create(Kryo kryo, Input in) {
    return switch (id) {
      case KnownTypes.HASH_MAP -> new HashMap<>();
      case KnownTypes.LINKED_HASH_MAP ->
          new LinkedHashMap<>(FIRST_CAPACITY, LOAD_FACTOR, in.readBoolean());
      case KnownTypes.CONCURRENT_HASH_MAP -> new ConcurrentHashMap<>();
      default -> newTreeMap(kryo, in);
    };
  }

  @SuppressWarnings("unchecked") // it compared the keys on the other side
  private static Map<Object, Object> newTreeMap(Kryo kryo, Input in) {
    return new TreeMap<>((Comparator<Object>) kryo.readClassAndObject(in));
  }

  static void writeEntries(Kryo kryo, Output out, Map<?, ?> map) {
    // one snapshot: a concurrent map may change between two walks
    Object[] keys = map.entrySet().toArray();
    Object[] values = new Object[keys.length];
    for (int i = 0; i < keys.length; i++) {
      Map.Entry<?, ?> entry = (Map.Entry<?, ?>) keys[i];
      keys[i] = entry.getKey();
      values[i] = entry.getValue();
    }
    try {
      Elements.write(kryo, out, keys);
    } catch (CannotTravel e) {
      throw e.under("keys");
    }
    try {
      Elements.write(kryo, out, values);
    } catch (CannotTravel e) {
      throw e.under("values");
    }
  }

  static void readEntries(Kryo kryo, Input in, Map<Object, Object> map) {
    Object[] keys = Elements.read(kryo, in);
    Object[] values = Elements.read(kryo, in);
    if (keys.length != values.length) {
      throw new CannotTravel(
          "The message",
          "is damaged: a map with " + keys.length + " keys, " + values.length + " values",
          "");
    }
    for (int i = 0; i < keys.length; i++) {
      map.put(keys[i], values[i]);
    }
  }
}
