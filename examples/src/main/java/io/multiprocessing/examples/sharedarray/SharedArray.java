package io.multiprocessing.examples.sharedarray;

import io.multiprocessing.Pool;
import io.multiprocessing.examples.support.Bar;
import io.multiprocessing.examples.support.CountConverter;
import io.multiprocessing.examples.support.Output;
import io.multiprocessing.examples.support.PoolSizes;
import io.multiprocessing.examples.support.Seconds;
import io.multiprocessing.examples.support.WarmUp;
import io.multiprocessing.ipc.NoSpaceException;
import io.multiprocessing.ipc.RawArray;
import io.multiprocessing.ipc.RawDoubles;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Can processes fill one large array in place? A table of doubles in shared memory, filled with 42
 * by the parent and row by row with its pid by each worker, and looked at afterwards, as chapter 9
 * of "High Performance Python" does. Nothing is copied. {@link RowFill} is what runs in the
 * workers.
 */
@Command(
    name = "shared-array",
    description = "Workers fill an array of more than 2 GB in place.",
    footerHeading = "%nThe book, High Performance Python:%n",
    footer = {
      "  1st edition, 10,000 x 40,000 (3.2 GB): each of 4 processes filled 100,000,000 items;",
      "    3.2 GB of random numbers: 7.3 s serial, 2.1 s with 4 processes",
      "  3rd edition, 10,000 x 400,000 (32 GB), 8 processes",
      "/dev/shm holds half of the memory by default; there, what did not fit was a bus error."
    })
public final class SharedArray implements Callable<Integer> {

  private static final long MAX_ROWS = 10_000_000; // each is an item of the map

  @Option(
      names = "--rows",
      paramLabel = "N",
      defaultValue = "10000",
      converter = CountConverter.class,
      description = "Default: ${DEFAULT-VALUE}, as the book")
  private long rows;

  @Option(
      names = "--columns",
      paramLabel = "N",
      defaultValue = "30000",
      converter = CountConverter.class,
      description = "Default: ${DEFAULT-VALUE}, which with the rows makes 2.4 GB")
  private long columns;

  @Mixin private PoolSizes pools;
  @Mixin private Output output;

  /** A row of the table, with more digits. */
  record Row(
      int workers,
      double seconds,
      double speedup,
      Map<Long, Long> itemsOfPid,
      long parentPid,
      boolean right) {}

  /** The whole table. */
  record Report(
      String example, long rows, long columns, long bytes, double makeSeconds, List<Row> runs) {}

  @Override
  public Integer call() {
    checkOptions();
    long begin = System.nanoTime();
    try (RawDoubles array = RawArray.ofDoubles(rows * columns)) {
      return fill(array, Seconds.since(begin));
    } catch (NoSpaceException e) {
      throw output.misuse("--rows and --columns ask for too much: " + e.getMessage());
    }
  }

  private int fill(RawDoubles array, double makeSeconds) {
    printHead(makeSeconds);
    List<Row> table = new ArrayList<>();
    for (int number : pools.all()) {
      array.fill(RowFill.BEFORE);
      table.add(row(array, number, table));
      printRow(table.get(table.size() - 1));
    }
    long bytes = rows * columns * Double.BYTES;
    output.finish(new Report(output.example(), rows, columns, bytes, makeSeconds, table));
    return table.stream().allMatch(Row::right) ? 0 : 1;
  }

  private Row row(RawDoubles array, int number, List<Row> before) {
    RowFill task = new RowFill(array, columns);
    List<Long> all = LongStream.range(0, rows).boxed().toList();
    try (Pool pool = Pool.create(number);
        Bar bar = Bar.open(number + " workers", 1)) {
      WarmUp.eachWorker(pool, number, 1, () -> null);
      long begin = System.nanoTime();
      List<Boolean> untouched = pool.map(task, all);
      double seconds = Seconds.since(begin);
      bar.step();
      Map<Long, Long> items = new TreeMap<>();
      pool.map(task::ownerOf, all).forEach(pid -> items.merge(pid, columns, Long::sum));
      boolean right = untouched.stream().allMatch(ok -> ok) && !items.containsKey(RowFill.MIXED);
      double first = before.isEmpty() ? seconds : before.get(0).seconds();
      return new Row(number, seconds, first / seconds, items, ProcessHandle.current().pid(), right);
    }
  }

  private void printHead(double makeSeconds) {
    PrintWriter table = output.table();
    table.printf(
        Locale.ROOT,
        "%,d x %,d doubles, %.1f GB, made in %.2f s%n%n",
        rows,
        columns,
        rows * columns * Double.BYTES / 1e9,
        makeSeconds);
    table.println("workers  seconds  speed-up  items filled by each process");
    table.flush();
  }

  private void printRow(Row row) {
    PrintWriter table = output.table();
    table.printf(
        Locale.ROOT,
        "%7d %8.3f %8.2fx  %s%s%n",
        row.workers(),
        row.seconds(),
        row.speedup(),
        row.itemsOfPid(),
        row.right() ? "" : "  NOT RIGHT");
    table.flush();
  }

  private void checkOptions() {
    output.requireAtLeastOne("--rows", rows);
    output.requireAtLeastOne("--columns", columns);
    output.require(rows <= MAX_ROWS, "--rows must be at most " + MAX_ROWS);
    output.require(
        columns <= Long.MAX_VALUE / 2 / Double.BYTES / rows, "--columns is too large: " + columns);
    pools.check(output);
  }
}
