package io.multiprocessing;

/**
 * A task threw an exception.
 *
 * <p>The cause is the original exception with the stack trace of the worker JVM. Where the original
 * cannot travel between the JVMs the cause is a {@link WorkerSideException} that carries its class
 * name, message and stack trace.
 */
public class TaskFailedException extends PoolException {

  private static final long serialVersionUID = 1L;

  /** Position of the item among the items of the call. */
  private final long itemIndex;

  /** The worker that ran the item. */
  private final int workerId;

  /**
   * Creates the exception.
   *
   * @param message what happened, with which values, and what to do next
   * @param cause what led to it, or null
   * @param itemIndex position of the item among the items of the call, from 0
   * @param workerId the worker that ran it
   */
  public TaskFailedException(String message, Throwable cause, long itemIndex, int workerId) {
    super(message, cause);
    this.itemIndex = itemIndex;
    this.workerId = workerId;
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
   * Returns the worker that ran the item.
   *
   * @return the worker's id, as in {@link WorkerInfo#id()}
   */
  public int workerId() {
    return workerId;
  }
}
