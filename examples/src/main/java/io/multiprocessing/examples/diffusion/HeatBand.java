package io.multiprocessing.examples.diffusion;

import io.multiprocessing.Task;
import io.multiprocessing.examples.support.Seconds;
import io.multiprocessing.ipc.RawDoubles;
import io.multiprocessing.ipc.SharedBarrier;
import java.time.Duration;

/**
 * The task of {@link Diffusion}: some rows of the grid, step by step, with all others. A step reads
 * one grid and writes the other, so it needs one barrier: nobody writes what a neighbour may read.
 *
 * @param first where the heat is before the first step, row by row, the same memory in all
 *     processes
 * @param second where it is after the first step
 * @param size rows and columns of the grid
 * @param steps how many steps
 * @param bands among how many processes the rows are divided
 * @param barrier where all wait for each other after each step
 */
record HeatBand(
    RawDoubles first, RawDoubles second, int size, int steps, int bands, SharedBarrier barrier)
    implements Task<Integer, Double> {

  /** Only a process that has died lets the others wait that long. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /** Returns the seconds that it took, from when all were there. */
  @Override
  public Double apply(Integer band) throws Exception {
    int from = (int) ((long) size * band / bands);
    int to = (int) ((long) size * (band + 1) / bands);
    barrier.await(PATIENCE);
    long begin = System.nanoTime();
    for (int step = 0; step < steps; step++) {
      boolean even = step % 2 == 0;
      step(even ? first : second, even ? second : first, from, to);
      barrier.await(PATIENCE);
    }
    return Seconds.since(begin);
  }

  /** Computes the steps without others, on a grid where nobody cares; returns nothing. */
  Object alone() {
    for (int step = 0; step < steps; step++) {
      step(first, second, 0, size);
    }
    return null;
  }

  /** Reads each row once, to compute on plain arrays. */
  private void step(RawDoubles before, RawDoubles after, int from, int to) {
    double[] above = row(before, from - 1, new double[size]);
    double[] here = row(before, from, new double[size]);
    double[] below = new double[size];
    double[] result = new double[size];
    for (int i = from; i < to; i++) {
      row(before, i + 1, below);
      Heat.row(above, here, below, result);
      after.write((long) i * size, result);
      double[] free = above;
      above = here;
      here = below;
      below = free;
    }
  }

  /** The grid has no edge: above the first row is the last. */
  private double[] row(RawDoubles grid, int index, double[] target) {
    grid.read((long) Math.floorMod(index, size) * size, target);
    return target;
  }
}
