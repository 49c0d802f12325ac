package io.multiprocessing.benchmarks;

import java.util.Locale;

/** The results for people, line by line. */
final class Table {

  private Table() {}

  static String header() {
    return line("row", "ours", "theirs", "", "ratio", "worst .. best", "bar");
  }

  static String line(Measured measured) {
    Row row = measured.row();
    boolean compared = !Double.isNaN(measured.ratio());
    return line(
        row.name(),
        number(row.perOperation(measured.oursSeconds())),
        compared ? number(row.perOperation(measured.theirsSeconds())) : "-",
        row.unitText(),
        compared ? times(measured.ratio()) : "-",
        compared ? times(measured.worstRatio()) + " .. " + times(measured.bestRatio()) : "-",
        bar(measured));
  }

  private static String bar(Measured measured) {
    double bar = measured.row().bar();
    if (bar == 0) {
      return "";
    }
    String text = bar == Math.rint(bar) ? (long) bar + " x" : bar + " x";
    return measured.holds() ? text : text + "  below";
  }

  private static String line(
      String name,
      String ours,
      String theirs,
      String unit,
      String ratio,
      String spread,
      String bar) {
    return String.format(
            "%-24s  %8s  %8s  %-7s  %7s  %18s  %6s", name, ours, theirs, unit, ratio, spread, bar)
        .stripTrailing();
  }

  private static String times(double ratio) {
    return number(ratio) + " x";
  }

  /** Three digits that mean something. */
  private static String number(double value) {
    int decimals = value >= 99.95 ? 0 : value >= 9.995 ? 1 : value >= 0.0995 ? 2 : 4;
    return String.format(Locale.ROOT, "%,." + decimals + "f", value);
  }
}
