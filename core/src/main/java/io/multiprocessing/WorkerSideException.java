package io.multiprocessing;

/**
 * Stands for an exception of a worker JVM that could not travel to the parent: it cannot be
 * serialized there, or not be deserialized here.
 *
 * <p>Its stack trace is the original one.
 */
public class WorkerSideException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Name of the original class. */
  private final String originalClassName;

  /** The original stack trace with its causes, as printed in the worker. */
  private final String originalStackTrace;

  /**
   * Creates the exception.
   *
   * @param message what happened, with which values, and what to do next
   * @param originalClassName name of the class of the original exception
   * @param originalStackTrace its stack trace with all causes, as text
   */
  public WorkerSideException(String message, String originalClassName, String originalStackTrace) {
    super(message);
    this.originalClassName = originalClassName;
    this.originalStackTrace = originalStackTrace;
  }

  /**
   * Returns the name of the class of the original exception.
   *
   * @return the binary class name
   */
  public String originalClassName() {
    return originalClassName;
  }

  /**
   * Returns the stack trace of the original with all its causes.
   *
   * @return the text that {@code printStackTrace} gave in the worker
   */
  public String originalStackTrace() {
    return originalStackTrace;
  }
}
