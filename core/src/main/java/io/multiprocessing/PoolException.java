package io.multiprocessing;

/**
 * Something in the world went wrong while a pool, a process or a manager did its work: the base of
 * all exceptions they throw besides the JDK's own for misuse.
 *
 * <p>This class itself is thrown when a call was interrupted, when the pool was terminated while
 * the call waited, and when the shared memory is full.
 */
public class PoolException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message what happened, with which values, and what to do next
   */
  public PoolException(String message) {
    super(message);
  }

  /**
   * Creates the exception.
   *
   * @param message what happened, with which values, and what to do next
   * @param cause what led to it, or null
   */
  public PoolException(String message, Throwable cause) {
    super(message, cause);
  }
}
