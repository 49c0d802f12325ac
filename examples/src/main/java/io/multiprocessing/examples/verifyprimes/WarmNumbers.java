package io.multiprocessing.examples.verifyprimes;

import io.multiprocessing.examples.support.TrialDivision;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * Numbers that {@link VerifyPrimes} does before the clock starts, a few ms each. What has never run
 * is neither loaded nor compiled, and to find a factor and to stop since another has found one
 * happens once in a search: so there is a number for each worker that only this one finds a factor
 * of.
 */
final class WarmNumbers {

  private static final long PRIME = 112272535095293L;

  private WarmNumbers() {}

  /** Returns a prime, and for each range of candidates a product of two primes, one out of it. */
  static List<Long> of(int workers) {
    List<Long> numbers = new ArrayList<>(List.of(PRIME));
    long end = TrialDivision.end(PRIME);
    for (FactorRange range : FactorRange.split(PRIME, PoolVerifier.CHEAP_END, end, workers)) {
      long factor = primeAfter((range.from() + range.end()) / 2);
      numbers.add(factor * primeAfter(PRIME / factor));
    }
    return numbers;
  }

  private static long primeAfter(long number) {
    return BigInteger.valueOf(number).nextProbablePrime().longValueExact();
  }
}
