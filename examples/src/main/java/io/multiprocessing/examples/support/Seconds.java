package io.multiprocessing.examples.support;

import java.util.List;

/** Times of repetitions, in seconds. */
public final class Seconds {

  private Seconds() {}

  /** Returns the time since a value of {@link System#nanoTime()}. */
  public static double since(long nanoTime) {
    return (System.nanoTime() - nanoTime) / 1e9;
  }

  /** Returns the time that the action takes. */
  public static double of(Runnable action) {
    long begin = System.nanoTime();
    action.run();
    return since(begin);
  }

  /** Returns the median: one disturbed repetition does not count. */
  public static double median(List<Double> times) {
    List<Double> sorted = times.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  /** Returns the shortest: only the undisturbed repetition counts, as the book has it. */
  public static double least(List<Double> times) {
    return times.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
  }
}
