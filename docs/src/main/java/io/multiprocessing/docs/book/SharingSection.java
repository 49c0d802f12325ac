package io.multiprocessing.docs.book;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** An array filled in place, and a number that several processes add to. */
final class SharingSection {

  /** What the example reports of one pool that fills the array. */
  record Fill(
      int workers, double seconds, Map<Long, Long> itemsOfPid, long parentPid, boolean right) {}

  /** What the example reports of the array. */
  record FillReport(long rows, long columns, long bytes, double makeSeconds, List<Fill> runs) {}

  /** What the example reports of one way to count. */
  record Count(
      String kind,
      int workers,
      long expected,
      long count,
      boolean safe,
      double nanosPerIncrement) {}

  /** What the example reports of all ways to count. */
  record CountReport(List<Count> runs) {

    private Count of(String kind) {
      return runs.stream().filter(run -> run.kind().equals(kind)).findFirst().orElseThrow();
    }
  }

  /** What the first edition of the book reports, with 4 processes that add 1000 times each. */
  private static final Map<String, String> BOOK =
      Map.of(
          "file-nolock", "629 of 4000; 18,000 to 31,000 ns",
          "file-lock", "4000 of 4000; 100,000 ns",
          "value-nolock", "2340 of 4000; 3,150 ns",
          "value-rlock", "4000 of 4000; 4,750 to 5,550 ns",
          "value-lock", "4000 of 4000; 1,250 to 4,600 ns");

  private SharingSection() {}

  static void add(Chapter chapter) {
    FillReport fill = chapter.report(Recording.SHARED_ARRAY, FillReport.class);
    chapter.table("shared-array", table(fill));
    chapter.found("shared-array", found(fill));
    CountReport count = chapter.report(Recording.LOCKS, CountReport.class);
    chapter.table("locks", table(count));
    chapter.found("locks", found(count, chapter.result(Recording.LOCKS)));
  }

  private static Table table(FillReport report) {
    Table table = new Table("workers", "seconds", "GB per second", "million items by each process");
    for (Fill run : report.runs()) {
      String items =
          run.itemsOfPid().values().stream()
              .map(number -> Figures.format("%.1f", number / 1e6))
              .collect(Collectors.joining(", "));
      table.row(
          String.valueOf(run.workers()),
          Figures.secondsAndTimes(run.seconds(), report.runs().get(0).seconds()),
          Figures.format("%.1f", report.bytes() / run.seconds() / 1e9),
          items);
    }
    return table;
  }

  private static List<Finding> found(FillReport report) {
    boolean right =
        report.runs().stream()
            .allMatch(
                run ->
                    run.right()
                        && run.itemsOfPid().size() == run.workers()
                        && !run.itemsOfPid().containsKey(run.parentPid())
                        && sum(run) == report.rows() * report.columns());
    return List.of(
        Finding.when(
            right && report.bytes() > Integer.MAX_VALUE,
            "The array has %,d × %,d doubles, %.1f GB; it was made in %.2f s. After each run every element held"
                + " the pid of a worker, as many different ones as there were workers, and none held 42"
                + " or the parent's.",
            report.rows(),
            report.columns(),
            report.bytes() / 1e9,
            report.makeSeconds()));
  }

  private static long sum(Fill run) {
    return run.itemsOfPid().values().stream().mapToLong(Long::longValue).sum();
  }

  private static Table table(CountReport report) {
    Table table = new Table("kind", "counted", "lost", "ns for adding 1", "the book, edition 1");
    for (Count run : report.runs()) {
      table.row(
          run.kind(),
          Figures.format("%,d of %,d", run.count(), run.expected()),
          Figures.format("%.1f %%", lostPercent(run)),
          Figures.format("**%,.0f**", run.nanosPerIncrement()),
          BOOK.getOrDefault(run.kind(), ""));
    }
    return table;
  }

  private static List<Finding> found(CountReport report, Recorded result) {
    boolean exact =
        report.runs().stream().filter(Count::safe).allMatch(run -> run.count() == run.expected());
    boolean lost =
        report.runs().stream().filter(run -> !run.safe()).allMatch(r -> r.count() < r.expected());
    Set<Integer> workers = report.runs().stream().map(Count::workers).collect(Collectors.toSet());
    double file = report.of("file-lock").nanosPerIncrement();
    double lock = report.of("value-lock").nanosPerIncrement();
    double atomic = report.of("value-atomic").nanosPerIncrement();
    return List.of(
        Finding.when(
            exact && lost,
            "Without a lock %s processes lost %.0f %% of their additions to the file and %.0f %% of those in"
                + " memory. With a lock, and with getAndAdd, they lost none.",
            workers.iterator().next(),
            lostPercent(report.of("file-nolock")),
            lostPercent(report.of("value-nolock"))),
        Finding.when(
            result.bearsOut(file > 10 * lock && lock > atomic),
            "A locked addition takes %,.0f ns in a file, %,.0f in memory; getAndAdd takes %,.0f.",
            file,
            lock,
            atomic));
  }

  private static double lostPercent(Count run) {
    return 100.0 * (run.expected() - run.count()) / run.expected();
  }
}
