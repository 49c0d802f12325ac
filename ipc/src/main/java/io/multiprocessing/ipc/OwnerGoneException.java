package io.multiprocessing.ipc;

/**
 * Shared memory cannot be reached any more: the process that made it has closed it or has ended.
 *
 * <p>Whoever had attached it before keeps it; nobody can attach it anew.
 */
public final class OwnerGoneException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final long ownerPid;

  /**
   * Creates the exception.
   *
   * @param message what cannot be reached, and why
   * @param ownerPid the process that made it
   * @param cause what attaching ran into, or null
   */
  public OwnerGoneException(String message, long ownerPid, Throwable cause) {
    super(message, cause);
    this.ownerPid = ownerPid;
  }

  /**
   * Returns which process had made the memory.
   *
   * @return its pid
   */
  public long ownerPid() {
    return ownerPid;
  }
}
