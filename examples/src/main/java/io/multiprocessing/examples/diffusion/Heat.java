package io.multiprocessing.examples.diffusion;

import java.util.Arrays;

/** The heat equation on a square grid without an edge, as chapter 6 of the book has it. */
final class Heat {

  private static final double DIFFUSION_TIMES_STEP = 0.1;

  private Heat() {}

  /** Returns a grid that is cold but for a warm square a little off the middle. */
  static double[][] begin(int size) {
    double[][] grid = new double[size][size];
    int from = (int) (size * 0.4);
    int to = Math.max(from + 1, (int) (size * 0.5));
    for (int i = from; i < to; i++) {
      Arrays.fill(grid[i], from, to, 1);
    }
    return grid;
  }

  /** Computes one row a step later, of itself and its two neighbours. */
  static void row(double[] above, double[] here, double[] below, double[] result) {
    int last = here.length - 1;
    result[0] = later(here[0], above[0], below[0], here[last], here[Math.min(1, last)]);
    for (int j = 1; j < last; j++) {
      result[j] = later(here[j], above[j], below[j], here[j - 1], here[j + 1]);
    }
    if (last > 0) {
      result[last] = later(here[last], above[last], below[last], here[last - 1], here[0]);
    }
  }

  private static double later(double here, double above, double below, double left, double right) {
    return here + DIFFUSION_TIMES_STEP * (above + below + left + right - 4 * here);
  }

  /** Returns the grid so many steps later, computed by one thread. */
  static double[][] serial(double[][] begin, int steps) {
    int size = begin.length;
    double[][] before = new double[size][];
    double[][] after = new double[size][size];
    for (int i = 0; i < size; i++) {
      before[i] = begin[i].clone();
    }
    for (int step = 0; step < steps; step++) {
      for (int i = 0; i < size; i++) {
        row(before[(i + size - 1) % size], before[i], before[(i + 1) % size], after[i]);
      }
      double[][] free = before;
      before = after;
      after = free;
    }
    return before;
  }
}
