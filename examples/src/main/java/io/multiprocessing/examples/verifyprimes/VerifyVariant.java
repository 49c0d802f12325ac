package io.multiprocessing.examples.verifyprimes;

import io.multiprocessing.ipc.MmapFlag;
import io.multiprocessing.ipc.RawValue;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * The variants of {@link VerifyPrimes}, and the seconds that the book reports for them: of its five
 * numbers, in its first, second and third edition, which ran 4, 4 and 8 processes.
 */
enum VerifyVariant {
  SERIAL(
      setup -> new Verifier.Serial(),
      List.of(2e-6, 3.54, 6.35, 11.72, 11.74),
      List.of(1e-6, 4.877, 8.810, 16.270, 16.270),
      List.of(1e-6, 2.5, 4.5, 8.3, 8.3)),
  NAIVE_POOL(PoolVerifier::naive, List.of(0.09, 2.93, 2.97, 3.09, 2.98), null, null),
  LESS_NAIVE_POOL(
      PoolVerifier::lessNaive,
      List.of(2e-6, 2.95, 2.94, 2.99, 3.01),
      List.of(1e-6, 4.121, 4.118, 4.090, 4.090),
      List.of(1e-6, 1.07, 1.05, 1.05, 1.06)),
  MANAGER(
      setup -> countdown(setup, new ManagerFlag(setup.manager().value(false))),
      List.of(3e-5, 1.32, 1.09, 6.5, 6.5),
      List.of(1.14e-4, 1.911, 1.646, 10.062, 10.101),
      List.of(5.4e-5, 2.25, 1.87, 5.6, 5.6)),
  REDIS(
      setup -> countdown(setup, new RedisFlag(setup.redisUrl())),
      List.of(7e-5, 1.48, 1.2, 8.05, 7.84),
      List.of(1.29e-4, 1.619, 1.348, 8.340, 8.401),
      List.of(8e-5, 1.16, 0.95, 3.16, 3.07)),
  RAW_VALUE(
      setup -> countdown(setup, new RawFlag(RawValue.ofBoolean(false))),
      List.of(2e-6, 0.94, 0.78, 4.69, 4.68),
      List.of(1e-6, 1.113, 0.926, 5.458, 5.469),
      List.of(1e-6, 0.63, 0.50, 1.55, 1.55)),
  MMAP(
      setup -> countdown(setup, new MappedFlag(MmapFlag.create())),
      List.of(3e-6, 0.92, 0.77, 4.59, 4.59),
      List.of(2e-6, 1.108, 0.921, 5.425, 5.442),
      List.of(1e-6, 0.61, 0.52, 1.57, 1.57)),
  MMAP_REDUX(
      VerifyVariant::redux,
      List.of(3e-6, 0.61, 0.50, 3.03, 3.04),
      List.of(1e-6, 0.846, 0.702, 4.146, 4.150),
      List.of(1e-6, 0.43, 0.35, 1.06, 1.06));

  /** The book's numbers: one with a small factor, two of two large ones, and two primes. */
  static final List<Long> NUMBERS =
      List.of(
          112272535095295L,
          100109100129100369L,
          100109100129101027L,
          100109100129100151L,
          100109100129162907L);

  static final List<String> HEADINGS =
      List.of("small factor", "composite 1", "composite 2", "prime 1", "prime 2");

  private final Function<VerifySetup, Verifier> opener;
  private final List<List<Double>> bookSeconds;

  VerifyVariant(
      Function<VerifySetup, Verifier> opener,
      List<Double> first,
      List<Double> second,
      List<Double> third) {
    this.opener = opener;
    this.bookSeconds = Arrays.asList(first, second, third); // nulls among them
  }

  /** Starts what the variant needs. */
  Verifier open(VerifySetup setup) {
    return opener.apply(setup);
  }

  private static Verifier redux(VerifySetup setup) {
    Flag flag = new MappedFlag(MmapFlag.create());
    return PoolVerifier.withFlag(setup, new FactorSearch.Redux(flag, setup.checkEvery()), flag);
  }

  private static Verifier countdown(VerifySetup setup, Flag flag) {
    return PoolVerifier.withFlag(setup, new FactorSearch.Countdown(flag, setup.checkEvery()), flag);
  }

  /** Returns what the edition, from 1 on, reports for the {@link #NUMBERS}; null for nothing. */
  List<Double> bookSeconds(int edition) {
    return bookSeconds.get(edition - 1);
  }

  /** Returns the name as options and reports have it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
