package io.multiprocessing.docs.book;

import io.multiprocessing.docs.book.Charts.Series;
import java.util.ArrayList;
import java.util.List;

/** Are large numbers prime? Eight variants, five numbers. */
final class VerifySection {

  private static final List<String> NUMBERS =
      List.of(
          "112272535095295, divisible by 5",
          "composite 1: 100109100129100369",
          "composite 2: 100109100129101027",
          "prime 1: 100109100129100151",
          "prime 2: 100109100129162907");

  private static final int COMPOSITE_1 = 1;
  private static final int COMPOSITE_2 = 2;
  private static final int PRIME_1 = 3;

  /** The smaller factors of the two composites, and where the search for them begins and ends. */
  private static final List<Long> FACTORS = List.of(95362951L, 171656941L);

  private static final long FROM = 21;
  private static final long END = 316400222;

  /**
   * What the example reports of one number in one variant.
   *
   * @param bookSeconds what the editions of the book report; null for nothing
   */
  record Entry(
      String variant,
      long number,
      double seconds,
      Double stopMillis,
      boolean right,
      List<Double> bookSeconds) {}

  /** What the example reports. */
  record Report(int workers, int checkEvery, List<Entry> runs) {

    private List<String> variants() {
      return runs.stream().map(Entry::variant).distinct().toList();
    }

    private List<Entry> row(String variant) {
      return runs.stream().filter(entry -> entry.variant().equals(variant)).toList();
    }

    private double seconds(String variant, int number) {
      return row(variant).get(number).seconds();
    }

    /** Returns how many times as fast as serial, in Java or in an edition; null for nothing. */
    private Double times(String variant, int number, int edition) {
      Entry entry = row(variant).get(number);
      Entry serial = row("serial").get(number);
      if (edition == 0) {
        return serial.seconds() / entry.seconds();
      }
      Double book = entry.bookSeconds().get(edition - 1);
      return book == null ? null : serial.bookSeconds().get(edition - 1) / book;
    }
  }

  private VerifySection() {}

  static void add(Chapter chapter) {
    Report report = chapter.report(Recording.VERIFY_PRIMES, Report.class);
    chapter.table("verify-primes", table(report));
    chapter.table("verify-stops", stops(report));
    chapter.picture(picture("verify-prime", "A prime: every candidate is tried", PRIME_1, report));
    chapter.picture(
        picture(
            "verify-composite",
            "Composite 2: who finds the factor stops all",
            COMPOSITE_2,
            report));
    chapter.found("verify-primes", found(report, chapter.result(Recording.VERIFY_PRIMES)));
    chapter.found("verify-factors", foundFactors(report));
  }

  private static Table table(Report report) {
    List<String> heads = new ArrayList<>(List.of("variant", "seconds"));
    heads.addAll(NUMBERS);
    Table table = new Table(heads);
    for (String variant : report.variants()) {
      table.row(cells(variant, "**Java**", report.row(variant), "**%s**", 0));
      for (int edition = 1; edition <= 3; edition++) {
        if (report.row(variant).get(0).bookSeconds().get(edition - 1) != null) {
          table.row(cells("", "edition " + edition, report.row(variant), "%s", edition));
        }
      }
    }
    return table;
  }

  private static List<String> cells(
      String variant, String who, List<Entry> row, String format, int edition) {
    List<String> cells = new ArrayList<>(List.of(variant, who));
    for (Entry entry : row) {
      double seconds = edition == 0 ? entry.seconds() : entry.bookSeconds().get(edition - 1);
      cells.add(Figures.format(format, Figures.seconds(seconds)));
    }
    return cells;
  }

  private static Table stops(Report report) {
    Table table = new Table("all others stop within, ms", "composite 1", "composite 2");
    for (String variant : report.variants()) {
      List<Entry> row = report.row(variant);
      if (row.get(COMPOSITE_1).stopMillis() != null) {
        table.row(
            variant,
            Figures.format("%.2f", row.get(COMPOSITE_1).stopMillis()),
            Figures.format("%.2f", row.get(COMPOSITE_2).stopMillis()));
      }
    }
    return table;
  }

  private static Picture picture(String name, String title, int number, Report report) {
    List<String> variants =
        report.variants().stream().filter(variant -> !variant.equals("naive-pool")).toList();
    return Charts.bars(
        name,
        title,
        "times as fast as serial",
        variants.stream().map(variant -> variant.replace("-pool", "")).toList(),
        List.of(
            series("Java, " + report.workers() + " workers", number, 0, variants, report),
            series("book (1), 4", number, 1, variants, report),
            series("book (2), 4", number, 2, variants, report),
            series("book (3), 8", number, 3, variants, report)));
  }

  private static Series series(
      String name, int number, int edition, List<String> variants, Report report) {
    return new Series(
        name,
        List.of(),
        variants.stream().map(variant -> report.times(variant, number, edition)).toList());
  }

  private static List<Finding> found(Report report, Recorded result) {
    double redux = report.times("mmap-redux", PRIME_1, 0);
    double rawToRedux =
        report.seconds("raw-value", PRIME_1) / report.seconds("mmap-redux", PRIME_1);
    double manager = toLessNaive("manager", report);
    double redis = toLessNaive("redis", report);
    return List.of(
        Finding.when(
            report.runs().stream().allMatch(Entry::right),
            "All %d answers are right.",
            report.runs().size()),
        Finding.when(
            result.bearsOut(redux > (report.workers() > 1 ? 1.3 : 0.7)),
            "Of a prime, %d workers with the redux flag try all candidates %s as fast as one thread; in"
                + " the book 4 workers %s and %s, and 8 workers %s.",
            report.workers(),
            Figures.times(redux),
            Figures.times(report.times("mmap-redux", PRIME_1, 1)),
            Figures.times(report.times("mmap-redux", PRIME_1, 2)),
            Figures.times(report.times("mmap-redux", PRIME_1, 3))),
        Finding.when(
            result.bearsOut(rawToRedux < 1.3),
            "Counting down in the inner loop costs a prime %.2f times the time of redux; in the book %.2f,"
                + " %.2f and %.2f times.",
            rawToRedux,
            bookRawToRedux(1, report),
            bookRawToRedux(2, report),
            bookRawToRedux(3, report)),
        Finding.when(
            result.bearsOut(manager > 1.1 && redis > 1.1),
            "With a look at the flag for every %d candidates, a prime takes with a manager %.1f times, with"
                + " Redis %.1f times as long as without any flag.",
            report.checkEvery(),
            manager,
            redis));
  }

  private static double toLessNaive(String variant, Report report) {
    return report.seconds(variant, PRIME_1) / report.seconds("less-naive-pool", PRIME_1);
  }

  private static double bookRawToRedux(int edition, Report report) {
    return report.times("mmap-redux", PRIME_1, edition)
        / report.times("raw-value", PRIME_1, edition);
  }

  /** Where in whose range the factors are decides what a flag can bring. */
  private static List<Finding> foundFactors(Report report) {
    List<Finding> found = new ArrayList<>();
    double length = (END - FROM) / (double) report.workers();
    for (int number = COMPOSITE_1; number <= COMPOSITE_2; number++) {
      long before = FACTORS.get(number - 1) - FROM;
      double share = before % length / length;
      double serialToFlag = before / (before % length);
      found.add(
          Finding.of(
              "Composite %d: its factor %d is %.0f %% into range %d of %d, so the worker there is to find it"
                  + " %.1f times as fast as one thread that begins with 21. With the redux flag the pool was %s"
                  + " as fast, without any flag %s.",
              number,
              FACTORS.get(number - 1),
              100 * share,
              (long) (before / length) + 1,
              report.workers(),
              serialToFlag,
              Figures.times(report.times("mmap-redux", number, 0)),
              Figures.times(report.times("less-naive-pool", number, 0))));
    }
    return found;
  }
}
