package io.multiprocessing.examples.pi;

import io.multiprocessing.examples.pi.PiRun.Plan;
import io.multiprocessing.examples.support.Cores;
import io.multiprocessing.examples.support.CountConverter;
import io.multiprocessing.examples.support.Output;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.commons.math3.distribution.NormalDistribution;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options, the table and the report of {@link Pi} and {@link PiVectorized}. */
abstract class PiCommand implements Callable<Integer> {

  private static final double CONFIDENCE = 0.99;

  /** More items than this are a mistake: their results would fill the heap. */
  private static final long MAX_BLOCKS = 1_000_000;

  @Option(
      names = "--samples",
      paramLabel = "N",
      converter = CountConverter.class,
      description = "How many darts, as 100000000, 100_000_000 or 1e8. Default: ${DEFAULT-VALUE}")
  private long samples;

  @Option(
      names = "--method",
      paramLabel = "NAME",
      description =
          "Who throws them: ${COMPLETION-CANDIDATES}. All but processes stay in this JVM."
              + " Default: ${DEFAULT-VALUE}")
  private Method method;

  @Option(
      names = "--workers",
      paramLabel = "N",
      split = ",",
      description =
          "Numbers of workers or threads to compare, as 1,2,4."
              + " Default: 1 and the number of cores; with --method all 1,2,4,8, as the book")
  private List<Integer> workers;

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
      defaultValue = "7",
      description =
          "How often each pool does it; the median time counts. Default: ${DEFAULT-VALUE}")
  private int repeat;

  @Mixin private Output output;

  /** A row of the table, with more digits. */
  record Row(
      Method method,
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

  PiCommand(long samples, Method method) {
    this.samples = samples;
    this.method = method;
  }

  /** Returns the task: a way to throw the darts. */
  abstract Dartboard dartboard(long seed, long darts, long blockDarts);

  @Override
  public Integer call() {
    checkOptions();
    printHead();
    Plan plan = new Plan(dartboard(seed, samples, block), chunkSize, repeat);
    List<Row> rows = new ArrayList<>();
    for (Method chosen : method.chosen()) {
      for (int number : chosen.workers(workers())) {
        PiRun run = PiRun.measure(plan, chosen, number);
        rows.add(row(run, rows.isEmpty() ? run.seconds() : rows.get(0).seconds()));
        printRow(rows.get(rows.size() - 1));
      }
    }
    output.finish(
        new Report(output.example(), samples, seed, block, ProcessHandle.current().pid(), rows));
    return 0;
  }

  private List<Integer> workers() {
    if (workers != null) {
      return workers;
    }
    return method == Method.ALL ? List.of(1, 2, 4, 8) : Cores.oneAndAll();
  }

  /** The darts inside are binomial: the standard error is that of their share, times 4. */
  private Row row(PiRun run, double firstSeconds) {
    double share = (double) run.inside() / samples;
    double pi = 4 * share;
    double standardError = 4 * Math.sqrt(share * (1 - share) / samples);
    double reach = new NormalDistribution().inverseCumulativeProbability((1 + CONFIDENCE) / 2);
    return new Row(
        run.method(),
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

  private void printHead() {
    PrintWriter table = output.table();
    table.printf(
        Locale.ROOT,
        "pi from %,d darts with seed %d; seconds: the darts alone, %s%n%n",
        samples,
        seed,
        repeat == 1 ? "once" : "median of " + repeat);
    table.println(
        "method     workers   start  seconds  speed-up        pi  std. error"
            + "        99 % interval     |error|");
    table.flush();
  }

  private void printRow(Row row) {
    PrintWriter table = output.table();
    table.printf(
        Locale.ROOT,
        "%-10s %7d %5.2f s %8.3f %8.2fx  %.6f    %.6f  %.6f .. %.6f    %.6f%n",
        row.method(),
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
    output.requireAtLeastOne("--samples", samples);
    output.requireAtLeastOne("--block", block);
    output.requireAtLeastOne("--repeat", repeat);
    output.requireAtLeastOne("--chunk-size", chunkSize == null ? 1 : chunkSize);
    workers().forEach(number -> output.requireAtLeastOne("--workers", number));
    long blocks = (samples - 1) / block + 1;
    output.require(
        blocks <= MAX_BLOCKS,
        "--block is too small: " + blocks + " blocks are more than " + MAX_BLOCKS);
  }
}
