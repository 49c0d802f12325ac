package io.multiprocessing.benchmarks.jobs;

import io.multiprocessing.Pool;
import io.multiprocessing.TaskOptions;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;

/** The first pool of a program, and its end. Each run needs a JVM of its own. */
final class StartJobs {

  private StartJobs() {}

  /** From nothing until a first call has returned. */
  static Job start(int workers) {
    return onNewPool(workers, pool -> pids(pool, workers).size());
  }

  /** From nothing until each worker has answered. */
  static Job startAll(int workers) {
    return onNewPool(workers, pool -> awaitAll(pool, workers));
  }

  private static Job onNewPool(int workers, Function<Pool, Object> use) {
    return new Job() {
      private Pool pool;

      @Override
      public Object run() {
        pool = Pool.create(workers);
        return use.apply(pool);
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
    Set<Long> pids = new HashSet<>();
    while (pids.size() < workers) {
      pids.addAll(pids(pool, workers));
    }
    return pids.size();
  }

  private static List<Long> pids(Pool pool, int workers) {
    List<Integer> items = IntStream.range(0, workers).boxed().toList();
    return pool.map(
        item -> ProcessHandle.current().pid(), items, TaskOptions.defaults().chunkSize(1));
  }
}
