package io.multiprocessing.examples.pi;

/**
 * The task of {@link PiVectorized}: the same darts as {@link Darts}, a row of them at a time, each
 * step a loop over whole arrays. The JIT compiler makes vector instructions of such a loop if it is
 * plain enough: one operation after the other on the elements with the same index, no branch, and
 * nothing that one element hands to the next.
 *
 * @param seed the seed of the sequence
 * @param darts how many darts there are in all blocks together
 * @param blockDarts how many of them one block has; the last one may have fewer
 */
record DartArrays(long seed, long darts, long blockDarts) implements Dartboard {

  /** As many as fit into a core's fastest caches with all arrays. */
  static final int ROW = 2048;

  private static final long ONE_AS_BITS = Double.doubleToRawLongBits(1);

  @Override
  public long countInside(long first, long number) {
    long[] states = firstStates();
    long[] bits = new long[ROW];
    double[] x = new double[ROW];
    double[] y = new double[ROW];
    double[] outside = new double[ROW];
    for (long done = 0; done < number; done += ROW) {
      int size = (int) Math.min(ROW, number - done);
      long state = seed + (first + done) * NUMBERS_PER_DART * STATE_STEP;
      fill(x, states, state, bits, size);
      fill(y, states, state + STATE_STEP, bits, size);
      addOutside(outside, x, y, size);
    }
    return number - sum(outside);
  }

  /** Returns the state of the x of each dart of a row, relative to the row's own. */
  private static long[] firstStates() {
    long[] states = new long[ROW];
    for (int i = 0; i < ROW; i++) {
      states[i] = (1 + (long) i * NUMBERS_PER_DART) * STATE_STEP;
    }
    return states;
  }

  /**
   * Fills the row with numbers from 0 to 1: 52 random bits of each in one loop, and in the next the
   * bits are put into a double from 1 to 2. {@code bits[i] * 0x1p-52} would be a vector instruction
   * on JDK 25, but takes three times as long as all the rest on JDK 17.
   */
  private static void fill(double[] numbers, long[] states, long add, long[] bits, int size) {
    for (int i = 0; i < size; i++) {
      long state = states[i] + add;
      state = (state ^ (state >>> 30)) * 0xbf58476d1ce4e5b9L;
      state = (state ^ (state >>> 27)) * 0x94d049bb133111ebL;
      bits[i] = ONE_AS_BITS | ((state ^ (state >>> 31)) >>> 12);
    }
    for (int i = 0; i < size; i++) {
      numbers[i] = Double.longBitsToDouble(bits[i]) - 1;
    }
  }

  /**
   * Adds 1 where a dart is outside. The square of its distance is from 0 to 2, so what is left of
   * it without its fraction is the answer; and each column of the rows has a sum of its own, as a
   * single one would pass from element to element.
   */
  private static void addOutside(double[] outside, double[] x, double[] y, int size) {
    for (int i = 0; i < size; i++) {
      outside[i] += Math.floor(x[i] * x[i] + y[i] * y[i]);
    }
  }

  private static long sum(double[] outside) {
    double sum = 0;
    for (double column : outside) {
      sum += column;
    }
    return (long) sum; // exact: all are whole
  }
}
