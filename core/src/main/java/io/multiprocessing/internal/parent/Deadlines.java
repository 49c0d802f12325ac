package io.multiprocessing.internal.parent;

import io.multiprocessing.internal.protocol.WorkerLayout;
import java.time.Duration;

/**
 * Parent side: watches the clock: time limits of items, grace times, starts, exits, heartbeats.
 * Driver only.
 */
final class Deadlines {

  // the worker's control thread beats every second
  private static final long HEARTBEAT_LIMIT_NANOS = 60_000_000_000L;
  private static final long HEARTBEAT_LOOK_NANOS = 5_000_000_000L;
  private static final long MIN_LOOK_NANOS = 1_000_000;
  private static final long MAX_LOOK_NANOS = 50_000_000;
  private static final int LOOKS_PER_LIMIT = 10;

  /** What the engine does with an item that ran too long. */
  interface OnTimeout {
    void timedOut(Worker worker, SentChunk chunk, int position);
  }

  private final PoolConfig config;
  private final Workforce workforce;
  private final OnTimeout onTimeout;

  Deadlines(PoolConfig config, Workforce workforce, OnTimeout onTimeout) {
    this.config = config;
    this.workforce = workforce;
    this.onTimeout = onTimeout;
  }

  /**
   * Does what is due; returns how long nothing will be due, in nanoseconds.
   *
   * @param heard until when the workers were heard: nobody is killed for an answer that was given
   *     while the driver was busy with something else
   * @param now the time
   */
  long check(long heard, long now) {
    long next = HEARTBEAT_LOOK_NANOS;
    for (Worker worker : workforce.all()) {
      next = Math.min(next, check(worker, heard, now));
    }
    return next;
  }

  private long check(Worker worker, long heard, long now) {
    return switch (worker.state()) {
      case STARTING -> checkStart(worker, heard, now);
      case READY, RETIRING -> checkRunning(worker, heard, now);
      case STOPPING -> checkExit(worker, now);
      case DEAD -> Long.MAX_VALUE;
    };
  }

  private long checkExit(Worker worker, long now) {
    if (worker.killReason() != null) {
      return Long.MAX_VALUE; // its exit will be reported
    }
    if (now - worker.stoppingUntilNanos() >= 0) {
      workforce.kill(worker, "it did not exit in time");
    }
    return Math.max(MIN_LOOK_NANOS, worker.stoppingUntilNanos() - now);
  }

  private long checkStart(Worker worker, long heard, long now) {
    if (worker.killReason() != null) {
      return Long.MAX_VALUE; // its exit, or first that it has a process, will be reported
    }
    long deadline = worker.startedNanos() + Nanos.of(config.startTimeout());
    if (heard - deadline >= 0) {
      workforce.kill(worker, "it was not ready in time: startTimeout=" + config.startTimeout());
    }
    return Math.max(MIN_LOOK_NANOS, deadline - now);
  }

  private long checkRunning(Worker worker, long heard, long now) {
    long next = Long.MAX_VALUE;
    if (worker.watch().isKillDue(heard)) {
      workforce.kill(
          worker,
          "its task did not react to the interrupt: interruptGrace=" + config.interruptGrace());
    } else if (worker.watch().isInterrupting()) {
      next = Math.max(MIN_LOOK_NANOS, Math.min(MAX_LOOK_NANOS, worker.watch().nanosToKill(now)));
    }
    if (worker.heart().nanosSinceBeat(now) > HEARTBEAT_LIMIT_NANOS) {
      workforce.kill(
          worker,
          "its heart has not beaten for "
              + Duration.ofNanos(HEARTBEAT_LIMIT_NANOS).toSeconds()
              + " s");
    }
    return Math.min(next, checkTimeLimit(worker, now));
  }

  private long checkTimeLimit(Worker worker, long now) {
    long limit = shortestLimit(worker);
    if (limit == Long.MAX_VALUE) {
      return Long.MAX_VALUE;
    }
    long look = Math.max(MIN_LOOK_NANOS, Math.min(MAX_LOOK_NANOS, limit / LOOKS_PER_LIMIT));
    SentChunk chunk = worker.chunks().find(worker.words().running());
    if (chunk == null) {
      return look;
    }
    int position = WorkerLayout.itemsDone(worker.words().progress());
    if (position >= chunk.items().count()) {
      return look; // done, its result is on the way
    }
    // an item starts when it is first seen running: late by one look at the most, never early
    long since = worker.watch().runningSinceNanos(chunk.sequence(), position, now);
    Duration itemLimit = chunk.job().options().taskTimeout().orElse(null);
    if (itemLimit == null
        || chunk.job().isEnded()
        || chunk.isAbandoned()
        || chunk.isSettledEarly(position)) {
      return look;
    }
    long left = since + Nanos.of(itemLimit) - now;
    if (left <= 0) {
      onTimeout.timedOut(worker, chunk, position);
      return MIN_LOOK_NANOS;
    }
    return Math.max(MIN_LOOK_NANOS, Math.min(look, left));
  }

  private static long shortestLimit(Worker worker) {
    long shortest = Long.MAX_VALUE;
    for (SentChunk chunk : worker.chunks()) {
      shortest =
          Math.min(
              shortest, chunk.job().options().taskTimeout().map(Nanos::of).orElse(Long.MAX_VALUE));
    }
    return shortest;
  }
}
