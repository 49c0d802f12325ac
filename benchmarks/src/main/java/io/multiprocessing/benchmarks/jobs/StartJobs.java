package io.multiprocessing.benchmarks.jobs;

import io.multiprocessing.Pool;
import io.multiprocessing.TaskOptions;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** The first pool of a program, and its end. Each run needs a JVM of its own. */
final class StartJobs {

  private StartJobs() {}

  /** From nothing until each worker has answered. */
  static Job start(int workers) {
    return new Job() {
      private Pool pool;

      @Override
      public Object run() {
        pool = Pool.create(workers);
        return awaitAll(pool, workers);
      }

      @Override
      public void close() {
        pool.close();
      }
    };
  }

  /** From the call of close until the workers are gone. */
  static Job end(int workers) {
    Pool pool = Pool.create(workers);
    int answered = awaitAll(pool, workers);
    return () -> {
      pool.close();
      return answered;
    };
  }

  private static int awaitAll(Pool pool, int workers) {
    List<Integer> items = IntStream.range(0, workers).boxed().toList();
    Set<Long> pids = new HashSet<>();
    while (pids.size() < workers) {
      pids.addAll(
          pool.map(
              item -> ProcessHandle.current().pid(), items, TaskOptions.defaults().chunkSize(1)));
    }
    return pids.size();
  }
}
