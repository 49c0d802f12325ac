package io.multiprocessing.testing;

import io.multiprocessing.Pool;
import io.multiprocessing.WorkerInfo;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

/** The workers of a pool, and their processes. */
public final class Workers {

  private static final Duration STARTS = Duration.ofSeconds(60); // JVMs, one after the other

  private Workers() {}

  /**
   * Waits until that many workers have come up. A pool starts few at a time: the others are not
   * even listed until those are there.
   */
  public static void awaitStarted(Pool pool, int workers) {
    Await.until(
        workers + " workers are up", STARTS, () -> pool.stats().startedWorkers() >= workers);
  }

  /** Returns the process ids of all workers, once each of them has one: see {@link WorkerInfo}. */
  public static Set<Long> pids(Pool pool) {
    AtomicReference<List<WorkerInfo>> seen = new AtomicReference<>();
    Await.until(
        "all workers have their processes",
        () -> {
          seen.set(pool.workers());
          return seen.get().stream().allMatch(worker -> worker.pid() > 0);
        });
    return seen.get().stream().map(WorkerInfo::pid).collect(Collectors.toCollection(TreeSet::new));
  }
}
