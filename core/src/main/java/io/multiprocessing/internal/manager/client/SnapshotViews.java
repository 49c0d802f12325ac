package io.multiprocessing.internal.manager.client;

import java.util.AbstractCollection;
import java.util.AbstractSet;
import java.util.Collection;
import java.util.Iterator;
import java.util.Set;
import java.util.Spliterator;
import java.util.function.IntSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Client side: collections that show what an object of the server holds at the time of each call.
 * An iterator or stream shows one moment.
 */
public final class SnapshotViews {

  /**
   * What a view shows.
   *
   * @param <T> the type of the elements
   * @param moment fetches the elements
   * @param size fetches their number alone
   * @param contains tells whether an element is there
   * @param remove removes an element, and tells whether it was there
   * @param clear removes all
   */
  public record Source<T>(
      Supplier<Snapshot<T>> moment,
      IntSupplier size,
      Predicate<Object> contains,
      Predicate<Object> remove,
      Runnable clear) {

    Iterator<T> iterator() {
      return moment.get().iterator();
    }

    Spliterator<T> spliterator() {
      return moment.get().elements().spliterator();
    }
  }

  private SnapshotViews() {}

  /**
   * Makes a view in which no two elements are equal.
   *
   * @param <T> the type of the elements
   * @param source what it shows
   * @return the view
   */
  public static <T> Set<T> set(Source<T> source) {
    return new SetView<>(source);
  }

  /**
   * Makes a view.
   *
   * @param <T> the type of the elements
   * @param source what it shows
   * @return the view
   */
  public static <T> Collection<T> collection(Source<T> source) {
    return new CollectionView<>(source);
  }

  /** Client side: a view that is a set. */
  private static final class SetView<T> extends AbstractSet<T> {
    private final Source<T> source;

    SetView(Source<T> source) {
      this.source = source;
    }

    @Override
    public int size() {
      return source.size().getAsInt();
    }

    @Override
    public Iterator<T> iterator() {
      return source.iterator();
    }

    @Override
    public Spliterator<T> spliterator() {
      return source.spliterator();
    }

    @Override
    public boolean contains(Object element) {
      return source.contains().test(element);
    }

    @Override
    public boolean remove(Object element) {
      return source.remove().test(element);
    }

    @Override
    public void clear() {
      source.clear().run();
    }
  }

  /** Client side: a view that may show the same twice. */
  private static final class CollectionView<T> extends AbstractCollection<T> {
    private final Source<T> source;

    CollectionView(Source<T> source) {
      this.source = source;
    }

    @Override
    public int size() {
      return source.size().getAsInt();
    }

    @Override
    public Iterator<T> iterator() {
      return source.iterator();
    }

    @Override
    public Spliterator<T> spliterator() {
      return source.spliterator();
    }

    @Override
    public boolean contains(Object element) {
      return source.contains().test(element);
    }

    @Override
    public boolean remove(Object element) {
      return source.remove().test(element);
    }

    @Override
    public void clear() {
      source.clear().run();
    }
  }
}
