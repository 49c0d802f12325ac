package io.multiprocessing.examples.chunksize;

import io.multiprocessing.Task;
import io.multiprocessing.examples.support.PrimeRange;
import io.multiprocessing.examples.support.Seconds;
import io.multiprocessing.examples.support.TrialDivision;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.LongStream;

/** How the costs of the items of {@link ChunkSize} are spread over their list. */
enum Shape {
  /** The book's numbers, range B: most are cheap, one in twenty is dear. */
  PRIMES,
  /** Each item costs the same. */
  UNIFORM,
  /** The cost rises with the square of the position: the last items are the dearest. */
  SKEWED,
  /** Exponentially distributed: a few items cost many times the mean. */
  RANDOM;

  private static final long SEED = 42;
  private static final int CALIBRATION_STEPS = 2_000_000;

  /**
   * Work of one shape.
   *
   * @param task what is done with one item
   * @param items the items, in order
   */
  record Work(Task<Long, Long> task, List<Long> items) {}

  /** Returns work of this shape; the book's numbers are as many and cost what they are. */
  Work work(long items, double meanMicros) {
    if (this == PRIMES) {
      Task<Long, Long> task = n -> TrialDivision.isPrime(n) ? n : 0;
      return new Work(task, range(PrimeRange.B.from, PrimeRange.B.to));
    }
    long meanSteps = Math.max(1, Math.round(meanMicros * stepsPerMicro()));
    Task<Long, Long> task = item -> spin(steps(item, items, meanSteps));
    return new Work(task, range(0, items));
  }

  /** Returns what the item costs, in steps. */
  long steps(long item, long items, long mean) {
    return switch (this) {
      case SKEWED -> {
        double position = (item + 0.5) / items;
        yield Math.round(3 * mean * position * position); // the mean of the squares is 1/3
      }
      case RANDOM ->
          Math.round(-mean * Math.log(1 - new SplittableRandom(SEED + item).nextDouble()));
      default -> mean;
    };
  }

  /**
   * Computes for so many steps; each needs the one before, and no compiler can take several at once
   * (Marsaglia's xorshift; of a multiplication and an addition, JDK 25 takes 16).
   */
  private static long spin(long steps) {
    long state = 1;
    for (long i = 0; i < steps; i++) {
      state ^= state << 13;
      state ^= state >>> 7;
      state ^= state << 17;
    }
    return state;
  }

  /** Measures here, before the workers start, what they will do. */
  private static double stepsPerMicro() {
    double best = Double.MAX_VALUE;
    long sum = 0;
    for (int i = 0; i < 10; i++) {
      long begin = System.nanoTime();
      sum += spin(CALIBRATION_STEPS);
      best = Math.min(best, Seconds.since(begin));
    }
    if (sum == 42) {
      throw new AssertionError("looked at, so that the compiler cannot leave it out");
    }
    return CALIBRATION_STEPS / (best * 1e6);
  }

  private static List<Long> range(long from, long to) {
    return LongStream.range(from, to).boxed().toList();
  }

  /** Returns the name as options and reports have it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
