package io.multiprocessing.examples.locks;

import io.multiprocessing.Pool;
import io.multiprocessing.TaskOptions;
import io.multiprocessing.examples.support.Bar;
import io.multiprocessing.examples.support.CountConverter;
import io.multiprocessing.examples.support.Output;
import io.multiprocessing.examples.support.WarmUp;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * What does it cost that no update is lost? Several processes add 1 to the same number as often as
 * they can, as chapter 9 of "High Performance Python" does: without a lock, where some updates are
 * lost, and with several kinds of care, where none is. {@link Counter} has the kinds.
 */
@Command(
    name = "locks",
    description = "Processes count together: updates are lost without a lock.",
    footerHeading = "%nThe book, High Performance Python, reports for 4 processes:%n",
    footer = {
      "  a file without a lock     629 of 4000, 71 to 125 ms",
      "  a file with a lock       4000, 401 ms",
      "  a value without a lock   2340 of 4000, 12.6 ms",
      "  Value with its lock      4000, 19 to 22 ms",
      "  RawValue with a lock     4000, 5 to 18.5 ms"
    })
public final class Locks implements Callable<Integer> {

  private static final int MAX_INCREMENTS = 100_000_000; // each process's count fits an int

  @Option(
      names = "--increments",
      paramLabel = "N",
      defaultValue = "1e6",
      converter = CountConverter.class,
      description = "How often each process adds 1 in memory. Default: ${DEFAULT-VALUE}")
  private long increments;

  @Option(
      names = "--file-increments",
      paramLabel = "N",
      defaultValue = "1000",
      converter = CountConverter.class,
      description = "The same for a number in a file. Default: ${DEFAULT-VALUE}, as the book")
  private long fileIncrements;

  @Option(
      names = "--workers",
      paramLabel = "N",
      defaultValue = "4",
      description = "How many processes count together. Default: ${DEFAULT-VALUE}, as the book")
  private int workers;

  @Option(
      names = "--kinds",
      paramLabel = "NAME",
      split = ",",
      description = "Which of ${COMPLETION-CANDIDATES}. Default: all")
  private List<Counter.Kind> kinds = Arrays.asList(Counter.Kind.values());

  @Mixin private Output output;

  /** A row of the table, with more digits. */
  record Row(
      Counter.Kind kind,
      int workers,
      long expected,
      long count,
      boolean exact,
      boolean safe,
      double seconds,
      double nanosPerIncrement) {}

  /** The whole table. */
  record Report(String example, long increments, long fileIncrements, List<Row> runs) {}

  @Override
  public Integer call() {
    checkOptions();
    List<Row> rows = new ArrayList<>();
    printHead();
    try (Pool pool = Pool.create(workers);
        Bar bar = Bar.open("locks", kinds.size())) {
      WarmUp.eachWorker(pool, workers, 1, () -> null);
      for (Counter.Kind kind : kinds) {
        rows.add(measure(kind, pool));
        bar.step();
        printRow(rows.get(rows.size() - 1));
      }
    }
    output.finish(new Report(output.example(), increments, fileIncrements, rows));
    return rows.stream().allMatch(row -> row.exact() || !row.safe()) ? 0 : 1;
  }

  private Row measure(Counter.Kind kind, Pool pool) {
    long each = kind.inFile() ? fileIncrements : increments;
    try (Counter counter = kind.open(workers)) {
      List<Integer> processes = IntStream.range(0, workers).boxed().collect(Collectors.toList());
      List<Double> seconds =
          pool.map(
              process -> counter.count((int) each), processes, TaskOptions.defaults().chunkSize(1));
      double longest = seconds.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
      long expected = workers * each;
      long count = counter.get();
      return new Row(
          kind,
          workers,
          expected,
          count,
          count == expected,
          kind.isSafe(),
          longest,
          longest * 1e9 / expected);
    }
  }

  private void printHead() {
    PrintWriter table = output.table();
    table.printf(Locale.ROOT, "%d processes add 1 to the same number%n%n", workers);
    table.println("kind                 expected      counted     lost  seconds  ns/increment");
    table.flush();
  }

  private void printRow(Row row) {
    PrintWriter table = output.table();
    table.printf(
        Locale.ROOT,
        "%-16s %12d %12d %7.2f%% %8.3f %13.0f%n",
        row.kind(),
        row.expected(),
        row.count(),
        100.0 * (row.expected() - row.count()) / row.expected(),
        row.seconds(),
        row.nanosPerIncrement());
    table.flush();
  }

  private void checkOptions() {
    output.requireAtLeastOne("--increments", increments);
    output.requireAtLeastOne("--file-increments", fileIncrements);
    output.requireAtLeastOne("--workers", workers);
    output.require(
        increments <= MAX_INCREMENTS && fileIncrements <= MAX_INCREMENTS,
        "--increments and --file-increments must be at most " + MAX_INCREMENTS);
  }
}
