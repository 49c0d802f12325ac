package io.multiprocessing.docs.book;

import io.multiprocessing.docs.book.Charts.Axis;
import io.multiprocessing.docs.book.Charts.Series;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Time against chunk size, and against the number of chunks. */
final class ChunkSizeSection {

  /** The book's seconds by chunk size: edition 1, 4 processes. */
  private static final Map<Integer, Double> SIZES_1 =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry(1, 2.13),
              Map.entry(2, 1.36),
              Map.entry(3, 1.03),
              Map.entry(4, .878),
              Map.entry(5, .838),
              Map.entry(8, .778),
              Map.entry(10, .755),
              Map.entry(50, .683),
              Map.entry(100, .671),
              Map.entry(1000, .670),
              Map.entry(5000, .668),
              Map.entry(10_000, .784),
              Map.entry(50_000, 1.32)));

  /** Edition 3, 8 processes. */
  private static final Map<Integer, Double> SIZES_3 =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry(1, 2.06),
              Map.entry(2, 1.03),
              Map.entry(3, .728),
              Map.entry(4, .561),
              Map.entry(5, .475),
              Map.entry(8, .301),
              Map.entry(10, .265),
              Map.entry(50, .220),
              Map.entry(100, .212),
              Map.entry(1000, .207),
              Map.entry(5000, .237),
              Map.entry(10_000, .317),
              Map.entry(50_000, .793)));

  /** The book's seconds by number of chunks: edition 1, 4 processes. */
  private static final Map<Integer, Double> NUMBERS_1 =
      new TreeMap<>(
          Map.of(
              1, 2.58, 2, 1.30, 4, .688, 5, 1.03, 8, .687, 12, .704, 16, .687, 17, .758, 32, .686));

  /** Edition 3, 8 processes. */
  private static final Map<Integer, Double> NUMBERS_3 =
      new TreeMap<>(
          Map.of(
              1, 1.583, 2, .816, 4, .424, 8, .218, 9, .349, 16, .225, 17, .277, 24, .211, 32,
              .217));

  /** What the example reports of one choice. */
  record Point(String chunking, Integer number, Integer chunkSize, double seconds) {

    private boolean is(String choice) {
      return chunking.equals(choice);
    }
  }

  /** What the example reports of one shape. */
  record Run(
      String shape,
      int bestSize,
      double bestSeconds,
      double automaticSeconds,
      double ratio,
      List<Point> points) {

    private Stream<Point> points(String choice) {
      return points.stream().filter(point -> point.is(choice));
    }

    private double seconds(String choice) {
      return points(choice).findFirst().orElseThrow().seconds();
    }

    private Map<Integer, Double> sizes() {
      Map<Integer, Double> seconds = new TreeMap<>();
      points("fixed").forEach(point -> seconds.put(point.chunkSize(), point.seconds()));
      return seconds;
    }

    private Map<Integer, Double> numbers() {
      Map<Integer, Double> seconds = new TreeMap<>();
      points("number").forEach(point -> seconds.put(point.number(), point.seconds()));
      return seconds;
    }
  }

  /** What the example reports. */
  record Report(int workers, int repeat, List<Run> runs) {}

  private ChunkSizeSection() {}

  static void add(Chapter chapter) {
    Report report = chapter.report(Recording.CHUNK_SIZE, Report.class);
    Run primes = report.runs().get(0);
    chapter.table("chunk-size", sizes(primes));
    chapter.table("chunk-numbers", numbers(primes));
    chapter.table("chunk-duel", duel(report));
    chapter.picture(sizesPicture(report, primes));
    chapter.picture(numbersPicture(report, primes));
    chapter.found("chunk-size", found(report, primes, chapter.result(Recording.CHUNK_SIZE)));
  }

  private static Table sizes(Run primes) {
    Table table =
        new Table(
            "numbers in a chunk",
            "seconds",
            "the book, edition 1: 4 processes",
            "edition 3: 8 processes");
    double best = least(primes.sizes());
    primes
        .sizes()
        .forEach(
            (size, seconds) ->
                table.row(
                    String.valueOf(size),
                    "**" + cell(seconds, best) + "**",
                    cell(SIZES_1, size),
                    cell(SIZES_3, size)));
    table.row("Python's rule", "**" + cell(primes.seconds("python"), best) + "**", "", "");
    table.row("automatic", "**" + cell(primes.seconds("automatic"), best) + "**", "", "");
    return table;
  }

  private static Table numbers(Run primes) {
    Table table =
        new Table(
            "chunks", "seconds", "the book, edition 1: 4 processes", "edition 3: 8 processes");
    double best = least(primes.numbers());
    primes
        .numbers()
        .forEach(
            (number, seconds) ->
                table.row(
                    String.valueOf(number),
                    "**" + cell(seconds, best) + "**",
                    cell(NUMBERS_1, number),
                    cell(NUMBERS_3, number)));
    return table;
  }

  private static Table duel(Report report) {
    Table table =
        new Table("costs", "best fixed size", "its seconds", "automatic, seconds", "ratio");
    for (Run run : report.runs()) {
      table.row(
          run.shape(),
          String.valueOf(run.bestSize()),
          Figures.seconds(run.bestSeconds()),
          Figures.seconds(run.automaticSeconds()),
          Figures.format("%.3f", run.ratio()));
    }
    return table;
  }

  private static String cell(Map<Integer, Double> book, int x) {
    return book.containsKey(x) ? cell(book.get(x), least(book)) : "";
  }

  private static String cell(double seconds, double least) {
    return Figures.format("%s, +%.0f %%", Figures.seconds(seconds), 100 * (seconds / least - 1));
  }

  private static double least(Map<Integer, Double> seconds) {
    return seconds.values().stream().min(Comparator.naturalOrder()).orElseThrow();
  }

  private static Picture sizesPicture(Report report, Run primes) {
    List<Integer> sizes = List.copyOf(primes.sizes().keySet());
    double best = least(primes.sizes());
    return Charts.lines(
        "chunk-size",
        "Time against chunk size",
        new Axis("numbers in a chunk", true),
        "times the least",
        List.of(
            relative("Java, " + report.workers() + " workers", primes.sizes()),
            Series.level("automatic", sizes, primes.seconds("automatic") / best),
            relative("book (1), 4", SIZES_1),
            relative("book (3), 8", SIZES_3)));
  }

  private static Picture numbersPicture(Report report, Run primes) {
    return Charts.lines(
        "chunk-numbers",
        "Time against number of chunks",
        new Axis("chunks", false),
        "times the least",
        List.of(
            relative("Java, " + report.workers() + " workers", primes.numbers()),
            relative("book (1), 4", NUMBERS_1),
            relative("book (3), 8", NUMBERS_3)));
  }

  private static Series relative(String name, Map<Integer, Double> seconds) {
    double least = least(seconds);
    return new Series(
        name,
        List.copyOf(seconds.keySet()),
        seconds.values().stream().map(each -> each / least).toList());
  }

  private static List<Finding> found(Report report, Run primes, Recorded result) {
    Map<Integer, Double> sizes = primes.sizes();
    Map<Integer, Double> numbers = primes.numbers();
    int workers = report.workers();
    double single = sizes.get(1) / least(sizes);
    double worst = report.runs().stream().mapToDouble(Run::ratio).max().orElseThrow();
    double one = numbers.get(1) / numbers.get(workers);
    double oneMore = numbers.get(workers + 1) / numbers.get(workers);
    return List.of(
        Finding.when(
            result.bearsOut(single > 1.5),
            "Chunks of one number take %.1f times as long as the best size; in the book %.1f and %.1f times.",
            single,
            SIZES_1.get(1) / least(SIZES_1),
            SIZES_3.get(1) / least(SIZES_3)),
        Finding.when(
            result.bearsOut(one > 1.2 && oneMore > 1),
            "One chunk takes %.2f times as long as %d, one for each worker; %d chunks take %.2f times as"
                + " long, as one worker computes the last of them while the others wait.",
            one,
            workers,
            workers + 1,
            oneMore),
        Finding.when(
            result.bearsOut(worst < 1.15),
            "In turns with the best fixed size, %d times each, the automatic size takes at worst %.3f"
                + " times as long.",
            3 * report.repeat(),
            worst));
  }
}
