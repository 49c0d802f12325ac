package io.multiprocessing.examples;

import io.multiprocessing.Pool;
import io.multiprocessing.TaskOptions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;

/**
 * Throws all darts with one new pool, and keeps the time.
 *
 * @param workers the size of the pool
 * @param startSeconds from the creation of the pool until each worker had answered once
 * @param allSeconds the time of each repetition of the map, and of nothing else
 * @param inside the darts inside the circle
 * @param pids the processes that threw them
 */
record PiRun(
    int workers, double startSeconds, List<Double> allSeconds, long inside, Set<Long> pids) {

  /** Blocks each worker throws before the clock starts, so that its JIT compiler is done. */
  private static final int WARM_BLOCKS = 20;

  private static final long WARM_BLOCK_DARTS = 1_000_000;

  /**
   * What is the same for every pool.
   *
   * @param darts the task
   * @param chunkSize blocks that travel together, or null for the book's way: an equal share for
   *     each worker, as all blocks cost the same
   * @param repeat how many times the map is run
   */
  record Plan(Darts darts, Integer chunkSize, int repeat) {

    private TaskOptions options(int workers) {
      long share = (darts.blocks() + workers - 1) / workers;
      int blocks = (int) Math.min(Integer.MAX_VALUE, share);
      return TaskOptions.defaults().chunkSize(chunkSize == null ? blocks : chunkSize);
    }
  }

  static PiRun measure(Plan plan, int workers) {
    long created = System.nanoTime();
    try (Pool pool = Pool.create(workers)) {
      double startSeconds = warmUp(pool, workers, plan.darts(), created);
      String name = workers == 1 ? "1 worker" : workers + " workers";
      try (Bar bar = Bar.open(name, plan.repeat() * plan.darts().blocks())) {
        return timed(plan, workers, startSeconds, pool, bar);
      }
    }
  }

  private static PiRun timed(Plan plan, int workers, double startSeconds, Pool pool, Bar bar) {
    List<Long> blocks = LongStream.range(0, plan.darts().blocks()).boxed().toList();
    pool.map(
        plan.darts(),
        blocks,
        plan.options(workers)); // not timed: the parent's compiler is done, too
    List<Double> seconds = new ArrayList<>();
    Set<Long> pids = new TreeSet<>();
    long inside = 0;
    for (long round = 0; round < plan.repeat(); round++) {
      TaskOptions options = plan.options(workers).progress(bar.from(round * blocks.size()));
      long begin = System.nanoTime();
      List<Darts.Count> counts = pool.map(plan.darts(), blocks, options);
      seconds.add(secondsSince(begin));
      inside = counts.stream().mapToLong(Darts.Count::inside).sum();
      counts.forEach(count -> pids.add(count.pid()));
    }
    return new PiRun(workers, startSeconds, seconds, inside, pids);
  }

  /** Lets every worker throw enough blocks; which worker gets an item is the pool's choice. */
  private static double warmUp(Pool pool, int workers, Darts darts, long created) {
    long size = Math.min(darts.blockDarts(), WARM_BLOCK_DARTS);
    List<Long> round = LongStream.range(0, 4L * workers).boxed().toList();
    Darts some = new Darts(darts.seed(), size * round.size(), size);
    Map<Long, Integer> blocksOfPid = new HashMap<>();
    double startSeconds = 0;
    do {
      for (Darts.Count count : pool.map(some, round, TaskOptions.defaults().chunkSize(1))) {
        blocksOfPid.merge(count.pid(), 1, Integer::sum);
      }
      if (startSeconds == 0 && blocksOfPid.size() == workers) {
        startSeconds = secondsSince(created);
      }
    } while (blocksOfPid.size() < workers
        || blocksOfPid.values().stream().anyMatch(blocks -> blocks < WARM_BLOCKS));
    return startSeconds;
  }

  /** Returns the median, since one disturbed repetition should not count. */
  double seconds() {
    List<Double> sorted = allSeconds.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  private static double secondsSince(long nanoTime) {
    return (System.nanoTime() - nanoTime) / 1e9;
  }
}
