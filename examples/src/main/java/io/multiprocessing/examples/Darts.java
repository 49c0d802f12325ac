package io.multiprocessing.examples;

import io.multiprocessing.Task;
import java.util.SplittableRandom;

/**
 * The task of {@link Pi}: throws one block of darts at the unit square, and counts those inside the
 * quarter circle.
 *
 * <p>Dart number i always uses the numbers 2i and 2i + 1 of one and the same random sequence, that
 * of {@code new SplittableRandom(seed)}. So the blocks share no number and are as independent of
 * each other as the draws of a single generator are, and the count depends on nothing but the seed
 * and the number of darts: not on the workers, the chunks, or the size of a block. That generator
 * can be started anywhere in its sequence of 2^64 numbers because its state is a counter, which
 * every draw advances by the same odd constant. {@code DartsTest} holds this against the JDK at
 * hand.
 *
 * @param seed the seed of the sequence
 * @param darts how many darts there are in all blocks together
 * @param blockDarts how many of them one block has; the last one may have fewer
 */
record Darts(long seed, long darts, long blockDarts) implements Task<Long, Darts.Count> {

  /**
   * What SplittableRandom adds to its state for each number: 2^64 divided by the golden ratio, made
   * odd.
   */
  private static final long STATE_STEP = 0x9e3779b97f4a7c15L;

  private static final int NUMBERS_PER_DART = 2;

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

  private long countInside(long first, long number) {
    SplittableRandom random = new SplittableRandom(seed + first * NUMBERS_PER_DART * STATE_STEP);
    long inside = 0;
    for (long i = 0; i < number; i++) {
      double x = random.nextDouble();
      double y = random.nextDouble();
      if (x * x + y * y <= 1) {
        inside++;
      }
    }
    return inside;
  }
}
