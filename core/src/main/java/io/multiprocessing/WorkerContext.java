package io.multiprocessing;

import io.multiprocessing.internal.worker.CurrentWorker;
import java.util.concurrent.ConcurrentMap;

/**
 * What a task can learn about the worker it runs in.
 *
 * <p>This class is thread-safe: threads that a task starts may use it too.
 */
public interface WorkerContext {

  /**
   * Returns the context of this worker.
   *
   * @return the context
   * @throws IllegalStateException when this JVM is not a worker
   */
  static WorkerContext current() {
    return CurrentWorker.require();
  }

  /**
   * Tells whether this JVM is a worker of a pool.
   *
   * @return true in a worker
   */
  static boolean isWorker() {
    return CurrentWorker.isPresent();
  }

  /**
   * Returns the number of this worker.
   *
   * @return the id, as in {@link WorkerInfo#id()}
   */
  int workerId();

  /**
   * Returns which attempt at the current item this is.
   *
   * @return 1 for the first run, 2 for the first retry, …
   */
  int attempt();

  /**
   * Returns the position of the current item among the items of its call.
   *
   * @return the index, from 0; -1 when no item is running
   */
  long itemIndex();

  /**
   * Tells whether the running task should stop, because its call was cancelled, has failed or is
   * decided. Costs a few nanoseconds: one read of mapped memory.
   *
   * @return true when nobody waits for the result any more
   */
  boolean isCancelled();

  /**
   * Returns a map that lives as long as this worker, for what the initializer prepares and tasks
   * reuse.
   *
   * @return the map
   */
  ConcurrentMap<String, Object> state();
}
