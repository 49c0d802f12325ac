package io.multiprocessing.examples.verifyprimes;

import io.multiprocessing.Pool;
import io.multiprocessing.TaskOptions;
import io.multiprocessing.examples.support.TrialDivision;
import io.multiprocessing.examples.verifyprimes.FactorSearch.Part;
import java.util.Comparator;
import java.util.List;
import java.util.stream.LongStream;

/** Lets each worker of a pool look for a factor in its own range. The pool stays open. */
final class PoolVerifier implements Verifier {

  private static final TaskOptions ONE_RANGE_EACH = TaskOptions.defaults().chunkSize(1);

  /** The first candidates, which have a factor of most numbers: the book's SERIAL_CHECK_CUTOFF. */
  static final long CHEAP_END = 21;

  /** Fewer candidates than this for each worker are not worth the way. */
  private static final long LEAST_FOR_EACH = 100;

  private final Pool pool;
  private final int workers;
  private final FactorSearch search;

  /** Null if the workers tell each other nothing. */
  private final Flag flag;

  private final boolean cheapFirst;

  private PoolVerifier(VerifySetup setup, FactorSearch search, Flag flag, boolean cheapFirst) {
    this.pool = setup.pool();
    this.workers = setup.workers();
    this.search = search;
    this.flag = flag;
    this.cheapFirst = cheapFirst;
  }

  /** All candidates go to the pool, even of a number that is divisible by 5. */
  static PoolVerifier naive(VerifySetup setup) {
    return new PoolVerifier(setup, new FactorSearch.Deaf(), null, false);
  }

  /** The parent tries the first candidates itself. */
  static PoolVerifier lessNaive(VerifySetup setup) {
    return new PoolVerifier(setup, new FactorSearch.Deaf(), null, true);
  }

  /** As less naive, and the workers tell each other; the flag is closed with the verifier. */
  static PoolVerifier withFlag(VerifySetup setup, FactorSearch search, Flag flag) {
    return new PoolVerifier(setup, search, flag, true);
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

  private static Answer answer(List<Part> parts) {
    Part finder =
        parts.stream()
            .filter(part -> part.foundNanos() != null)
            .min(Comparator.comparing(Part::foundNanos))
            .orElse(null);
    if (finder == null) {
      return new Answer(true, null);
    }
    LongStream othersNanos =
        parts.stream()
            .filter(part -> !part.equals(finder))
            .mapToLong(part -> Math.max(0, part.endNanos() - finder.foundNanos()));
    return new Answer(false, othersNanos.max().orElse(0) / 1e6);
  }

  @Override
  public void close() {
    if (flag != null) {
      flag.close();
    }
  }
}
