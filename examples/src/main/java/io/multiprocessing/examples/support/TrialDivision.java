package io.multiprocessing.examples.support;

import java.util.stream.LongStream;

/** The book's test of a number: divide by 3, 5, 7, … up to its root. */
public final class TrialDivision {

  private TrialDivision() {}

  /** Tells whether the number, greater than 2, is prime; 1 passes for one, as in the book. */
  public static boolean isPrime(long number) {
    return number % 2 != 0 && !hasFactor(number, 3, end(number));
  }

  /** Returns how many of the numbers are prime; the end does not belong to them. */
  public static long countPrimes(long from, long end) {
    return LongStream.range(from, end).filter(TrialDivision::isPrime).count();
  }

  /** Returns the end, which does not belong to them, of the numbers to divide by. */
  public static long end(long number) {
    return (long) Math.sqrt((double) number) + 1;
  }

  /** Tells whether from, from + 2, … has a factor of the number, before it comes to the end. */
  public static boolean hasFactor(long number, long from, long end) {
    for (long candidate = from; candidate < end; candidate += 2) {
      if (number % candidate == 0) {
        return true;
      }
    }
    return false;
  }
}
