package io.multiprocessing.ipc.internal.codec;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.PriorityQueue;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Both sides: the mutable collections of java.util: the comparator where there is one, then the
 * elements.
 *
 * <p>Elements are taken in one {@code toArray()}, so that a concurrent collection that changes
 * meanwhile still gives a whole message.
 */
final class CollectionSerializer extends Serializer<Object> {
  private final int id;

  CollectionSerializer(int id) {
    this.id = id;
  }

  @Override
  public void write(Kryo kryo, Output out, Object value) {
    Collection<?> collection = (Collection<?>) value;
    if (id == KnownTypes.TREE_SET || id == KnownTypes.PRIORITY_QUEUE) {
      Comparator<?> comparator =
          id == KnownTypes.TREE_SET
              ? ((SortedSet<?>) value).comparator()
              : ((PriorityQueue<?>) value).comparator();
      writeComparator(kryo, out, comparator, value);
    }
    Elements.write(kryo, out, collection.toArray());
  }

  static void writeComparator(Kryo kryo, Output out, Comparator<?> comparator, Object owner) {
    try {
      kryo.writeClassAndObject(out, comparator);
    } catch (CannotTravel e) {
      throw e.under(owner.getClass().getTypeName() + ".comparator()");
    }
  }

  @Override
  public Object read(Kryo kryo, Input in, Class<? extends Object> type) {
    if (id == KnownTypes.TREE_SET || id == KnownTypes.PRIORITY_QUEUE) {
      return readSorted(kryo, in);
    }
    int count = Elements.readCount(in);
    Collection<Object> collection = create(count);
    kryo.reference(collection);
    Object[] elements = new Object[count];
    Elements.readInto(kryo, in, elements);
    // added only now: an element of a hash set that is part of a cycle has its fields by now
    collection.addAll(Arrays.asList(elements));
    return collection;
  }

  @SuppressWarnings("JdkObsolete") // the user's list is one
  private Collection<Object> create(int count) {
    return switch (id) {
      case KnownTypes.ARRAY_LIST -> new ArrayList<>(count);
      case KnownTypes.LINKED_LIST -> new LinkedList<>();
      case KnownTypes.ARRAY_DEQUE -> new ArrayDeque<>(count);
      case KnownTypes.HASH_SET -> new HashSet<>((int) (count / 0.75f) + 1);
      case KnownTypes.LINKED_HASH_SET -> new LinkedHashSet<>((int) (count / 0.75f) + 1);
      case KnownTypes.COPY_ON_WRITE_LIST -> new CopyOnWriteArrayList<>();
      case KnownTypes.CONCURRENT_QUEUE -> new ConcurrentLinkedQueue<>();
      default -> throw new IllegalArgumentException("id=" + id);
    };
  }

  private Collection<Object> readSorted(Kryo kryo, Input in) {
    @SuppressWarnings("unchecked") // it compared the elements on the other side
    Comparator<Object> comparator = (Comparator<Object>) kryo.readClassAndObject(in);
    Collection<Object> sorted =
        id == KnownTypes.TREE_SET ? new TreeSet<>(comparator) : new PriorityQueue<>(comparator);
    kryo.reference(sorted);
    sorted.addAll(Arrays.asList(Elements.read(kryo, in)));
    return sorted;
  }
}
