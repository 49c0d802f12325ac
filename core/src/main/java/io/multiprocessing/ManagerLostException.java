package io.multiprocessing;

import java.util.Optional;

/**
 * The server process of a {@link Manager} has died or cannot be reached. What its objects held is
 * lost with it, and whether the call that failed had taken effect before is not known.
 */
public class ManagerLostException extends PoolException {

  private static final long serialVersionUID = 1L;

  /** The server's process, or -1. */
  private final long pid;

  /** Its exit code, or null. */
  private final Integer exitCode;

  /**
   * Creates the exception.
   *
   * @param message what happened, with which values, and what to do next
   * @param cause what led to it, or null
   * @param pid the server's process; -1 when it is not known
   * @param exitCode its exit code; null when it is not known
   */
  public ManagerLostException(String message, Throwable cause, long pid, Integer exitCode) {
    super(message, cause);
    this.pid = pid;
    this.exitCode = exitCode;
  }

  /**
   * Returns the process id of the server.
   *
   * @return the pid on the server's machine; -1 when no server was ever reached
   */
  public long pid() {
    return pid;
  }

  /**
   * Returns the exit code of the server.
   *
   * @return the code, 128 + n when signal n ended it; empty in a JVM that has not started the
   *     server, and when it has not exited
   */
  public Optional<Integer> exitCode() {
    return Optional.ofNullable(exitCode);
  }
}
