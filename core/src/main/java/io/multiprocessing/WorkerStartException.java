package io.multiprocessing;

import java.util.List;

/**
 * Workers could not be started: the JVM did not come up, or the initializer failed.
 *
 * <p>After a few failures in a row the pool gives up instead of starting workers for ever; all its
 * calls then throw this exception.
 */
public class WorkerStartException extends PoolException {

  private static final long serialVersionUID = 1L;

  /** Command line of the worker JVM. */
  @SuppressWarnings("serial") // an immutable list of strings
  private final List<String> commandLine;

  /** What it printed. */
  private final String output;

  /**
   * Creates the exception.
   *
   * @param message what happened, with which values, and what to do next
   * @param cause what led to it, or null
   * @param commandLine the command line of the worker
   * @param output the last lines it printed
   */
  public WorkerStartException(
      String message, Throwable cause, List<String> commandLine, String output) {
    super(message, cause);
    this.commandLine = List.copyOf(commandLine);
    this.output = output;
  }

  /**
   * Returns the command line of the worker that did not start.
   *
   * @return program and arguments
   */
  public List<String> commandLine() {
    return commandLine;
  }

  /**
   * Returns the last lines the worker printed.
   *
   * @return standard output and standard error, may be empty
   */
  public String output() {
    return output;
  }
}
