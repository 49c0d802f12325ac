package io.multiprocessing.internal.parent;

import io.multiprocessing.PoolStats;

/** Parent side: what a pool has done so far. Driver only. */
final class Counters {

  private long submittedCalls;
  private long completedCalls;
  private long completedTasks;
  private long failedTasks;
  private long retriedTasks;
  private long startedWorkers;
  private long crashedWorkers;
  private long killedWorkers;

  void callSubmitted() {
    submittedCalls++;
  }

  void callCompleted(long done, long failed) {
    completedCalls++;
    completedTasks += done - failed;
    failedTasks += failed;
  }

  void taskRetried() {
    retriedTasks++;
  }

  void workerStarted() {
    startedWorkers++;
  }

  void workerCrashed() {
    crashedWorkers++;
  }

  void workerKilled() {
    killedWorkers++;
  }

  PoolStats stats() {
    return new PoolStats(
        submittedCalls,
        completedCalls,
        completedTasks,
        failedTasks,
        retriedTasks,
        startedWorkers,
        crashedWorkers,
        killedWorkers);
  }
}
