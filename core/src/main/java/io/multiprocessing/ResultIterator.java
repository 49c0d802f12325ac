package io.multiprocessing;

import java.time.Duration;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.stream.Stream;

/**
 * The results of {@code imap} or {@code imapUnordered}, computed while they are consumed.
 *
 * <p>The pool reads ahead of the consumer by a bounded number of items. A failed item is thrown by
 * the {@code next()} that would have returned its result; the iterator stays usable and goes on
 * with the next item. An exception of the input iterator is thrown as it is, after the results of
 * the items before it, and ends the results.
 *
 * <p>Instances must be confined to one thread at a time. Close an iterator that is not consumed to
 * its end, or its items stay in memory until the pool is closed or the iterator is garbage: when it
 * is collected, no more items are read, and those that were are finished.
 *
 * @param <R> the type of the results
 */
public interface ResultIterator<R> extends Iterator<R>, AutoCloseable {

  /**
   * Tells whether there is another result; waits until that is known.
   *
   * @return true when {@link #next()} will return or throw the result of an item
   */
  @Override
  boolean hasNext();

  /**
   * Returns the next result, waiting for it without limit.
   *
   * @return the result
   * @throws PoolException the failure of this item
   * @throws NoSuchElementException when there are no more
   */
  @Override
  R next();

  /**
   * Returns the next result, waiting for it at most the given time.
   *
   * @param timeout how long to wait; zero or less does not wait
   * @return the result
   * @throws TaskTimeoutException when there is none yet; the iterator stays usable
   * @throws PoolException the failure of this item
   * @throws NoSuchElementException when there are no more
   */
  R next(Duration timeout);

  /**
   * Returns the remaining results as a sequential stream; closing it closes this iterator.
   *
   * @return the stream; a failed item is thrown by the terminal operation
   */
  Stream<R> stream();

  /**
   * Stops the computation as {@code cancel(true)} would. Does nothing when all results have been
   * consumed.
   */
  @Override
  void close();
}
