package io.multiprocessing.internal.protocol;

/** Both sides: exit codes of worker JVMs that end by themselves. */
public final class ExitCodes {

  /** The action of a process threw. */
  public static final int ACTION_FAILED = 1;

  /** The initializer threw. */
  public static final int INITIALIZER_FAILED = 81;

  /** The exit function threw. */
  public static final int EXIT_FUNCTION_FAILED = 82;

  /** The parent died. */
  public static final int ORPHANED = 83;

  /** A defect of this library, printed on standard error. */
  public static final int INTERNAL_ERROR = 84;

  /** The JVM's own for ExitOnOutOfMemoryError. */
  public static final int OUT_OF_MEMORY = 3;

  private ExitCodes() {}
}
