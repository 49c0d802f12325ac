package io.multiprocessing.examples.primes;

import io.multiprocessing.Pool;
import io.multiprocessing.ResultIterator;
import io.multiprocessing.TaskOptions;
import io.multiprocessing.examples.support.TrialDivision;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.LongStream;

/** The ways of {@link Primes} to find the primes among numbers. */
enum PrimeSearch {
  /** One thread of this JVM. */
  SERIAL {
    @Override
    long[] find(Numbers numbers, Pool pool, TaskOptions options) {
      return numbers.stream().filter(TrialDivision::isPrime).toArray();
    }
  },
  /** The threads of Java's parallel streams. */
  STREAM {
    @Override
    long[] find(Numbers numbers, Pool pool, TaskOptions options) {
      return numbers.stream().parallel().filter(TrialDivision::isPrime).toArray();
    }
  },
  /** All numbers go to the workers, and all results come back, before the first is looked at. */
  MAP {
    @Override
    long[] find(Numbers numbers, Pool pool, TaskOptions options) {
      return primes(pool.map(PrimeSearch::itselfIfPrime, numbers.inOrder(), options));
    }
  },
  /** The results are looked at in order, while the workers are at later ones. */
  IMAP {
    @Override
    long[] find(Numbers numbers, Pool pool, TaskOptions options) {
      return primes(pool.imap(PrimeSearch::itselfIfPrime, numbers.inOrder(), options));
    }
  },
  /** The results are looked at as they come. */
  IMAP_UNORDERED {
    @Override
    long[] find(Numbers numbers, Pool pool, TaskOptions options) {
      return primes(pool.imapUnordered(PrimeSearch::itselfIfPrime, numbers.inOrder(), options));
    }
  },
  /** No number goes to the workers, only where a chunk begins and how long it is. */
  RANGE {
    @Override
    long[] find(Numbers numbers, Pool pool, TaskOptions options) {
      long[] results =
          pool.mapToLong(
              n -> TrialDivision.isPrime(n) ? n : 0, numbers.from(), numbers.to(), options);
      return LongStream.of(results).filter(n -> n != 0).toArray();
    }
  },
  /** All of the above, one after the other; for an option. */
  ALL {
    @Override
    long[] find(Numbers numbers, Pool pool, TaskOptions options) {
      throw new IllegalArgumentException("method=" + this);
    }
  };

  /**
   * The numbers to search.
   *
   * @param from the first
   * @param to the end, which does not belong to them
   * @param inOrder all, as they travel
   */
  record Numbers(long from, long to, List<Long> inOrder) {

    private LongStream stream() {
      return LongStream.range(from, to);
    }
  }

  /** Returns the primes among the numbers, in any order; without a pool unless it needs one. */
  abstract long[] find(Numbers numbers, Pool pool, TaskOptions options);

  /** Returns what an option with this value means. */
  List<PrimeSearch> chosen() {
    return this == ALL ? List.of(SERIAL, MAP, IMAP, IMAP_UNORDERED, RANGE, STREAM) : List.of(this);
  }

  /** Tells whether it stays in this JVM. */
  boolean needsNoPool() {
    return this == SERIAL || this == STREAM;
  }

  /** Returns the numbers of workers to try: those asked for, where there is a choice. */
  List<Integer> workers(List<Integer> wanted) {
    return switch (this) {
      case SERIAL -> List.of(1);
      case STREAM -> List.of(ForkJoinPool.getCommonPoolParallelism() + 1); // and who asks
      default -> wanted;
    };
  }

  /** Returns the name as options and reports have it. */
  @Override
  public String toString() {
    return this == IMAP_UNORDERED ? "imapUnordered" : name().toLowerCase(Locale.ROOT);
  }

  /** The task. Returning the number, and not true, spares the book's zip of numbers and results. */
  private static Long itselfIfPrime(Long number) {
    return TrialDivision.isPrime(number) ? number : null;
  }

  private static long[] primes(Collection<Long> results) {
    return results.stream().filter(Objects::nonNull).mapToLong(Long::longValue).toArray();
  }

  private static long[] primes(ResultIterator<Long> results) {
    try (results) {
      return results.stream().filter(Objects::nonNull).mapToLong(Long::longValue).toArray();
    }
  }
}
