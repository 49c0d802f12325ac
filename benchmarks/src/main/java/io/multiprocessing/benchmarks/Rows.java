package io.multiprocessing.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** All rows, and the bars that the project has set itself. */
final class Rows {

  static final String START = "start";

  private static final long MIB_64 = 64L << 20;

  static final List<Row> ALL =
      List.of(
          Row.perOperation("calls", "apply-roundtrip", 1_000, "call", Unit.MICROS).atLeast(6),
          Row.wholeJob("calls", "arg-64MB", MIB_64, Unit.MILLIS).atLeast(4),
          Row.wholeJob("calls", "result-64MB", MIB_64, Unit.MILLIS).atLeast(4),
          Row.perOperation("map", "map-chunk1", 10_000, "item", Unit.MICROS).atLeast(8),
          Row.perOperation("map", "map-auto-ints", 1_000_000, "item", Unit.NANOS).atLeast(2),
          Row.perOperation("map", "map-auto-longs-primitive", 1_000_000, "item", Unit.NANOS)
              .atLeast(5),
          Row.perOperation("map", "map-range", 1_000_000, "item", Unit.NANOS).atLeast(20),
          Row.perOperation("map", "imap-unordered", 10_000, "item", Unit.MICROS).atLeast(6),
          Row.perOperation("sharing", "queue-small", 10_000, "element", Unit.MICROS).atLeast(8),
          Row.perOperation("sharing", "lock-increment", 100_000, "increment", Unit.NANOS)
              .atLeast(4),
          Row.perOperation("sharing", "rawvalue-increment", 10_000_000, "increment", Unit.NANOS)
              .atLeast(20),
          Row.wholeJob(START, "pool-start", 0, Unit.MILLIS),
          Row.wholeJob(START, "pool-start-all", 0, Unit.MILLIS),
          Row.wholeJob(START, "pool-close", 0, Unit.MILLIS),
          Row.wholeJob("primes", "primes-C", 1_000_000, Unit.SECONDS).atLeast(10).lasting(),
          Row.wholeJob("primes", "primes-C-vs-stream", 1_000_000, Unit.SECONDS)
              .atLeast(0.95)
              .againstStream(),
          Row.wholeJob("pi", "pi-1e8", 100_000_000, Unit.SECONDS).atLeast(10).lasting(),
          Row.wholeJob("pi", "pi-1e8-vs-stream", 100_000_000, Unit.SECONDS)
              .atLeast(0.95)
              .againstStream());

  private Rows() {}

  /**
   * Returns the rows of these names, which are those of rows or groups; all for no name at all.
   *
   * @throws IllegalArgumentException if there is no such row or group
   */
  static List<Row> named(List<String> names) {
    if (names.isEmpty()) {
      return ALL;
    }
    Set<Row> rows = new LinkedHashSet<>();
    for (String name : names) {
      List<Row> found =
          ALL.stream().filter(row -> row.group().equals(name) || row.name().equals(name)).toList();
      if (found.isEmpty()) {
        throw new IllegalArgumentException("there is no row or group of this name: " + name);
      }
      rows.addAll(found);
    }
    return new ArrayList<>(rows);
  }
}
