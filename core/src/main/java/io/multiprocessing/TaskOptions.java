package io.multiprocessing;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * How the items of one call are run.
 *
 * <p>Defaults:
 *
 * <ul>
 *   <li>chunks: {@link Chunking.Adaptive}
 *   <li>task timeout: none
 *   <li>retries: 0; poison limit: 3 workers
 *   <li>fail-fast: true for the calls that return all results together; the streams and {@code
 *       mapOutcomes} report item by item in any case
 *   <li>look-ahead of {@code imap}: as many items as keep all workers busy, at least 4 chunks per
 *       worker
 *   <li>progress listener: none
 * </ul>
 *
 * <p>Immutable; every method returns a changed copy.
 */
public final class TaskOptions {

  private static final TaskOptions DEFAULTS =
      new TaskOptions(new Chunking.Adaptive(), null, 0, 3, true, 0, null);

  private final Chunking chunking;
  private final Duration taskTimeout;
  private final int retries;
  private final int poisonLimit;
  private final boolean failFast;
  private final int lookAhead;
  private final ProgressListener progress;

  private TaskOptions(
      Chunking chunking,
      Duration taskTimeout,
      int retries,
      int poisonLimit,
      boolean failFast,
      int lookAhead,
      ProgressListener progress) {
    this.chunking = chunking;
    this.taskTimeout = taskTimeout;
    this.retries = retries;
    this.poisonLimit = poisonLimit;
    this.failFast = failFast;
    this.lookAhead = lookAhead;
    this.progress = progress;
  }

  /**
   * Returns the defaults.
   *
   * @return the options listed above
   */
  public static TaskOptions defaults() {
    return DEFAULTS;
  }

  /**
   * Fixes the number of items per chunk. A chunk of {@code mapToDouble} or {@code mapToLong} has
   * 131,072 at most.
   *
   * @param items the number of items, at least 1
   * @return a changed copy
   */
  public TaskOptions chunkSize(int items) {
    return chunking(new Chunking.Fixed(items));
  }

  /**
   * Sets how items are grouped into chunks.
   *
   * @param rule the rule
   * @return a changed copy
   */
  public TaskOptions chunking(Chunking rule) {
    Objects.requireNonNull(rule, "rule");
    return new TaskOptions(rule, taskTimeout, retries, poisonLimit, failFast, lookAhead, progress);
  }

  /**
   * Limits the time of each item, from the moment a worker starts to run it. An item that exceeds
   * it fails with {@link TaskTimeoutException}; its thread is interrupted, and where that does not
   * end it within the pool's grace time its JVM is killed and replaced.
   *
   * @param limit the limit, more than zero; watched to about a tenth of it, at best 1 ms
   * @return a changed copy
   */
  public TaskOptions taskTimeout(Duration limit) {
    if (limit.isNegative() || limit.isZero()) {
      throw new IllegalArgumentException(
          "taskTimeout must be more than zero: taskTimeout=" + limit);
    }
    return new TaskOptions(chunking, limit, retries, poisonLimit, failFast, lookAhead, progress);
  }

  /**
   * Runs a failed item again, whether it threw, timed out, or lost its worker.
   *
   * @param times how many more times at the most, 0 or more
   * @return a changed copy
   */
  public TaskOptions retries(int times) {
    if (times < 0) {
      throw new IllegalArgumentException("retries must not be negative: retries=" + times);
    }
    return new TaskOptions(
        chunking, taskTimeout, times, poisonLimit, failFast, lookAhead, progress);
  }

  /**
   * Limits how many workers one item may kill before it is not retried any more, however many
   * retries remain.
   *
   * @param workers the number of workers, at least 1
   * @return a changed copy
   */
  public TaskOptions poisonLimit(int workers) {
    if (workers < 1) {
      throw new IllegalArgumentException("poisonLimit must be at least 1: poisonLimit=" + workers);
    }
    return new TaskOptions(chunking, taskTimeout, retries, workers, failFast, lookAhead, progress);
  }

  /**
   * Sets what a failed item does to the rest of the call.
   *
   * @param stopAtFirst true stops the rest and throws at once; false runs all items and then throws
   *     the failure of the first item that failed, with the others suppressed
   * @return a changed copy
   */
  public TaskOptions failFast(boolean stopAtFirst) {
    return new TaskOptions(
        chunking, taskTimeout, retries, poisonLimit, stopAtFirst, lookAhead, progress);
  }

  /**
   * Limits how many items {@code imap} and {@code imapUnordered} hold: taken from the input, and
   * not yet returned. Adaptive chunks are so small that four for each worker fit.
   *
   * @param items the number of items, at least 1
   * @return a changed copy
   */
  public TaskOptions lookAhead(int items) {
    if (items < 1) {
      throw new IllegalArgumentException("lookAhead must be at least 1: lookAhead=" + items);
    }
    return new TaskOptions(chunking, taskTimeout, retries, poisonLimit, failFast, items, progress);
  }

  /**
   * Reports the progress of the call.
   *
   * @param listener called on a thread of the pool, never concurrently with itself
   * @return a changed copy
   */
  public TaskOptions progress(ProgressListener listener) {
    Objects.requireNonNull(listener, "listener");
    return new TaskOptions(
        chunking, taskTimeout, retries, poisonLimit, failFast, lookAhead, listener);
  }

  /**
   * Returns how items are grouped into chunks.
   *
   * @return the rule
   */
  public Chunking chunking() {
    return chunking;
  }

  /**
   * Returns the limit of each item.
   *
   * @return the limit, or empty for none
   */
  public Optional<Duration> taskTimeout() {
    return Optional.ofNullable(taskTimeout);
  }

  /**
   * Returns how many times a failed item is run again.
   *
   * @return the number, 0 or more
   */
  public int retries() {
    return retries;
  }

  /**
   * Returns how many workers one item may kill.
   *
   * @return the number, at least 1
   */
  public int poisonLimit() {
    return poisonLimit;
  }

  /**
   * Tells whether the first failure stops the call.
   *
   * @return true to stop
   */
  public boolean failFast() {
    return failFast;
  }

  /**
   * Returns how many items a lazy call holds.
   *
   * @return the number, or 0 for the default
   */
  public int lookAhead() {
    return lookAhead;
  }

  /**
   * Returns who is told of the progress.
   *
   * @return the listener, or empty
   */
  public Optional<ProgressListener> progress() {
    return Optional.ofNullable(progress);
  }
}
