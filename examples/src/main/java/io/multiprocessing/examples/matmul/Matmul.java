package io.multiprocessing.examples.matmul;

import io.multiprocessing.Pool;
import io.multiprocessing.TaskOptions;
import io.multiprocessing.examples.support.Bar;
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
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.RealMatrix;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * How fast do processes compute on arrays that they share? The product of two matrices in shared
 * memory, block by block: no element travels, only the number of a block. {@link BlockProduct} is
 * what runs in the workers.
 */
@Command(
    name = "matmul",
    description = "Blocked matrix multiplication over shared arrays.",
    footer = "%nAll rows are checked by commons-math3 up to --size 1024, beyond that 64 of them.")
public final class Matmul implements Callable<Integer> {

  private static final int MAX_SIZE = 16384; // the right factor is copied once, to check
  private static final int MAX_BLOCK = 1024;
  private static final int ALL_CHECKED_UP_TO = 1024;
  private static final int CHECKED_BEYOND = 64;
  private static final double TOLERANCE = 1e-9; // relative

  @Option(
      names = "--size",
      paramLabel = "N",
      defaultValue = "1024",
      description = "Rows and columns of the matrices. Default: ${DEFAULT-VALUE}")
  private int size;

  @Option(
      names = "--block",
      paramLabel = "N",
      defaultValue = "128",
      description = "Rows and columns of a block, a multiple of 4. Default: ${DEFAULT-VALUE}")
  private int block;

  @Option(
      names = "--repeat",
      paramLabel = "N",
      defaultValue = "9",
      description = "How often each does it; the least time counts. Default: ${DEFAULT-VALUE}")
  private int repeat;

  @Mixin private PoolSizes pools;
  @Mixin private Output output;

  /** A row of the table, with more digits. */
  record Row(
      int workers,
      double seconds,
      double gflops,
      double speedup,
      List<Double> allSeconds,
      double largestError,
      boolean right) {}

  /** The whole table. */
  record Report(
      String example, int size, int block, int checkedRows, String checkedBy, List<Row> runs) {}

  @Override
  public Integer call() {
    checkOptions();
    long elements = (long) size * size;
    try (RawDoubles left = RawArray.ofDoubles(elements);
        RawDoubles right = RawArray.ofDoubles(elements);
        RawDoubles product = RawArray.ofDoubles(elements)) {
      Random random = new Random(42);
      fill(left, random);
      fill(right, random);
      return compare(new BlockProduct(left, right, product, size, block));
    } catch (NoSpaceException e) {
      throw output.misuse("--size asks for too much: " + e.getMessage());
    }
  }

  private int compare(BlockProduct task) {
    int[] checked = checkedRows();
    RealMatrix expected = rows(task.left(), checked).multiply(allOf(task.right()));
    printHead(checked.length);
    List<Row> table = new ArrayList<>();
    for (int number : pools.all()) {
      List<Double> seconds = measure(task, number);
      double error = largestError(rows(task.product(), checked), expected);
      table.add(row(number, seconds, error, table));
      printRow(table.get(table.size() - 1));
    }
    boolean right = table.stream().allMatch(Row::right);
    output.table().println(right ? "" : "NOT RIGHT: commons-math3 has another product.");
    output.finish(
        new Report(output.example(), size, block, checked.length, "commons-math3", table));
    return right ? 0 : 1;
  }

  private List<Double> measure(BlockProduct task, int number) {
    List<Integer> blocks = IntStream.range(0, task.blocks()).boxed().toList();
    List<Double> seconds = new ArrayList<>();
    try (Pool pool = Pool.create(number);
        Bar bar = Bar.open(number + " workers", (long) repeat * blocks.size())) {
      WarmUp.eachWorker(pool, number, 1, () -> null);
      WarmUp.rounds(() -> pool.map(task, blocks));
      task.product().fill(Double.NaN); // the warm-up left the product there
      for (int i = 0; i < repeat; i++) {
        TaskOptions options = TaskOptions.defaults().progress(bar.from((long) i * blocks.size()));
        seconds.add(Seconds.of(() -> pool.map(task, blocks, options)));
      }
    }
    return seconds;
  }

  private Row row(int number, List<Double> allSeconds, double error, List<Row> before) {
    double seconds = Seconds.least(allSeconds);
    double first = before.isEmpty() ? seconds : before.get(0).seconds();
    double gflops = 2.0 * size * size * size / seconds / 1e9;
    return new Row(number, seconds, gflops, first / seconds, allSeconds, error, error <= TOLERANCE);
  }

  private void fill(RawDoubles matrix, Random random) {
    for (int i = 0; i < size; i++) {
      matrix.write((long) i * size, random.doubles(size).toArray());
    }
  }

  private int[] checkedRows() {
    return size <= ALL_CHECKED_UP_TO
        ? IntStream.range(0, size).toArray()
        : new Random(size).ints(0, size).distinct().limit(CHECKED_BEYOND).toArray();
  }

  private RealMatrix allOf(RawDoubles matrix) {
    return rows(matrix, IntStream.range(0, size).toArray());
  }

  private RealMatrix rows(RawDoubles matrix, int[] indices) {
    double[][] rows = new double[indices.length][size];
    for (int i = 0; i < indices.length; i++) {
      matrix.read((long) indices[i] * size, rows[i]);
    }
    return new Array2DRowRealMatrix(rows, /* copyArray= */ false);
  }

  /** Returns the largest relative error; infinite if there is something that is no number. */
  private static double largestError(RealMatrix actual, RealMatrix expected) {
    double largest = 0;
    for (int i = 0; i < expected.getRowDimension(); i++) {
      for (int j = 0; j < expected.getColumnDimension(); j++) {
        double right = expected.getEntry(i, j);
        double error = Math.abs(actual.getEntry(i, j) - right) / Math.abs(right);
        largest = Math.max(largest, Double.isNaN(error) ? Double.POSITIVE_INFINITY : error);
      }
    }
    return largest;
  }

  private void printHead(int checkedRows) {
    PrintWriter table = output.table();
    table.printf(
        Locale.ROOT,
        "%d x %d doubles in blocks of %d x %d, least of %d; %d rows checked by commons-math3%n%n",
        size,
        size,
        block,
        block,
        repeat,
        checkedRows);
    table.println("workers  seconds  GFLOP/s  speed-up  largest error");
    table.flush();
  }

  private void printRow(Row row) {
    PrintWriter table = output.table();
    table.printf(
        Locale.ROOT,
        "%7d %8.3f %8.2f %8.2fx  %.1e%n",
        row.workers(),
        row.seconds(),
        row.gflops(),
        row.speedup(),
        row.largestError());
    table.flush();
  }

  private void checkOptions() {
    output.requireAtLeastOne("--size", size);
    output.require(size <= MAX_SIZE, "--size must be at most " + MAX_SIZE + ", but is " + size);
    output.require(
        block >= 1 && block % BlockProduct.AT_ONCE == 0,
        "--block must be a multiple of " + BlockProduct.AT_ONCE + ", but is " + block);
    output.require(
        block <= MAX_BLOCK, "--block must be at most " + MAX_BLOCK + ", but is " + block);
    output.requireAtLeastOne("--repeat", repeat);
    pools.check(output);
  }
}
