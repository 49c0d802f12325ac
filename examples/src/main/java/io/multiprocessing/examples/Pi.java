package io.multiprocessing.examples;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.commons.math3.distribution.NormalDistribution;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * How much faster do more processes make pure computing? Estimates pi by throwing darts, with pools
 * of several sizes, as chapter 9 of "High Performance Python" does. {@link PiRun} uses the pool,
 * {@link Darts} is what runs in the workers.
 */
@Command(
    name = "pi",
    description = "Estimates pi with random darts: one worker against several.",
    footerHeading = "%nThe book, High Performance Python, reports for the same in Python:%n",
    footer = {
      "  2nd edition, 1e8 samples: 71.1 s serial;",
      "    71.0, 37.1, 18.1, 18.7 s with 1, 2, 4, 8 processes",
      "  3rd edition, 4e8 samples: 190 s serial;",
      "    189, 95, 47, 24, 24 s with 1, 2, 4, 8, 16 processes",
      "A seed gives the same estimate for any number of workers, blocks and chunks."
    })
final class Pi implements Callable<Integer> {

  private static final double CONFIDENCE = 0.99;

  /** More items than this are a mistake: their results would fill the heap. */
  private static final long MAX_BLOCKS = 1_000_000;

  @Option(
      names = "--samples",
      paramLabel = "N",
      defaultValue = "1e8",
      converter = CountConverter.class,
      description = "How many darts, as 100000000, 100_000_000 or 1e8. Default: ${DEFAULT-VALUE}")
  private long samples;

  @Option(
      names = "--workers",
      paramLabel = "N",
      split = ",",
      description = "Sizes of the pools to compare, as 1,2,4. Default: 1 and the number of cores")
  private List<Integer> workers = oneAndAllCores();

  @Option(
      names = "--block",
      paramLabel = "N",
      defaultValue = "1e6",
      converter = CountConverter.class,
      description = "Darts per item of the map. Default: ${DEFAULT-VALUE}")
  private long block;

  @Option(
      names = "--chunk-size",
      paramLabel = "N",
      description = "Blocks that travel to a worker together. Default: an equal share each")
  private Integer chunkSize;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "42",
      description = "Seed of the random numbers. Default: ${DEFAULT-VALUE}")
  private long seed;

  @Option(
      names = "--repeat",
      paramLabel = "N",
      defaultValue = "3",
      description =
          "How often each pool does it; the median time counts. Default: ${DEFAULT-VALUE}")
  private int repeat;

  @Option(
      names = "--json",
      description = "Print one JSON object as the last line; the table goes to standard error.")
  private boolean json;

  @Spec private CommandSpec spec;

  /** A row of the table, with more digits. */
  record Row(
      int workers,
      double startSeconds,
      double seconds,
      double speedup,
      List<Double> allSeconds,
      double pi,
      double stderr,
      double low99,
      double high99,
      double error,
      Set<Long> pids) {}

  /** The whole table. */
  record Report(
      String example, long samples, long seed, long block, long parentPid, List<Row> runs) {}

  @Override
  public Integer call() {
    checkOptions();
    PrintWriter table = json ? spec.commandLine().getErr() : spec.commandLine().getOut();
    printHead(table);
    PiRun.Plan plan = new PiRun.Plan(new Darts(seed, samples, block), chunkSize, repeat);
    List<Row> rows = new ArrayList<>();
    for (int number : workers) {
      PiRun run = PiRun.measure(plan, number);
      rows.add(row(run, rows.isEmpty() ? run.seconds() : rows.get(0).seconds()));
      printRow(table, rows.get(rows.size() - 1));
    }
    if (json) {
      long parentPid = ProcessHandle.current().pid();
      PrintWriter out = spec.commandLine().getOut();
      out.println(Json.line(new Report("pi", samples, seed, block, parentPid, rows)));
      out.flush();
    }
    return 0;
  }

  /** The darts inside are binomial: the standard error is that of their share, times 4. */
  private Row row(PiRun run, double firstSeconds) {
    double share = (double) run.inside() / samples;
    double pi = 4 * share;
    double standardError = 4 * Math.sqrt(share * (1 - share) / samples);
    double reach = new NormalDistribution().inverseCumulativeProbability((1 + CONFIDENCE) / 2);
    return new Row(
        run.workers(),
        run.startSeconds(),
        run.seconds(),
        firstSeconds / run.seconds(),
        run.allSeconds(),
        pi,
        standardError,
        pi - reach * standardError,
        pi + reach * standardError,
        Math.abs(pi - Math.PI),
        run.pids());
  }

  private void printHead(PrintWriter table) {
    table.printf(
        Locale.ROOT,
        "pi from %,d darts with seed %d; seconds: the map alone, %s%n%n",
        samples,
        seed,
        repeat == 1 ? "once" : "median of " + repeat);
    table.println(
        "workers   start  seconds  speed-up        pi  std. error        99 % interval     |error|");
    table.flush();
  }

  private static void printRow(PrintWriter table, Row row) {
    table.printf(
        Locale.ROOT,
        "%7d %5.2f s %8.3f %8.2fx  %.6f    %.6f  %.6f .. %.6f    %.6f%n",
        row.workers(),
        row.startSeconds(),
        row.seconds(),
        row.speedup(),
        row.pi(),
        row.stderr(),
        row.low99(),
        row.high99(),
        row.error());
    table.flush();
  }

  private void checkOptions() {
    require(samples >= 1, "--samples must be at least 1, but is " + samples);
    require(block >= 1, "--block must be at least 1, but is " + block);
    require(repeat >= 1, "--repeat must be at least 1, but is " + repeat);
    require(
        chunkSize == null || chunkSize >= 1,
        "--chunk-size must be at least 1, but is " + chunkSize);
    for (int number : workers) {
      require(number >= 1, "--workers must be at least 1, but is " + number);
    }
    long blocks = (samples - 1) / block + 1;
    require(
        blocks <= MAX_BLOCKS,
        "--block is too small: " + blocks + " blocks are more than " + MAX_BLOCKS);
  }

  private void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new ParameterException(spec.commandLine(), otherwise);
    }
  }

  private static List<Integer> oneAndAllCores() {
    int cores = Runtime.getRuntime().availableProcessors();
    return cores == 1 ? List.of(1) : List.of(1, cores);
  }
}
