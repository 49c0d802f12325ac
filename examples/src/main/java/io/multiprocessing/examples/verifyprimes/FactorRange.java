package io.multiprocessing.examples.verifyprimes;

import java.util.ArrayList;
import java.util.List;

/**
 * Candidates for a factor of a number: from, from + 2, … before the end.
 *
 * @param number the number that may be prime
 * @param from the first candidate, odd
 * @param end the end; does not belong to them
 */
record FactorRange(long number, long from, long end) {

  /**
   * Splits the candidates into ranges of about the same length, exactly as the book's {@code
   * create_range} does: every lower bound but the first is made odd, and the last range takes what
   * the rounding of the length has left over.
   */
  static List<FactorRange> split(long number, long from, long end, int ranges) {
    long length = (long) ((double) (end - from) / ranges);
    List<Long> bounds = new ArrayList<>();
    for (int i = 0; i < ranges; i++) {
      long bound = from + i * length;
      bounds.add(i > 0 && bound % 2 == 0 ? bound + 1 : bound);
    }
    bounds.add(end);
    List<FactorRange> split = new ArrayList<>();
    for (int i = 0; i < ranges; i++) {
      split.add(new FactorRange(number, bounds.get(i), bounds.get(i + 1)));
    }
    return split;
  }
}
