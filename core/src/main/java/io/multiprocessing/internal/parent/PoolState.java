package io.multiprocessing.internal.parent;

/**
 * Parent side: the life of a pool.
 *
 * <pre>
 * RUNNING → CLOSING → STOPPING → TERMINATED
 * </pre>
 *
 * and from each state to every later one.
 */
enum PoolState {
  /** It takes calls. */
  RUNNING,
  /** It takes no calls, and finishes what it has. */
  CLOSING,
  /** Its workers were told to exit or were killed. */
  STOPPING,
  /** Its workers are gone, and so are its files. */
  TERMINATED;

  boolean canBecome(PoolState next) {
    return next.compareTo(this) > 0; // they are declared in the order of life
  }
}
