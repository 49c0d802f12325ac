package io.multiprocessing.examples.verifyprimes;

import io.multiprocessing.Task;
import io.multiprocessing.examples.support.TrialDivision;

/** The tasks of {@link VerifyPrimes}: look for a factor of a number in one range. */
interface FactorSearch extends Task<FactorRange, FactorSearch.Part> {

  /**
   * What came of one range. Times are {@link System#nanoTime()}: on Linux all processes have the
   * same.
   *
   * @param factor whether a factor has been found, here or by the one who set the flag
   * @param foundNanos when it was found here, before anybody was told; null if it was not
   * @param endNanos when the search ended
   */
  record Part(boolean factor, Long foundNanos, long endNanos) {

    private static Part found() {
      long now = System.nanoTime();
      return new Part(true, now, now);
    }

    private static Part foundAndTold(Flag others) {
      long found = System.nanoTime();
      others.set();
      return new Part(true, found, System.nanoTime());
    }

    private static Part foundByAnother() {
      return new Part(true, null, System.nanoTime());
    }

    private static Part nothing() {
      return new Part(false, null, System.nanoTime());
    }
  }

  /** Looks to the end, whatever the others find. */
  record Deaf() implements FactorSearch {
    @Override
    public Part apply(FactorRange range) {
      boolean found = TrialDivision.hasFactor(range.number(), range.from(), range.end());
      return found ? Part.found() : Part.nothing();
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
    public Part apply(FactorRange range) {
      long number = range.number();
      int countdown = checkEvery;
      for (long candidate = range.from(); candidate < range.end(); candidate += 2) {
        if (--countdown == 0) {
          if (flag.isSet()) {
            return Part.foundByAnother();
          }
          countdown = checkEvery;
        }
        if (number % candidate == 0) {
          return Part.foundAndTold(flag);
        }
      }
      return Part.nothing();
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
    public Part apply(FactorRange range) {
      for (long from = range.from(); from < range.end(); from += step) {
        if (TrialDivision.hasFactor(range.number(), from, Math.min(range.end(), from + step))) {
          return Part.foundAndTold(flag);
        }
        if (flag.isSet()) {
          return Part.foundByAnother();
        }
      }
      return Part.nothing();
    }
  }
}
