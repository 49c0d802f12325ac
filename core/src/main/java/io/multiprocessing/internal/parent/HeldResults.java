package io.multiprocessing.internal.parent;

import io.multiprocessing.ResultIterator;
import java.lang.ref.Reference;
import java.time.Duration;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Parent side: the results of {@code imap} in the hands of their consumer.
 *
 * <p>The engine knows the results and not this object. So it is garbage when its consumer has
 * dropped it, and so may be the pool, whatever is left of the call.
 *
 * @param <R> type of the results
 */
final class HeldResults<R> implements ResultIterator<R> {

  private final JvmPool pool; // reachable as long as one of its iterators is
  private final StreamedResults<R> results;

  HeldResults(JvmPool pool, StreamedResults<R> results) {
    this.pool = pool;
    this.results = results;
  }

  @Override
  public boolean hasNext() {
    try {
      return results.hasNext();
    } finally {
      Reference.reachabilityFence(this); // who waits has not dropped it
    }
  }

  @Override
  public R next() {
    try {
      return results.next();
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  @Override
  public R next(Duration timeout) {
    try {
      return results.next(timeout);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  @Override
  public Stream<R> stream() {
    return StreamSupport.stream(
            Spliterators.spliteratorUnknownSize(this, Spliterator.ORDERED), false)
        .onClose(this::close);
  }

  @Override
  public void close() {
    results.close();
  }

  @Override
  public String toString() {
    return "results in " + pool;
  }
}
