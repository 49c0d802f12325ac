package io.multiprocessing.examples.pi;

import io.multiprocessing.Task;

/**
 * The task of {@link Pi} and of {@link PiVectorized}: throws one block of darts at the unit square,
 * and counts those inside the quarter circle.
 *
 * <p>Dart number i always uses the numbers 2i and 2i + 1 of one and the same random sequence, that
 * of {@code new java.util.SplittableRandom(seed)}. So the blocks share no number and are as
 * independent of each other as the draws of a single generator are, and the count depends on
 * nothing but the seed and the number of darts: not on the workers, the chunks, the size of a block
 * or the JDK. A block can begin anywhere in that sequence of 2^64 numbers because the state of the
 * generator (SplitMix64, by Steele, Lea and Flood) is a counter.
 */
interface Dartboard extends Task<Long, Dartboard.Count> {

  /** What each number adds to the state: 2^64 divided by the golden ratio, made odd. */
  long STATE_STEP = 0x9e3779b97f4a7c15L;

  int NUMBERS_PER_DART = 2;

  /**
   * What came of one block.
   *
   * @param inside the darts inside the circle
   * @param pid the process that threw them
   */
  record Count(long inside, long pid) {}

  /** Returns how many darts there are in all blocks together. */
  long darts();

  /** Returns how many darts one block has; the last one may have fewer. */
  long blockDarts();

  /** Returns the darts inside among so many, from the given one on. */
  long countInside(long first, long number);

  /** Returns how many blocks there are. */
  default long blocks() {
    return (darts() - 1) / blockDarts() + 1;
  }

  /** Returns the darts of one block that are inside. */
  default long inside(long block) {
    long first = block * blockDarts();
    return countInside(first, Math.min(blockDarts(), darts() - first));
  }

  @Override
  default Count apply(Long block) {
    return new Count(inside(block), ProcessHandle.current().pid());
  }
}
