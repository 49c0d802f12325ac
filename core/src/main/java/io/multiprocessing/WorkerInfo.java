package io.multiprocessing;

import java.time.Duration;

/**
 * A worker of a pool at one moment.
 *
 * @param id the worker's number, unique within the pool and never used again
 * @param pid its process id, or -1 while it is being started
 * @param state what it does
 * @param completedTasks how many items it has completed
 * @param uptime how long it exists
 */
public record WorkerInfo(int id, long pid, State state, long completedTasks, Duration uptime) {

  /** What a worker does. */
  public enum State {
    /** Its JVM comes up, or its initializer runs. */
    STARTING,
    /** It waits for work. */
    IDLE,
    /** It runs tasks. */
    BUSY,
    /** It finishes what it runs, takes no more, and then exits. */
    RETIRING,
    /** It exits. */
    STOPPING
  }
}
