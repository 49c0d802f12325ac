package io.multiprocessing.examples;

import io.multiprocessing.Task;

/**
 * The task of {@link Pi}: throws one block of darts at the unit square, and counts those inside the
 * quarter circle.
 *
 * <p>Dart number i always uses the numbers 2i and 2i + 1 of one and the same random sequence, that
 * of {@code new java.util.SplittableRandom(seed)}. So the blocks share no number and are as
 * independent of each other as the draws of a single generator are, and the count depends on
 * nothing but the seed and the number of darts: not on the workers, the chunks, the size of a block
 * or the JDK. A block can begin anywhere in that sequence of 2^64 numbers because the state of the
 * generator (SplitMix64, by Steele, Lea and Flood) is a counter.
 *
 * @param seed the seed of the sequence
 * @param darts how many darts there are in all blocks together
 * @param blockDarts how many of them one block has; the last one may have fewer
 */
record Darts(long seed, long darts, long blockDarts) implements Task<Long, Darts.Count> {

  /** What each number adds to the state: 2^64 divided by the golden ratio, made odd. */
  private static final long STATE_STEP = 0x9e3779b97f4a7c15L;

  private static final int NUMBERS_PER_DART = 2;
  private static final long ONE_AS_BITS = Double.doubleToRawLongBits(1);

  /**
   * What came of one block.
   *
   * @param inside the darts inside the circle
   * @param pid the process that threw them
   */
  record Count(long inside, long pid) {}

  /** Returns how many blocks there are. */
  long blocks() {
    return (darts - 1) / blockDarts + 1;
  }

  @Override
  public Count apply(Long block) {
    long first = block * blockDarts;
    long inside = countInside(first, Math.min(blockDarts, darts - first));
    return new Count(inside, ProcessHandle.current().pid());
  }

  /**
   * Counts by the sign of the distance to the circle. An {@code if} that holds four times of five
   * is mispredicted each fifth time or not, as the JIT compiler happens to translate it, and the
   * same loop then takes 1.8 or 3.0 ns per dart.
   */
  private long countInside(long first, long number) {
    long state = seed + first * NUMBERS_PER_DART * STATE_STEP;
    long outside = 0;
    for (long i = 0; i < number; i++) {
      double x = fraction(state += STATE_STEP);
      double y = fraction(state += STATE_STEP);
      outside += Double.doubleToRawLongBits(1 - (x * x + y * y)) >>> 63;
    }
    return number - outside;
  }

  /**
   * Returns a number from 0 to 1, with 52 random bits. They are put into a double from 1 to 2, as
   * JDK 17 converts a long in a way that makes each number wait for an unrelated one before it.
   */
  private static double fraction(long state) {
    long bits = state;
    bits = (bits ^ (bits >>> 30)) * 0xbf58476d1ce4e5b9L;
    bits = (bits ^ (bits >>> 27)) * 0x94d049bb133111ebL;
    bits ^= bits >>> 31;
    return Double.longBitsToDouble(ONE_AS_BITS | (bits >>> 12)) - 1;
  }
}
