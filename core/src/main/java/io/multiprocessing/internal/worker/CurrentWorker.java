package io.multiprocessing.internal.worker;

import io.multiprocessing.WorkerContext;

/** Worker side: the context of this JVM, when it is a worker. In other JVMs there is none. */
public final class CurrentWorker {

  // written once by the main thread of a worker, before any user code runs
  private static volatile WorkerContext context;

  private CurrentWorker() {}

  static void set(WorkerContext newContext) {
    context = newContext;
  }

  /**
   * Returns the context of this worker.
   *
   * @return the context
   * @throws IllegalStateException when this JVM is not a worker
   */
  public static WorkerContext require() {
    WorkerContext current = context;
    if (current == null) {
      throw new IllegalStateException(
          "this JVM is not a worker of a pool; ask WorkerContext.isWorker() first");
    }
    return current;
  }

  /**
   * Tells whether this JVM is a worker.
   *
   * @return true in a worker
   */
  public static boolean isPresent() {
    return context != null;
  }
}
