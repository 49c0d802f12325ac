package io.multiprocessing.benchmarks.jobs;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.LongStream;

/** Estimates pi with random darts. */
final class PiJobs {

  private static final long BLOCK = 1_000_000;

  private PiJobs() {}

  /** As in the book: each worker gets one item, its share of the darts. */
  static Job map(long darts, int workers) {
    List<Long> shares = Collections.nCopies(workers, darts / workers);
    return PoolJob.of(
        workers,
        pool -> pool.map(PiJobs::inside, shares).stream().mapToLong(Long::longValue).sum(),
        estimate(darts));
  }

  static Job range(long darts, int workers) {
    return PoolJob.of(
        workers,
        pool -> LongStream.of(pool.mapToLong(PiJobs::insideBlock, 0, darts / BLOCK)).sum(),
        estimate(darts));
  }

  static Job stream(long darts, int workers) {
    return new StreamJob(
        workers,
        () -> LongStream.range(0, darts / BLOCK).parallel().map(PiJobs::insideBlock).sum(),
        estimate(darts));
  }

  /** Two digits, which are the same for every sequence of random numbers of this length. */
  private static Function<Long, Object> estimate(long darts) {
    return inside -> String.format(Locale.ROOT, "%.2f", 4.0 * inside / darts);
  }

  private static long insideBlock(long block) {
    return inside(BLOCK);
  }

  /**
   * Counts by the sign of the distance to the circle: an {@code if} is translated well or badly by
   * luck, and the two sides of a row might be lucky in different rounds.
   */
  private static long inside(long darts) {
    SplittableRandom random = new SplittableRandom();
    long outside = 0;
    for (long i = 0; i < darts; i++) {
      double x = random.nextDouble();
      double y = random.nextDouble();
      outside += Double.doubleToRawLongBits(1 - (x * x + y * y)) >>> 63;
    }
    return darts - outside;
  }
}
