package io.multiprocessing.examples.chunksize;

import io.multiprocessing.Pool;
import io.multiprocessing.examples.chunksize.ChunkSweep.Choice;
import io.multiprocessing.examples.chunksize.ChunkSweep.Point;
import io.multiprocessing.examples.support.Bar;
import io.multiprocessing.examples.support.Cores;
import io.multiprocessing.examples.support.CountConverter;
import io.multiprocessing.examples.support.Output;
import io.multiprocessing.examples.support.Picture;
import io.multiprocessing.examples.support.Seconds;
import java.awt.Color;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.SeriesMarkers;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Which chunk size is the best, and does it matter? Runs work of several shapes with the chunk
 * sizes of chapter 9 of "High Performance Python", and beside them Python's rule and the size that
 * the pool finds by itself. {@link Shape} has the work, {@link ChunkSweep} the measurement.
 */
@Command(
    name = "chunk-size",
    description = "Time against chunk size; beside it the automatic one.",
    footerHeading = "%nThe book, High Performance Python, reports for its primes in Python:%n",
    footer = {
      "  1st edition, 4 processes, chunks of 1, 2, 3, 4, 5, 8, 10, 50, 100, 1000, 5000,",
      "    10000, 50000: 2.13, 1.36, 1.03, 0.878, 0.838, 0.778, 0.755, 0.683, 0.671,",
      "    0.670, 0.668, 0.784, 1.32 s; the numbers shuffled, much the same",
      "  1, 2, 4, 5, 8, 12, 16, 17, 32 chunks: 2.58, 1.30, 0.688, 1.03, 0.687, 0.704,",
      "    0.687, 0.758, 0.686 s. With 5 chunks, three processes wait for the last one.",
    })
public final class ChunkSize implements Callable<Integer> {

  /** Rounds of the duel for each of the sweep. */
  private static final int DUEL_FACTOR = 3;

  private static final double MAX_COST_MICROS = 1e6;

  private static final Color[] COLORS =
      Stream.of(Color.BLUE, Color.MAGENTA, Color.RED, Color.GREEN.darker())
          .flatMap(color -> Stream.of(color, color))
          .toArray(Color[]::new);

  /** What the repetitions of one size count as. */
  enum Statistic {
    /** The shortest, as in the book. */
    LEAST(Seconds::least),
    /** The one in the middle. */
    MEDIAN(Seconds::median);

    private final ToDoubleFunction<List<Double>> function;

    Statistic(ToDoubleFunction<List<Double>> function) {
      this.function = function;
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Option(
      names = "--shape",
      paramLabel = "NAME",
      split = ",",
      description =
          "How costs are spread: ${COMPLETION-CANDIDATES}. primes: the book's numbers, range B;"
              + " skewed: they rise along the list; random: a few are many times the mean."
              + " Default: all")
  private List<Shape> shapes = List.of(Shape.values());

  @Option(
      names = "--items",
      paramLabel = "N",
      defaultValue = "1e5",
      converter = CountConverter.class,
      description = "Number of items, but of primes. Default: ${DEFAULT-VALUE}")
  private long items;

  @Option(
      names = "--cost",
      paramLabel = "MICROSECONDS",
      defaultValue = "1",
      description = "Mean cost of an item, but of primes. Default: ${DEFAULT-VALUE}")
  private double costMicros;

  @Option(
      names = "--workers",
      paramLabel = "N",
      description = "Size of the pool. Default: the number of cores")
  private int workers = Cores.all();

  @Option(
      names = "--sizes",
      paramLabel = "N",
      split = ",",
      description = "Chunk sizes to try. Default: the book's, see below")
  private List<Integer> sizes = List.of(1, 2, 3, 4, 5, 8, 10, 50, 100, 1000, 5000, 10_000, 50_000);

  @Option(
      names = "--numbers",
      paramLabel = "N",
      split = ",",
      description = "Numbers of chunks to try, with the first shape. Default: 1 to 9,16,17,24,32")
  private List<Integer> numbers = List.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 16, 17, 24, 32);

  @Option(
      names = "--repeat",
      paramLabel = "N",
      defaultValue = "3",
      description = "How often each size is tried. Default: ${DEFAULT-VALUE}; the book: 10")
  private int repeat;

  @Option(
      names = "--statistic",
      paramLabel = "NAME",
      description = "Which of them counts: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}")
  private Statistic statistic = Statistic.LEAST;

  @Option(names = "--csv", paramLabel = "FILE", description = "Write the times into this file.")
  private Path csv;

  @Mixin private Picture picture;
  @Mixin private Output output;

  /**
   * What came of one shape.
   *
   * @param bestSize the best of the fixed sizes in the sweep
   * @param bestSeconds its time in the duel with the automatic size
   * @param automaticSeconds the automatic size's in that duel
   * @param ratio the latter divided by the former
   * @param points the sweep
   */
  record Run(
      Shape shape,
      int items,
      int bestSize,
      double bestSeconds,
      double automaticSeconds,
      double ratio,
      List<Timed> points) {}

  /** A point of the sweep, and its time. */
  record Timed(
      Choice chunking,
      Integer number,
      Integer chunkSize,
      double seconds,
      List<Double> allSeconds) {}

  /** All shapes. */
  record Report(String example, int workers, int repeat, Statistic statistic, List<Run> runs) {}

  @Override
  public Integer call() throws IOException {
    checkOptions();
    List<Run> runs = new ArrayList<>();
    try (Pool pool = Pool.create(workers);
        Bar bar = Bar.open("chunk sizes", calls())) {
      for (Shape shape : shapes) {
        runs.add(run(shape, pool, bar));
      }
    }
    printSizes(runs);
    printNumbers(runs.get(0));
    writeCsv(runs);
    draw(runs);
    output.finish(new Report(output.example(), workers, repeat, statistic, runs));
    return 0;
  }

  private Run run(Shape shape, Pool pool, Bar bar) {
    Shape.Work work = shape.work(items, costMicros);
    ChunkSweep sweep = new ChunkSweep(pool, workers, work, bar::step);
    List<Point> points = sweep.sweep(sizes, numbersOf(shape), repeat);
    List<Point> duel = sweep.duel(points, statistic.function, DUEL_FACTOR * repeat);
    double best = seconds(duel.get(0));
    double automatic = seconds(duel.get(1));
    return new Run(
        shape,
        work.items().size(),
        duel.get(0).chunkSize(),
        best,
        automatic,
        automatic / best,
        points.stream().map(this::timed).toList());
  }

  private Timed timed(Point point) {
    return new Timed(
        point.choice(), point.number(), point.chunkSize(), seconds(point), point.allSeconds());
  }

  private double seconds(Point point) {
    return statistic.function.applyAsDouble(point.allSeconds());
  }

  private List<Integer> numbersOf(Shape shape) {
    return shape == shapes.get(0) ? numbers : List.of();
  }

  private long calls() {
    long sweeps = (long) shapes.size() * (sizes.size() + 2) + numbers.size();
    return repeat * (sweeps + (long) shapes.size() * DUEL_FACTOR * 2);
  }

  private void printSizes(List<Run> runs) {
    PrintWriter table = output.table();
    table.printf(
        "seconds with %d workers, %s of %d, against the chunk size%n%n",
        workers, statistic, repeat);
    table.printf("%-20s", "chunk size");
    runs.forEach(run -> table.printf("%9s", run.shape()));
    table.println();
    List<Timed> rows =
        runs.get(0).points().stream().filter(p -> p.chunking() != Choice.NUMBER).toList();
    for (Timed row : rows) {
      table.printf("%-20s", label(row));
      runs.forEach(run -> table.printf(Locale.ROOT, "%9.4f", same(row, run).seconds()));
      table.println();
    }
    table.println();
    printDuel(runs);
  }

  private void printDuel(List<Run> runs) {
    PrintWriter table = output.table();
    table.printf("in turns, %d each%n", DUEL_FACTOR * repeat);
    table.printf("%-20s", "the best fixed size");
    runs.forEach(run -> table.printf("%9d", run.bestSize()));
    table.printf("%n%-20s", "its seconds");
    runs.forEach(run -> table.printf(Locale.ROOT, "%9.4f", run.bestSeconds()));
    table.printf("%n%-20s", "automatic");
    runs.forEach(run -> table.printf(Locale.ROOT, "%9.4f", run.automaticSeconds()));
    table.printf("%n%-20s", "ratio");
    runs.forEach(run -> table.printf(Locale.ROOT, "%9.3f", run.ratio()));
    table.println();
    table.flush();
  }

  /** Returns the point of another shape's sweep that stands for the same choice. */
  private static Timed same(Timed row, Run run) {
    return run.points().stream()
        .filter(point -> point.chunking() == row.chunking())
        .filter(
            point -> point.chunking() != Choice.FIXED || point.chunkSize().equals(row.chunkSize()))
        .findFirst()
        .orElseThrow();
  }

  private static String label(Timed row) {
    return row.chunking() == Choice.FIXED
        ? String.valueOf(row.chunkSize())
        : row.chunking() == Choice.PYTHON ? "Python's rule" : row.chunking().toString();
  }

  private void printNumbers(Run run) {
    PrintWriter table = output.table();
    List<Timed> rows = numbersOf(run);
    if (rows.isEmpty()) {
      return;
    }
    table.printf("%nchunks  of size  seconds   (%s)%n", run.shape());
    for (Timed row : rows) {
      table.printf(Locale.ROOT, "%6d %8d %8.4f%n", row.number(), row.chunkSize(), row.seconds());
    }
    table.flush();
  }

  private static List<Timed> numbersOf(Run run) {
    return run.points().stream().filter(point -> point.chunking() == Choice.NUMBER).toList();
  }

  private void writeCsv(List<Run> runs) throws IOException {
    if (csv == null) {
      return;
    }
    List<String> lines = new ArrayList<>();
    lines.add("shape,chunking,number,chunk_size,seconds");
    for (Run run : runs) {
      for (Timed point : run.points()) {
        lines.add(
            String.format(
                Locale.ROOT,
                "%s,%s,%s,%s,%.6f",
                run.shape(),
                point.chunking(),
                point.number() == null ? "" : point.number(),
                point.chunkSize() == null ? "" : point.chunkSize(),
                point.seconds()));
      }
    }
    Files.write(csv, lines);
  }

  private void draw(List<Run> runs) {
    XYChart bySize = chart("Time against chunk size", "items in a chunk");
    bySize.getStyler().setXAxisLogarithmic(true);
    bySize.getStyler().setSeriesColors(COLORS); // one for a shape and its automatic size
    for (Run run : runs) {
      addLine(
          bySize,
          run.shape().toString(),
          run.points().stream().filter(p -> p.chunking() == Choice.FIXED).toList(),
          Timed::chunkSize);
      addLevel(bySize, run);
    }
    picture.save(bySize, "");
    if (!numbersOf(runs.get(0)).isEmpty()) {
      XYChart byNumber = chart("Time against number of chunks", "chunks");
      addLine(byNumber, runs.get(0).shape().toString(), numbersOf(runs.get(0)), Timed::number);
      picture.save(byNumber, "-numbers");
    }
  }

  private XYChart chart(String title, String x) {
    XYChart chart =
        new XYChartBuilder()
            .width(900)
            .height(500)
            .title(title + ", " + workers + " workers")
            .xAxisTitle(x)
            .yAxisTitle("seconds")
            .build();
    chart.getStyler().setYAxisMin(0.0);
    Picture.style(chart.getStyler());
    return chart;
  }

  private static void addLine(
      XYChart chart, String name, List<Timed> points, ToDoubleFunction<Timed> x) {
    chart.addSeries(
        name,
        points.stream().mapToDouble(x).toArray(),
        points.stream().mapToDouble(Timed::seconds).toArray());
  }

  /** Draws the automatic size, which is no single one, as a line across. */
  private void addLevel(XYChart chart, Run run) {
    double[] ends = {
      sizes.stream().mapToInt(size -> size).min().orElseThrow(),
      sizes.stream().mapToInt(size -> size).max().orElseThrow()
    };
    double seconds =
        run.points().stream()
            .filter(point -> point.chunking() == Choice.AUTOMATIC)
            .mapToDouble(Timed::seconds)
            .findFirst()
            .orElseThrow();
    chart
        .addSeries(run.shape() + ", automatic", ends, new double[] {seconds, seconds})
        .setMarker(SeriesMarkers.NONE)
        .setLineStyle(SeriesLines.DASH_DASH);
  }

  private void checkOptions() {
    output.requireAtLeastOne("--items", items);
    output.require(items <= 10_000_000, "--items must be at most 10000000, but is " + items);
    output.require(
        costMicros > 0 && costMicros <= MAX_COST_MICROS,
        "--cost must be more than 0 and at most 1e6 microseconds, but is " + costMicros);
    output.requireAtLeastOne("--workers", workers);
    output.requireAtLeastOne("--repeat", repeat);
    sizes.forEach(size -> output.requireAtLeastOne("--sizes", size));
    numbers.forEach(number -> output.requireAtLeastOne("--numbers", number));
    Picture.checkFile("--csv", csv, output);
    picture.check(output);
  }
}
