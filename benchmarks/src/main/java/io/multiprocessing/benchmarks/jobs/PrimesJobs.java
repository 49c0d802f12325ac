package io.multiprocessing.benchmarks.jobs;

import java.util.List;
import java.util.stream.LongStream;

/** Counts the primes of a range that begins at 1e8, by the book's trial division. */
final class PrimesJobs {

  private static final long FROM = 100_000_000;

  private PrimesJobs() {}

  /** As in the book: a map over the numbers. */
  static Job map(long numbers, int workers) {
    List<Long> range = LongStream.range(FROM, FROM + numbers).boxed().toList();
    return PoolJob.of(
        workers,
        pool -> pool.map(PrimesJobs::isPrime, range),
        answers -> answers.stream().filter(answer -> answer).count());
  }

  static Job range(long numbers, int workers) {
    return PoolJob.of(
        workers,
        pool -> LongStream.of(pool.mapToLong(PrimesJobs::one, FROM, FROM + numbers)).sum(),
        count -> count);
  }

  static Job stream(long numbers, int workers) {
    return new StreamJob(
        workers,
        () -> LongStream.range(FROM, FROM + numbers).parallel().filter(PrimesJobs::isPrime).count(),
        count -> count);
  }

  private static long one(long number) {
    return isPrime(number) ? 1 : 0;
  }

  private static boolean isPrime(long number) {
    if (number % 2 == 0) {
      return false;
    }
    long end = (long) Math.sqrt((double) number) + 1;
    for (long divisor = 3; divisor < end; divisor += 2) {
      if (number % divisor == 0) {
        return false;
      }
    }
    return true;
  }
}
