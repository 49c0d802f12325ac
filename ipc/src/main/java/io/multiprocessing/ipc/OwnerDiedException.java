package io.multiprocessing.ipc;

/**
 * The process that held a lock has died, and what the lock guards may be half changed.
 *
 * <p>A method that takes a lock throws this without having taken it. {@link SharedCondition}'s
 * methods that wait throw it with the lock held, as they do any exception. Either way {@code
 * lock(); try { … } finally { unlock(); }} is right.
 */
public final class OwnerDiedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final long ownerPid;

  /**
   * Creates the exception.
   *
   * @param message which process died, and what to do
   * @param ownerPid that process
   */
  public OwnerDiedException(String message, long ownerPid) {
    super(message);
    this.ownerPid = ownerPid;
  }

  /**
   * Returns which process had died with the lock; the last one if there were several.
   *
   * @return its pid
   */
  public long ownerPid() {
    return ownerPid;
  }
}
