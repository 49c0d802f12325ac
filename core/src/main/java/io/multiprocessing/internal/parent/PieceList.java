package io.multiprocessing.internal.parent;

import io.multiprocessing.ipc.internal.codec.TravelsAsArrayList;
import java.io.Serializable;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;
import java.util.Vector;
import java.util.function.Predicate;

/**
 * Parent side: a modifiable list for very many elements, whose boxed numbers are kept unboxed.
 *
 * <p>A million results in an {@code Object[]} cost the collector more than they cost the workers.
 * G1 puts an array of half a region or more into the old generation at once; there it outlives the
 * call it was made for, and so does each object that it refers to, which is copied from collection
 * to collection until the next marking. So the elements lie in small arrays, and where all of a
 * piece are integers, longs or doubles, in one of these.
 *
 * <p>Not thread-safe, as {@link ArrayList}. Adding and removing turn it into one, and it is one
 * where it arrives when it is sent or serialized. Boxed numbers have no identity: each {@code get}
 * may return another object.
 *
 * @param <E> type of the elements
 */
final class PieceList<E> extends AbstractList<E>
    implements RandomAccess, Serializable, TravelsAsArrayList {

  private static final long serialVersionUID = 1;
  private static final int PIECE_BITS = 15; // 128 KiB of references; G1's smallest region is 1 MiB
  private static final int PIECE = 1 << PIECE_BITS;
  private static final Class<?> SYNCHRONIZED =
      Collections.synchronizedCollection(List.of()).getClass(); // of all such wrappers the base

  // each an int[], long[], double[] or Object[], or null while nothing is in it
  private Object[] pieces;
  private int size;

  @SuppressWarnings("serial") // an ArrayList; and writeReplace goes before
  private List<E> list; // null until elements are added or removed, then instead of pieces

  /**
   * Creates a list.
   *
   * @param size its size; what is got before it was set is unspecified
   */
  PieceList(int size) {
    this.pieces = new Object[(int) (((long) size + PIECE - 1) >> PIECE_BITS)];
    this.size = size;
  }

  /** Makes a list of what there is to iterate over now. */
  static <E> PieceList<E> copyOf(Iterable<? extends E> elements) {
    PieceList<E> copy = new PieceList<>(0);
    Object[] buffer = new Object[16];
    int used = 0;
    for (E element : steady(elements)) {
      if (used == buffer.length) {
        if (used < PIECE) {
          buffer = Arrays.copyOf(buffer, 2 * used);
        } else {
          copy.append(buffer, used);
          used = 0;
        }
      }
      buffer[used++] = element;
    }
    copy.append(buffer, used);
    return copy;
  }

  /**
   * Who iterates over a synchronized collection has to hold its lock, which not all of them tell.
   * Others are not copied first: they may be views that make their elements, and each would be kept
   * as an object.
   */
  @SuppressWarnings("unchecked") // they are its elements
  static <E> Iterable<? extends E> steady(Iterable<? extends E> elements) {
    return SYNCHRONIZED.isInstance(elements) || elements instanceof Vector<?>
        ? (List<E>) Arrays.asList(((Collection<?>) elements).toArray())
        : elements;
  }

  private void append(Object[] elements, int count) {
    if (count > 0) {
      int first = size;
      size = Math.addExact(size, count);
      pieces = Arrays.copyOf(pieces, pieces.length + 1);
      for (int i = 0; i < count; i++) {
        put(first + i, elements[i]);
      }
    }
  }

  @Override
  public int size() {
    return list == null ? size : list.size();
  }

  @Override
  @SuppressWarnings("unchecked") // only elements are put in
  public E get(int index) {
    if (list != null) {
      return list.get(index);
    }
    Objects.checkIndex(index, size);
    return (E) take(pieces[index >> PIECE_BITS], index & (PIECE - 1));
  }

  private static Object take(Object piece, int at) {
    if (piece instanceof Object[] objects) {
      return objects[at];
    } else if (piece instanceof int[] ints) {
      return ints[at];
    } else if (piece instanceof long[] longs) {
      return longs[at];
    } else if (piece instanceof double[] doubles) {
      return doubles[at];
    }
    return null;
  }

  @Override
  public E set(int index, E element) {
    if (list != null) {
      return list.set(index, element);
    }
    E old = get(index);
    put(index, element);
    return old;
  }

  /** As {@link #set} before anything was added or removed, without a look at the old element. */
  void put(int index, Object element) {
    int at = index & (PIECE - 1);
    Object piece = pieces[index >> PIECE_BITS];
    if (piece instanceof int[] ints && element instanceof Integer number) {
      ints[at] = number;
    } else if (piece instanceof long[] longs && element instanceof Long number) {
      longs[at] = number;
    } else if (piece instanceof double[] doubles && element instanceof Double number) {
      doubles[at] = number;
    } else if (piece instanceof Object[] objects) {
      objects[at] = element;
    } else { // the first element of the piece, or the first of another class
      pieces[index >> PIECE_BITS] = piece == null ? pieceFor(index, element) : boxed(piece);
      put(index, element);
    }
  }

  /** Lets go of an element, if it is an object; only before anything was added or removed. */
  void release(int index) {
    if (pieces[index >> PIECE_BITS] instanceof Object[] objects) {
      objects[index & (PIECE - 1)] = null;
    }
  }

  private Object pieceFor(int index, Object element) {
    int length = Math.min(PIECE, size - (index & -PIECE));
    if (element instanceof Integer) {
      return new int[length];
    } else if (element instanceof Long) {
      return new long[length];
    } else if (element instanceof Double) {
      return new double[length];
    }
    return new Object[length];
  }

  private static Object[] boxed(Object piece) {
    Object[] objects = new Object[java.lang.reflect.Array.getLength(piece)];
    Arrays.setAll(objects, i -> take(piece, i));
    return objects;
  }

  @Override
  public void add(int index, E element) {
    modCount++;
    asList().add(index, element);
  }

  @Override
  public E remove(int index) {
    modCount++;
    return asList().remove(index);
  }

  @Override
  protected void removeRange(int from, int to) {
    modCount++;
    asList().subList(from, to).clear();
  }

  // those of the superclass move all that is behind, once for each element

  @Override
  public boolean addAll(Collection<? extends E> elements) {
    return addAll(size(), elements);
  }

  @Override
  public boolean addAll(int index, Collection<? extends E> elements) {
    boolean changed = asList().addAll(index, elements);
    modCount++; // not before: what is given may be a part of this list
    return changed;
  }

  @Override
  public boolean removeAll(Collection<?> elements) {
    boolean changed = asList().removeAll(elements);
    modCount++;
    return changed;
  }

  @Override
  public boolean retainAll(Collection<?> elements) {
    boolean changed = asList().retainAll(elements);
    modCount++;
    return changed;
  }

  @Override
  public boolean removeIf(Predicate<? super E> filter) {
    boolean changed = asList().removeIf(filter);
    modCount++;
    return changed;
  }

  private List<E> asList() {
    if (list == null) {
      list = new ArrayList<>(this);
      pieces = null;
    }
    return list;
  }

  /** For Java's own serialization: nobody shall need this class to read it. */
  private Object writeReplace() {
    return new ArrayList<>(this);
  }
}
