package io.multiprocessing.docs.book;

import io.multiprocessing.docs.book.Charts.Series;
import java.util.ArrayList;
import java.util.List;

/** Pi by darts, with a plain loop and with whole arrays. */
final class PiSection {

  private static final List<Integer> WORKERS = List.of(1, 2, 4, 8);

  /** As much faster must two or more be at least. */
  private static final double CLEARLY = 1.3;

  /** What the example reports of one row. */
  record Row(
      String method,
      int workers,
      double startSeconds,
      double seconds,
      double pi,
      double low99,
      double high99) {

    private boolean is(String wantedMethod, int wantedWorkers) {
      return method.equals(wantedMethod) && workers == wantedWorkers;
    }
  }

  /** What the example reports. */
  record Report(long samples, List<Row> runs) {

    private Row row(String method, int workers) {
      return runs.stream().filter(row -> row.is(method, workers)).findFirst().orElseThrow();
    }

    private double serial() {
      return row("serial", 1).seconds();
    }

    private double times(String method, int workers) {
      return serial() / row(method, workers).seconds();
    }
  }

  /** The seconds that an edition of the book reports for {@link #WORKERS}. */
  record Edition(String darts, double serial, List<Double> threads, List<Double> processes) {

    private String cell(Row row) {
      int index = WORKERS.indexOf(row.workers());
      return switch (row.method()) {
        case "serial" -> Figures.secondsAndTimes(serial, serial);
        case "threads" -> Figures.secondsAndTimes(threads.get(index), serial);
        case "processes" -> Figures.secondsAndTimes(processes.get(index), serial);
        default -> "";
      };
    }

    private List<Double> times(List<Double> seconds) {
      return seconds.stream().map(s -> serial / s).toList();
    }
  }

  private static final List<Edition> LISTS =
      List.of(
          new Edition("1e8", 110, List.of(118., 144., 149., 150.), List.of(110., 55., 28., 27.)),
          new Edition(
              "1e8", 71.1, List.of(71.1, 71.0, 70.7, 71.0), List.of(71.0, 37.1, 18.1, 18.7)),
          new Edition("4e8", 190, List.of(191., 192., 193., 193.), List.of(189., 95., 47., 24.)));

  private static final List<Edition> NUMPY =
      List.of(
          new Edition("1e8", 6.4, List.of(6.4, 5.6, 5.3, 5.1), List.of(6.4, 3.2, 1.7, 1.5)),
          new Edition("1e8", 2.46, List.of(2.46, 2.19, 2.13, 2.05), List.of(2.46, 1.61, .88, .85)),
          new Edition("4e8", 11.1, List.of(11.1, 9.6, 9.0, 8.3), List.of(11.1, 5.6, 3.2, 2.3)));

  private PiSection() {}

  static void add(Chapter chapter) {
    Report loop = chapter.report(Recording.PI, Report.class);
    Report arrays = chapter.report(Recording.PI_VECTORIZED, Report.class);
    chapter.table("pi", table(loop, LISTS));
    chapter.table("pi-vectorized", table(arrays, NUMPY));
    chapter.picture(picture("pi", "Pi, one dart after the other", loop, LISTS));
    chapter.picture(picture("pi-vectorized", "Pi, by whole arrays", arrays, NUMPY));
    chapter.found("pi", found(loop, chapter.result(Recording.PI)));
    chapter.found("pi-vectorized", foundVectorized(loop, arrays, chapter.result(Recording.PI)));
  }

  private static Table table(Report report, List<Edition> book) {
    List<String> heads = new ArrayList<>(List.of("who throws", "how many", "seconds"));
    for (int i = 0; i < book.size(); i++) {
      heads.add("the book, edition %d: %s darts".formatted(i + 1, book.get(i).darts()));
    }
    Table table = new Table(heads);
    for (Row row : report.runs()) {
      List<String> cells = new ArrayList<>();
      cells.add(row.method().equals("stream") ? "a parallel stream" : row.method());
      cells.add(String.valueOf(row.workers()));
      cells.add("**" + Figures.secondsAndTimes(row.seconds(), report.serial()) + "**");
      book.forEach(edition -> cells.add(edition.cell(row)));
      table.row(cells);
    }
    return table;
  }

  private static Picture picture(String name, String title, Report report, List<Edition> book) {
    Edition last = book.get(book.size() - 1);
    return Charts.bars(
        name,
        title,
        "times as fast as serial",
        WORKERS.stream().map(String::valueOf).toList(),
        List.of(
            new Series("Java, threads", WORKERS, times(report, "threads")),
            new Series("Java, processes", WORKERS, times(report, "processes")),
            new Series("book (3), threads", WORKERS, last.times(last.threads())),
            new Series("book (3), processes", WORKERS, last.times(last.processes()))));
  }

  private static List<Double> times(Report report, String method) {
    return WORKERS.stream().map(number -> report.times(method, number)).toList();
  }

  private static List<Finding> found(Report report, Recorded result) {
    int cores = result.cores();
    int number = WORKERS.stream().filter(n -> n <= cores).reduce(1, Math::max);
    double threads = report.times("threads", number);
    double processes = report.times("processes", number);
    boolean same = report.runs().stream().map(Row::pi).distinct().count() == 1;
    Row first = report.runs().get(0);
    boolean inside = first.low99() <= Math.PI && Math.PI <= first.high99();
    return List.of(
        Finding.when(
            result.bearsOut(cores == 1 || (threads > CLEARLY && processes > CLEARLY)),
            "On %d cores, %d threads are %s as fast as one, and %d processes %s.",
            cores,
            number,
            Figures.times(threads),
            number,
            Figures.times(processes)),
        Finding.when(
            same && inside,
            "All %d rows have the same estimate, %.6f, and pi is in its 99 %% interval, %.6f to %.6f.",
            report.runs().size(),
            first.pi(),
            first.low99(),
            first.high99()),
        Finding.of(
            "Until all processes of a new pool had answered, it took %s. The times above"
                + " do not include it.",
            starts(report)));
  }

  private static String starts(Report report) {
    return Figures.and(
        report.runs().stream()
            .filter(row -> row.method().equals("processes"))
            .map(row -> Figures.format("%.1f s for %d", row.startSeconds(), row.workers()))
            .toList());
  }

  private static List<Finding> foundVectorized(Report loop, Report arrays, Recorded result) {
    double gain = loop.serial() / arrays.serial();
    return List.of(
        Finding.when(
            result.bearsOut(gain > 1 && gain < 10),
            "One thread with arrays is %s as fast as one with the plain loop. In the book numpy is"
                + " %s as fast as lists.",
            Figures.times(gain),
            Figures.and(
                List.of(
                    Figures.format("%.0f×", LISTS.get(0).serial() / NUMPY.get(0).serial()),
                    Figures.format("%.0f×", LISTS.get(1).serial() / NUMPY.get(1).serial()),
                    Figures.format("%.0f×", LISTS.get(2).serial() / NUMPY.get(2).serial())))),
        Finding.when(
            arrays.runs().get(0).pi() == loop.runs().get(0).pi(),
            "The estimate is the same as above, %.6f: the darts are.",
            arrays.runs().get(0).pi()));
  }
}
