package io.multiprocessing.examples.pi;

import io.multiprocessing.Pool;
import io.multiprocessing.TaskOptions;
import io.multiprocessing.examples.support.Bar;
import io.multiprocessing.examples.support.Seconds;
import io.multiprocessing.examples.support.WarmUp;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;

/**
 * Throws all darts with one new pool, or in this JVM, and keeps the time.
 *
 * @param method who throws them
 * @param workers the size of the pool, or the number of threads
 * @param startSeconds from the creation of the pool until each worker had answered once
 * @param allSeconds the time of each repetition, and of nothing else
 * @param inside the darts inside the circle
 * @param pids the processes that threw them
 */
record PiRun(
    Method method,
    int workers,
    double startSeconds,
    List<Double> allSeconds,
    long inside,
    Set<Long> pids) {

  /** Blocks each worker throws before the clock starts, so that its JIT compiler is done. */
  private static final int WARM_BLOCKS = 20;

  private static final long WARM_BLOCK_DARTS = 1_000_000;

  /**
   * What is the same for every run.
   *
   * @param darts the task
   * @param chunkSize blocks that travel together, or null for the book's way: an equal share for
   *     each worker, as all blocks cost the same
   * @param repeat how many times all darts are thrown
   */
  record Plan(Dartboard darts, Integer chunkSize, int repeat) {

    private TaskOptions options(int workers) {
      long share = (darts.blocks() + workers - 1) / workers;
      int blocks = (int) Math.min(Integer.MAX_VALUE, share);
      return TaskOptions.defaults().chunkSize(chunkSize == null ? blocks : chunkSize);
    }
  }

  static PiRun measure(Plan plan, Method method, int workers) {
    String name = workers + " in " + method;
    try (Bar bar = Bar.open(name, plan.repeat() * plan.darts().blocks())) {
      return method == Method.PROCESSES
          ? inPool(plan, workers, bar)
          : inThisJvm(plan, method, workers, bar);
    }
  }

  private static PiRun inPool(Plan plan, int workers, Bar bar) {
    long created = System.nanoTime();
    try (Pool pool = Pool.create(workers)) {
      Dartboard darts = plan.darts();
      long dartsOfBlock = Math.min(darts.blockDarts(), WARM_BLOCK_DARTS);
      long allUpNanos =
          WarmUp.eachWorker(pool, workers, WARM_BLOCKS, () -> darts.countInside(0, dartsOfBlock));
      return timed(plan, workers, (allUpNanos - created) / 1e9, pool, bar);
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
      List<Dartboard.Count> counts = pool.map(plan.darts(), blocks, options);
      seconds.add(Seconds.since(begin));
      inside = counts.stream().mapToLong(Dartboard.Count::inside).sum();
      counts.forEach(count -> pids.add(count.pid()));
    }
    return new PiRun(Method.PROCESSES, workers, startSeconds, seconds, inside, pids);
  }

  private static PiRun inThisJvm(Plan plan, Method method, int workers, Bar bar) {
    Dartboard darts = plan.darts();
    List<Double> seconds = new ArrayList<>();
    long inside = 0;
    for (long round = 0; round <= plan.repeat(); round++) {
      long begin = System.nanoTime();
      inside = method.sum(darts::inside, darts.blocks(), workers);
      seconds.add(Seconds.since(begin));
      bar.to(round * darts.blocks());
    }
    seconds.remove(0); // the compiler was not done
    Set<Long> pids = Set.of(ProcessHandle.current().pid());
    return new PiRun(method, workers, 0, seconds, inside, pids);
  }

  /** Returns the median, since one disturbed repetition should not count. */
  double seconds() {
    return Seconds.median(allSeconds);
  }
}
