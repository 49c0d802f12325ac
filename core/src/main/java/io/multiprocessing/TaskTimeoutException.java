package io.multiprocessing;

import java.time.Duration;

/**
 * A task ran longer than its limit and was stopped, or {@link ResultIterator#next(Duration)} waited
 * in vain.
 *
 * <p>The limit of a task counts from the moment a worker starts to run the item, not from its
 * submission.
 */
public class TaskTimeoutException extends PoolException {

  private static final long serialVersionUID = 1L;

  /** Position of the item among the items of the call. */
  private final long itemIndex;

  /** The limit that was exceeded. */
  private final Duration limit;

  /**
   * Creates the exception.
   *
   * @param message what happened, with which values, and what to do next
   * @param itemIndex position of the item among the items of the call, from 0
   * @param limit the limit that was exceeded
   */
  public TaskTimeoutException(String message, long itemIndex, Duration limit) {
    super(message);
    this.itemIndex = itemIndex;
    this.limit = limit;
  }

  /**
   * Returns the position of the item among the items of the call.
   *
   * @return the index, from 0; 0 for a single call
   */
  public long itemIndex() {
    return itemIndex;
  }

  /**
   * Returns the limit that was exceeded.
   *
   * @return the limit
   */
  public Duration limit() {
    return limit;
  }
}
