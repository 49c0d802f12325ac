package io.multiprocessing.docs.book;

import io.multiprocessing.docs.book.Charts.Series;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Primes through queues, one number at a time. */
final class QueueSection {

  private static final List<Integer> WORKERS = List.of(1, 2, 4, 8);

  /** What an edition of the book reports: microseconds for each of its million numbers. */
  record Edition(double serial, List<Double> manager) {}

  private static final List<Edition> BOOK =
      List.of(
          new Edition(25, List.of(83., 73., 90., 90.)),
          new Edition(24, List.of(97., 97., 109., 111.)),
          new Edition(16, List.of(69., 72., 86., 91.)));

  /** What the example reports of one row; without a queue it is the serial one. */
  record Row(String queue, int workers, int count, double microsPerNumber, boolean right) {}

  /** What the example reports. */
  record Report(List<Row> runs) {

    private double serial() {
      return runs.get(0).microsPerNumber();
    }

    private List<Double> micros(String queue) {
      return runs.stream()
          .filter(row -> queue.equals(row.queue()))
          .map(Row::microsPerNumber)
          .toList();
    }
  }

  private QueueSection() {}

  static void add(Chapter chapter) {
    Report first = chapter.report(Recording.PRIME_QUEUE, Report.class);
    Report fed = chapter.report(Recording.PRIME_QUEUE_FEEDER, Report.class);
    chapter.table("prime-queue", table(first, fed));
    chapter.picture(picture(first));
    chapter.found("prime-queue", found(first, fed, chapter.result(Recording.PRIME_QUEUE)));
  }

  private static Table table(Report first, Report fed) {
    List<String> heads = new ArrayList<>(List.of("µs for a number", "serial"));
    WORKERS.forEach(number -> heads.add(number + (number == 1 ? " process" : " processes")));
    Table table = new Table(heads);
    table.row(row("shared queue", first.serial(), first.micros("shared"), "**%.1f**"));
    table.row(row("the same, fed by a thread", fed.serial(), fed.micros("shared"), "**%.1f**"));
    table.row(row("a manager's queue", first.serial(), first.micros("manager"), "**%.1f**"));
    table.row(row("the same, fed by a thread", fed.serial(), fed.micros("manager"), "**%.1f**"));
    for (int i = 0; i < BOOK.size(); i++) {
      Edition edition = BOOK.get(i);
      String label = "the book, edition " + (i + 1) + ", a manager's queue";
      table.row(row(label, edition.serial(), edition.manager(), "%.0f"));
    }
    return table;
  }

  private static List<String> row(String label, double serial, List<Double> micros, String format) {
    List<String> cells = new ArrayList<>(List.of(label, Figures.format(format, serial)));
    micros.forEach(each -> cells.add(Figures.format(format, each)));
    return cells;
  }

  private static Picture picture(Report report) {
    return Charts.bars(
        "prime-queue",
        "What a number costs that goes through a queue",
        "µs",
        WORKERS.stream().map(number -> number + "").toList(),
        List.of(
            new Series("Java, shared", WORKERS, report.micros("shared")),
            new Series("Java, manager", WORKERS, report.micros("manager")),
            new Series("book (3), manager", WORKERS, BOOK.get(2).manager())));
  }

  private static List<Finding> found(Report first, Report fed, Recorded result) {
    boolean right = Stream.concat(first.runs().stream(), fed.runs().stream()).allMatch(Row::right);
    double shared = least(first.micros("shared"));
    double manager = least(first.micros("manager"));
    return List.of(
        Finding.when(
            right,
            "Every row has found all primes, %d, and no other.",
            first.runs().get(0).count()),
        Finding.when(
            result.bearsOut(first.serial() < shared && shared < manager),
            "Testing a number takes %.1f µs. Through the shared queue it takes %.1f µs at best, through"
                + " a manager's %.1f µs, %.0f times as long as the test; in the book, %.1f, %.1f and %.1f times.",
            first.serial(),
            shared,
            manager,
            manager / first.serial(),
            bookFactor(0),
            bookFactor(1),
            bookFactor(2)),
        Finding.of(
            "With a feeder thread it takes %.1f µs at best through the shared queue, and %.1f through a"
                + " manager's.",
            least(fed.micros("shared")), least(fed.micros("manager"))));
  }

  private static double bookFactor(int edition) {
    return least(BOOK.get(edition).manager()) / BOOK.get(edition).serial();
  }

  private static double least(List<Double> numbers) {
    return numbers.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
  }
}
