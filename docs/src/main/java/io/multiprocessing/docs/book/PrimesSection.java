package io.multiprocessing.docs.book;

import io.multiprocessing.docs.book.Charts.Series;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** Primes in the five ranges, by all methods. */
final class PrimesSection {

  private static final List<Recording> RANGES =
      List.of(
          Recording.PRIMES_A,
          Recording.PRIMES_B,
          Recording.PRIMES_C,
          Recording.PRIMES_D,
          Recording.PRIMES_E);

  /** How many primes there are in the ranges. */
  private static final List<Integer> PRIMES = List.of(551, 5411, 54208, 4832, 4019);

  private static final double BOOK_SERIAL_D = 6.8;
  private static final double BOOK_SERIAL_E = 54.6;
  private static final double BOOK_MAP_E = 13.9;

  /** What the example reports of one row. */
  record Row(String method, int workers, int count, double seconds, boolean right) {

    private String label() {
      return method.equals("serial") ? method : method + ", " + workers;
    }
  }

  /** What the example reports. */
  record Report(String range, long from, long to, List<Row> runs) {

    private double serial() {
      return runs.get(0).seconds();
    }

    private double seconds(String method, int workers) {
      return runs.stream()
          .filter(row -> row.method().equals(method) && row.workers() == workers)
          .findFirst()
          .orElseThrow()
          .seconds();
    }

    private double times(String method, int workers) {
      return serial() / seconds(method, workers);
    }

    /** Returns what a number costs beyond its test, with one worker. */
    private double overheadMicros(String method) {
      return (seconds(method, 1) - serial()) * 1e6 / (to - from);
    }
  }

  private PrimesSection() {}

  static void add(Chapter chapter) {
    List<Report> reports =
        RANGES.stream().map(range -> chapter.report(range, Report.class)).toList();
    Report shuffled = chapter.report(Recording.PRIMES_SHUFFLED, Report.class);
    int cores = chapter.result(Recording.PRIMES_E).cores();
    chapter.table("primes", table(reports, shuffled));
    chapter.picture(picture(reports, cores));
    chapter.found("primes", found(reports, shuffled, chapter.result(Recording.PRIMES_E)));
  }

  private static Table table(List<Report> reports, Report shuffled) {
    List<String> heads = new ArrayList<>(List.of("method, workers"));
    reports.forEach(report -> heads.add(report.range()));
    Table table = new Table(heads);
    table.row(cells("primes found", reports, i -> String.valueOf(PRIMES.get(i))));
    for (int i = 0; i < reports.get(0).runs().size(); i++) {
      int index = i;
      List<String> cells = new ArrayList<>();
      cells.add(reports.get(0).runs().get(i).label());
      for (Report report : reports) {
        double seconds = report.runs().get(index).seconds();
        cells.add("**" + Figures.secondsAndTimes(seconds, report.serial()) + "**");
      }
      table.row(cells);
    }
    Report last = reports.get(reports.size() - 1);
    for (Row row : shuffled.runs()) {
      String cell = "**" + Figures.secondsAndTimes(row.seconds(), last.serial()) + "**";
      table.row("map, " + row.workers() + ", the numbers shuffled", "", "", "", "", cell);
    }
    table.row(
        "the book, edition 1, serial",
        "",
        "",
        "",
        Figures.seconds(BOOK_SERIAL_D),
        Figures.seconds(BOOK_SERIAL_E));
    table.row(
        "the book, edition 1, map, 4",
        "",
        "",
        "",
        "",
        Figures.secondsAndTimes(BOOK_MAP_E, BOOK_SERIAL_E));
    return table;
  }

  private static List<String> cells(String label, List<Report> reports, IntFunction<String> cell) {
    List<String> cells = new ArrayList<>(List.of(label));
    for (int i = 0; i < reports.size(); i++) {
      cells.add(cell.apply(i));
    }
    return cells;
  }

  private static Picture picture(List<Report> reports, int cores) {
    List<String> methods =
        reports.get(0).runs().stream()
            .filter(row -> row.workers() == cores)
            .map(Row::method)
            .toList();
    List<Series> series =
        reports.stream()
            .map(
                report ->
                    new Series(
                        report.range(),
                        List.of(),
                        methods.stream().map(method -> report.times(method, cores)).toList()))
            .toList();
    return Charts.bars(
        "primes",
        "Primes in the ranges A to E, " + cores + " workers",
        "times as fast as serial",
        methods,
        series);
  }

  private static List<Finding> found(List<Report> reports, Report shuffled, Recorded result) {
    int cores = result.cores();
    boolean right = true;
    for (int i = 0; i < reports.size(); i++) {
      int primes = PRIMES.get(i);
      right &= reports.get(i).runs().stream().allMatch(row -> row.right() && row.count() == primes);
    }
    Report c = reports.get(2);
    Report e = reports.get(4);
    return List.of(
        Finding.when(right, "Every method finds the right primes in every range."),
        Finding.when(
            result.bearsOut(cores == 1 || e.times("range", cores) > 1.3),
            "Of range E, whose numbers are the dearest, %d workers are %s as fast as serial with map, %s"
                + " with imap, %s with imapUnordered and %s with a range; a parallel stream is %s.",
            cores,
            Figures.times(e.times("map", cores)),
            Figures.times(e.times("imap", cores)),
            Figures.times(e.times("imapUnordered", cores)),
            Figures.times(e.times("range", cores)),
            Figures.times(e.times("stream", cores))),
        Finding.when(
            result.bearsOut(c.overheadMicros("range") < 2 && c.overheadMicros("map") < 5),
            "What a number costs beyond its test shows with one worker in range C: %.2f µs with map,"
                + " %.2f with imap, %.2f with imapUnordered, %.2f with a range.",
            c.overheadMicros("map"),
            c.overheadMicros("imap"),
            c.overheadMicros("imapUnordered"),
            c.overheadMicros("range")),
        Finding.of(
            "Shuffled, range E takes %s s with %d workers; in order, %s s.",
            Figures.seconds(shuffled.seconds("map", cores)),
            cores,
            Figures.seconds(e.seconds("map", cores))));
  }
}
