package io.multiprocessing.examples.verifyprimes;

import io.multiprocessing.Task;
import io.multiprocessing.examples.support.TrialDivision;

/** The tasks of {@link VerifyPrimes}: look for a factor of a number in one range. */
interface FactorSearch extends Task<FactorRange, FactorSearch.Part> {

  /**
   * What came of one range.
   *
   * @param factor whether a factor has been found, here or by the one who set the flag
   * @param endNanos when the search ended, as {@link System#nanoTime()}: on Linux all processes
   *     have the same
   */
  record Part(boolean factor, long endNanos) {}

  /** Tells whether there is a factor, here or where the flag was set. */
  boolean findsFactor(FactorRange range);

  @Override
  default Part apply(FactorRange range) {
    boolean factor = findsFactor(range);
    return new Part(factor, System.nanoTime());
  }

  /** Looks to the end, whatever the others find. */
  record Deaf() implements FactorSearch {
    @Override
    public boolean findsFactor(FactorRange range) {
      return TrialDivision.hasFactor(range.number(), range.from(), range.end());
    }
  }

  /**
   * Counts candidates, and looks at the flag each time the count has come down to nothing.
   *
   * @param flag tells the others
   * @param checkEvery how many candidates there are between two looks
   */
  record Countdown(Flag flag, int checkEvery) implements FactorSearch {
    @Override
    public boolean findsFactor(FactorRange range) {
      long number = range.number();
      int countdown = checkEvery;
      for (long candidate = range.from(); candidate < range.end(); candidate += 2) {
        if (--countdown == 0) {
          if (flag.isSet()) {
            return true;
          }
          countdown = checkEvery;
        }
        if (number % candidate == 0) {
          flag.set();
          return true;
        }
      }
      return false;
    }
  }

  /**
   * Looks at the flag between two inner loops that know nothing of it. The book calls it redux.
   *
   * @param flag tells the others
   * @param step the length of an inner loop, even; half as many are candidates
   */
  record Redux(Flag flag, int step) implements FactorSearch {
    @Override
    public boolean findsFactor(FactorRange range) {
      for (long from = range.from(); from < range.end(); from += step) {
        if (TrialDivision.hasFactor(range.number(), from, Math.min(range.end(), from + step))) {
          flag.set();
          return true;
        }
        if (flag.isSet()) {
          return true;
        }
      }
      return false;
    }
  }
}
