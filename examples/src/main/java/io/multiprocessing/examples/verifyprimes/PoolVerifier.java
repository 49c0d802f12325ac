package io.multiprocessing.examples.verifyprimes;

import io.multiprocessing.Pool;
import io.multiprocessing.TaskOptions;
import io.multiprocessing.examples.support.TrialDivision;
import java.util.List;

/** Lets each worker of a pool look for a factor in its own range. */
final class PoolVerifier implements Verifier {

  private static final TaskOptions ONE_RANGE_EACH = TaskOptions.defaults().chunkSize(1);

  /** The first candidates, which have a factor of most numbers: the book's SERIAL_CHECK_CUTOFF. */
  private static final long CHEAP_END = 21;

  /** Fewer candidates than this for each worker are not worth the way. */
  private static final long LEAST_FOR_EACH = 100;

  private final Pool pool;
  private final int workers;
  private final FactorSearch search;

  /** Null if the workers tell each other nothing. */
  private final Flag flag;

  private final boolean cheapFirst;

  private PoolVerifier(int workers, FactorSearch search, Flag flag, boolean cheapFirst) {
    this.pool = Pool.create(workers);
    this.workers = workers;
    this.search = search;
    this.flag = flag;
    this.cheapFirst = cheapFirst;
  }

  /** All candidates go to the pool, even of a number that is divisible by 5. */
  static PoolVerifier naive(int workers) {
    return new PoolVerifier(workers, new FactorSearch.Deaf(), null, false);
  }

  /** The parent tries the first candidates itself. */
  static PoolVerifier lessNaive(int workers) {
    return new PoolVerifier(workers, new FactorSearch.Deaf(), null, true);
  }

  /** As less naive, and the workers tell each other; the flag is closed with the verifier. */
  static PoolVerifier withFlag(int workers, FactorSearch search, Flag flag) {
    return new PoolVerifier(workers, search, flag, true);
  }

  @Override
  public Answer verify(long number) {
    if (flag != null) {
      flag.clear();
    }
    long end = TrialDivision.end(number);
    long from = cheapFirst ? CHEAP_END : 3;
    if (number % 2 == 0 || TrialDivision.hasFactor(number, 3, Math.min(from, end))) {
      return new Answer(false, null);
    }
    if (end - from < LEAST_FOR_EACH * workers) {
      return new Answer(!TrialDivision.hasFactor(number, from, end), null);
    }
    return answer(pool.map(search, FactorRange.split(number, from, end, workers), ONE_RANGE_EACH));
  }

  private static Answer answer(List<FactorSearch.Part> parts) {
    long firstFound =
        parts.stream()
            .filter(FactorSearch.Part::factor)
            .mapToLong(FactorSearch.Part::endNanos)
            .min()
            .orElse(0);
    long lastEnd = parts.stream().mapToLong(FactorSearch.Part::endNanos).max().orElseThrow();
    return firstFound == 0
        ? new Answer(true, null)
        : new Answer(false, (lastEnd - firstFound) / 1e6);
  }

  @Override
  public void close() {
    pool.close();
    if (flag != null) {
      flag.close();
    }
  }
}
