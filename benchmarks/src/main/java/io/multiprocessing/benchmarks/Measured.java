package io.multiprocessing.benchmarks;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/** A row and its rounds, at least one. */
record Measured(Row row, List<Round> rounds) {

  Measured {
    rounds = List.copyOf(rounds);
  }

  double oursSeconds() {
    return median(Round::ours);
  }

  /** Returns NaN if there was nobody to compare with. */
  double theirsSeconds() {
    return median(Round::theirs);
  }

  /** Returns how many times faster we are: a ratio of medians; NaN if nobody was there. */
  double ratio() {
    return theirsSeconds() / oursSeconds();
  }

  double worstRatio() {
    return sorted(Round::ratio)[0];
  }

  double bestRatio() {
    return sorted(Round::ratio)[rounds.size() - 1];
  }

  /** Whether it is as fast as the project wants it to be, as far as that can be said. */
  boolean holds() {
    return row.bar() == 0 || Double.isNaN(ratio()) || ratio() >= row.bar();
  }

  private double median(ToDoubleFunction<Round> time) {
    double[] sorted = sorted(time);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  private double[] sorted(ToDoubleFunction<Round> value) {
    return DoubleStream.of(rounds.stream().mapToDouble(value).toArray()).sorted().toArray();
  }
}
