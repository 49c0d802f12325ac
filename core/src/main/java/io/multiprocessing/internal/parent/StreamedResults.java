package io.multiprocessing.internal.parent;

import io.multiprocessing.Outcome;
import io.multiprocessing.PoolException;
import io.multiprocessing.ResultIterator;
import io.multiprocessing.TaskTimeoutException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Parent side: the results of {@code imap}: put in by the driver, taken out by the consumer.
 *
 * @param <R> type of the results
 */
final class StreamedResults<R> implements ResultSink, ResultIterator<R> {

  private final boolean ordered;
  private final StreamedItems items;
  // driver only: those that wait for an earlier one
  private final Map<Long, Outcome<R>> early = new HashMap<>();
  private long nextIndex; // driver only
  private final Queue<Outcome<R>> ready = new ConcurrentLinkedQueue<>();
  private volatile boolean ended; // after the last is in the queue
  private volatile RuntimeException failure; // written before ended
  private volatile Thread waiter;
  private boolean failureThrown; // consumer only
  private volatile boolean closed; // written by the consumer, before it clears the queue
  private PoolSession session; // written before the iterator is handed out
  private Job job; // written before the iterator is handed out
  private JvmPool pool; // a pool is reachable as long as one of its iterators is

  StreamedResults(boolean ordered, StreamedItems items) {
    this.ordered = ordered;
    this.items = items;
  }

  void start(JvmPool newPool, PoolSession newSession, Job newJob) {
    pool = newPool;
    session = newSession;
    job = newJob;
  }

  // ---- driver

  @Override
  @SuppressWarnings("unchecked") // what the caller's function returned
  public void value(long index, Object value) {
    put(index, new Outcome.Success<>((R) value));
  }

  @Override
  public boolean failure(long index, PoolException itemFailure) {
    put(index, new Outcome.Failure<>(itemFailure));
    return true;
  }

  private void put(long index, Outcome<R> outcome) {
    if (!ordered) {
      ready.add(outcome);
    } else {
      early.put(index, outcome);
      for (Outcome<R> next = early.remove(nextIndex);
          next != null;
          next = early.remove(nextIndex)) {
        ready.add(next);
        nextIndex++;
      }
    }
    LockSupport.unpark(waiter);
  }

  @Override
  public void end(RuntimeException reason) {
    failure = reason;
    ended = true; // volatile: publishes the failure
    early.clear();
    if (closed) {
      ready.clear(); // results came until now, and close() may have cleared them before
    }
    LockSupport.unpark(waiter);
  }

  // ---- consumer

  private boolean isKnown() {
    return !ready.isEmpty() || ended || closed;
  }

  private boolean awaitKnown(long deadlineNanos) {
    if (isKnown()) {
      return true;
    }
    waiter = Thread.currentThread();
    try {
      return session.driver().await(null, this::isKnown, deadlineNanos);
    } catch (InterruptedException e) {
      close();
      Thread.currentThread().interrupt();
      throw new PoolException(
          "interrupted while waiting for a result of " + job.name() + "; it was cancelled", e);
    } finally {
      waiter = null;
    }
  }

  @Override
  public boolean hasNext() {
    awaitKnown(System.nanoTime() + Long.MAX_VALUE);
    return !closed && (!ready.isEmpty() || (failure != null && !failureThrown));
  }

  @Override
  public R next() {
    awaitKnown(System.nanoTime() + Long.MAX_VALUE);
    return take();
  }

  @Override
  public R next(Duration timeout) {
    if (!awaitKnown(System.nanoTime() + Nanos.of(timeout))) {
      throw new TaskTimeoutException(
          "no result of " + job.name() + " yet: timeout=" + timeout + "; it goes on", -1, timeout);
    }
    return take();
  }

  private R take() {
    Outcome<R> outcome = closed ? null : ready.poll();
    if (outcome != null) {
      items.consumed();
      return outcome.get();
    }
    if (failure != null && !failureThrown && !closed) {
      failureThrown = true;
      throw failure;
    }
    throw new NoSuchElementException("no more results of " + job.name() + " in " + pool);
  }

  @Override
  public Stream<R> stream() {
    return StreamSupport.stream(
            Spliterators.spliteratorUnknownSize(this, Spliterator.ORDERED), false)
        .onClose(this::close);
  }

  @Override
  public void close() {
    if (!ended) {
      session.cancel(
          job, new CancellationException("the results were closed: " + job.name()), true);
    }
    closed = true;
    ready.clear();
  }
}
