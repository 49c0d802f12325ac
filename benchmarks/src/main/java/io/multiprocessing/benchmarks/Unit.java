package io.multiprocessing.benchmarks;

/** A unit of time that suits a row. */
enum Unit {
  NANOS("ns", 1e9),
  MICROS("us", 1e6),
  MILLIS("ms", 1e3),
  SECONDS("s", 1);

  private final String symbol;
  private final double perSecond;

  Unit(String symbol, double perSecond) {
    this.symbol = symbol;
    this.perSecond = perSecond;
  }

  String symbol() {
    return symbol;
  }

  double of(double seconds) {
    return seconds * perSecond;
  }
}
