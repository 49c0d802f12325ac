package io.multiprocessing;

/**
 * A task, an argument or a result cannot travel between the JVMs.
 *
 * <p>The message names the captured value or the field, its class, and what to do. For a task it is
 * thrown at the call; for an argument or a result it fails that item.
 */
public class TaskSerializationException extends PoolException {

  private static final long serialVersionUID = 1L;

  /** Position of the item, or -1. */
  private final long itemIndex;

  /**
   * Creates the exception.
   *
   * @param message what happened, with which values, and what to do next
   * @param cause what led to it, or null
   * @param itemIndex position of the item among the items of the call, from 0, or -1 for the task
   *     itself
   */
  public TaskSerializationException(String message, Throwable cause, long itemIndex) {
    super(message, cause);
    this.itemIndex = itemIndex;
  }

  /**
   * Returns the position of the item whose argument or result cannot travel.
   *
   * @return the index, from 0, or -1 when it is the task itself
   */
  public long itemIndex() {
    return itemIndex;
  }
}
