package io.multiprocessing.internal.parent;

/**
 * Parent side: the life of a worker.
 *
 * <pre>
 * STARTING → READY → RETIRING → STOPPING → DEAD
 * </pre>
 *
 * and from each state to every later one.
 */
enum WorkerState {
  /** Its JVM comes up, or its initializer runs. */
  STARTING,
  /** It takes chunks. */
  READY,
  /** It finishes what it has and takes no more. */
  RETIRING,
  /** It was told to exit, or the pool was terminated. Another that is killed stays what it is. */
  STOPPING,
  /** Its process is gone and what it left has been dealt with. */
  DEAD;

  boolean canBecome(WorkerState next) {
    return next.compareTo(this) > 0; // they are declared in the order of life
  }
}
