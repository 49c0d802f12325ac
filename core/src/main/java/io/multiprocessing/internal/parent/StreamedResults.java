package io.multiprocessing.internal.parent;

import io.multiprocessing.Outcome;
import io.multiprocessing.PoolException;
import io.multiprocessing.TaskTimeoutException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * Parent side: the results of {@code imap}: put in by the driver, taken out by the consumer, by way
 * of {@link HeldResults}.
 *
 * @param <R> type of the results
 */
final class StreamedResults<R> implements ResultSink {

  /** Results of items that follow each other. */
  private static final class Run<R> {
    private final Queue<Outcome<R>> results = new ArrayDeque<>();
    private long end; // index of the item after the last

    Run(long first) {
      end = first;
    }

    void add(Outcome<R> outcome) {
      results.add(outcome);
      end++;
    }
  }

  private final boolean ordered;
  private final StreamedItems items;
  // driver only: those that wait for an earlier one, by the index of their first
  private final Map<Long, Run<R>> early = new HashMap<>();
  private Run<R> lastEarly; // driver only
  private long nextIndex; // driver only
  // driver only: to be handed over together
  private Queue<Outcome<R>> gathered = new ArrayDeque<>();
  private final Queue<Queue<Outcome<R>>> ready = new ConcurrentLinkedQueue<>();
  private Queue<Outcome<R>> current = new ArrayDeque<>(); // consumer only
  private volatile boolean ended; // after the last is in the queue
  private volatile RuntimeException failure; // written before ended
  private volatile Thread waiter;
  private boolean failureThrown; // consumer only
  private volatile boolean closed; // written by the consumer, before it clears the queue
  private PoolSession session; // written before the iterator is handed out
  private Job job; // written before the iterator is handed out

  StreamedResults(boolean ordered, StreamedItems items) {
    this.ordered = ordered;
    this.items = items;
  }

  void start(PoolSession newSession, Job newJob) {
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
    if (!ordered || index == nextIndex) {
      gathered.add(outcome);
      nextIndex++;
    } else {
      if (lastEarly == null || lastEarly.end != index) {
        lastEarly = new Run<>(index);
        early.put(index, lastEarly);
      }
      lastEarly.add(outcome);
    }
  }

  /** One hand-over and one wake for all results of a message, not for each. */
  @Override
  public void handOver() {
    if (gathered.isEmpty()) {
      return; // then no early one has become the next
    }
    ready.add(gathered);
    gathered = new ArrayDeque<>();
    for (Run<R> next = early.remove(nextIndex); next != null; next = early.remove(nextIndex)) {
      ready.add(next.results);
      nextIndex = next.end;
      lastEarly = null;
    }
    LockSupport.unpark(waiter);
  }

  @Override
  public void end(RuntimeException reason) {
    handOver();
    failure = reason;
    ended = true; // volatile: publishes the failure
    early.clear();
    lastEarly = null;
    if (closed) {
      ready.clear(); // results came until now, and close() may have cleared them before
    }
    LockSupport.unpark(waiter);
  }

  // ---- consumer

  private boolean hasReady() {
    if (current.isEmpty()) {
      Queue<Outcome<R>> next = ready.poll();
      current = next == null ? current : next;
    }
    return !current.isEmpty();
  }

  private boolean isKnown() {
    return closed || hasReady() || ended;
  }

  private boolean awaitKnown(long deadlineNanos) {
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

  private void awaitKnown() {
    if (!isKnown()) { // most times it is, and the clock costs more than the rest
      awaitKnown(System.nanoTime() + Long.MAX_VALUE);
    }
  }

  boolean hasNext() {
    awaitKnown();
    return !closed && (hasReady() || (failure != null && !failureThrown));
  }

  R next() {
    awaitKnown();
    return take();
  }

  R next(Duration timeout) {
    if (!isKnown() && !awaitKnown(System.nanoTime() + Nanos.of(timeout))) {
      throw new TaskTimeoutException(
          "no result of " + job.name() + " yet: timeout=" + timeout + "; it goes on", -1, timeout);
    }
    return take();
  }

  private R take() {
    if (!closed && hasReady()) {
      items.consumed();
      return current.remove().get();
    }
    if (failure != null && !failureThrown && !closed) {
      failureThrown = true;
      throw failure;
    }
    throw new NoSuchElementException("no more results of " + job.name() + " in " + session.name());
  }

  void close() {
    if (!ended) {
      session.cancel(
          job, new CancellationException("the results were closed: " + job.name()), true);
    }
    closed = true;
    ready.clear();
    current.clear();
  }
}
