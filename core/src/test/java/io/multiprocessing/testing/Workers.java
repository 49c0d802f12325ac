package io.multiprocessing.testing;

import io.multiprocessing.Pool;
import io.multiprocessing.WorkerInfo;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

/** The processes of a pool's workers. */
public final class Workers {

  private Workers() {}

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
