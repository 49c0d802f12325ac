package io.multiprocessing.internal.protocol;

import java.util.Optional;

/**
 * Both sides: how deep in workers of workers this JVM is, so that pools do not multiply without
 * end.
 */
public final class Nesting {

  /** The most levels of workers below the first parent. */
  public static final int MAX_DEPTH = 4;

  // written once by the main thread of a worker, before any user code runs; 0 in other JVMs
  private static volatile int depth;

  private Nesting() {}

  /**
   * Sets the depth of this JVM.
   *
   * @param newDepth 1 for the worker of a first parent
   */
  public static void set(int newDepth) {
    depth = newDepth;
  }

  /**
   * Returns the depth of this JVM.
   *
   * @return 0 for a first parent
   */
  public static int depth() {
    return depth;
  }

  /**
   * Checks that a pool or a process may be started here.
   *
   * @throws IllegalStateException if it is too deep, or if a static initializer does it inside a
   *     worker
   */
  public static void check() {
    if (depth == 0) {
      return;
    }
    if (depth >= MAX_DEPTH) {
      throw new IllegalStateException(
          "pools are nested too deeply: depth="
              + depth
              + ", at most "
              + MAX_DEPTH
              + " levels of workers are allowed");
    }
    // A worker loads the class of a task, whose static initializer starts a pool, whose workers
    // load the class …
    Optional<String> initializer =
        StackWalker.getInstance()
            .walk(
                frames ->
                    frames
                        .filter(frame -> frame.getMethodName().equals("<clinit>"))
                        .map(StackWalker.StackFrame::getClassName)
                        .findFirst());
    if (initializer.isPresent()) {
      throw new IllegalStateException(
          "the static initializer of "
              + initializer.get()
              + " starts a pool, and runs again in every worker that loads the class: start the pool in a method");
    }
  }
}
