package io.multiprocessing.examples.support;

/** The ranges of numbers in which "High Performance Python" looks for primes. */
public enum PrimeRange {
  A(100_000_000L, 10_000, 551),
  B(100_000_000L, 100_000, 5411),
  C(100_000_000L, 1_000_000, 54208),
  D(1_000_000_000L, 100_000, 4832),
  E(100_000_000_000L, 100_000, 4019);

  public final long from;
  public final long to;
  public final int primes;

  PrimeRange(long from, int size, int primes) {
    this.from = from;
    this.to = from + size;
    this.primes = primes;
  }
}
