package io.multiprocessing.examples.diffusion;

import io.multiprocessing.Pool;
import io.multiprocessing.TaskOptions;
import io.multiprocessing.examples.support.Bar;
import io.multiprocessing.examples.support.Output;
import io.multiprocessing.examples.support.Picture;
import io.multiprocessing.examples.support.PoolSizes;
import io.multiprocessing.examples.support.Seconds;
import io.multiprocessing.examples.support.WarmUp;
import io.multiprocessing.ipc.NoSpaceException;
import io.multiprocessing.ipc.RawArray;
import io.multiprocessing.ipc.RawDoubles;
import io.multiprocessing.ipc.SharedBarrier;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * What does it cost to wait for each other after every step? Heat spreads on a grid in shared
 * memory: each worker has some rows of it, and a barrier keeps them in step. {@link Heat} is the
 * equation, {@link HeatBand} what runs in the workers.
 */
@Command(
    name = "diffusion",
    description = "The heat equation on a shared grid, a barrier per step.",
    footer =
        "%nEvery bit is compared with a run by one thread. Larger grids gain more: --size 4096")
public final class Diffusion implements Callable<Integer> {

  private static final int MAX_SIZE = 16384;

  /** Until the JIT compiler is done. */
  private static final double WARM_POINTS = 2e7;

  @Option(
      names = "--size",
      paramLabel = "N",
      defaultValue = "256",
      description = "Rows and columns of the grid. Default: ${DEFAULT-VALUE}, as the book")
  private int size;

  @Option(
      names = "--steps",
      paramLabel = "N",
      description = "Default: 1000, and from --size 1024 on 100")
  private Integer steps;

  @Option(
      names = "--png",
      paramLabel = "FILE",
      description = "Draw the field after the last step into this file.")
  private Path png;

  @Mixin private PoolSizes pools;
  @Mixin private Output output;

  /** A row of the table, with more digits; the serial run has no worker. */
  record Row(int workers, double seconds, double microsPerStep, double speedup, boolean right) {}

  /** The whole table. */
  record Report(String example, int size, int steps, List<Row> runs) {}

  @Override
  public Integer call() {
    checkOptions();
    long elements = (long) size * size;
    try (RawDoubles first = RawArray.ofDoubles(elements);
        RawDoubles second = RawArray.ofDoubles(elements)) {
      return compare(first, second);
    } catch (NoSpaceException e) {
      throw output.misuse("--size asks for too much: " + e.getMessage());
    }
  }

  private int compare(RawDoubles first, RawDoubles second) {
    printHead();
    double[][] begin = Heat.begin(size);
    Heat.serial(begin, warmSteps());
    long start = System.nanoTime();
    double[][] expected = Heat.serial(begin, steps);
    List<Row> table = new ArrayList<>();
    table.add(row(0, Seconds.since(start), true, table));
    printRow(table.get(0));
    for (int number : pools.all()) {
      double seconds = measure(first, second, begin, number);
      boolean right = equal(steps % 2 == 0 ? first : second, expected);
      table.add(row(number, seconds, right, table));
      printRow(table.get(table.size() - 1));
    }
    if (png != null) {
      HeatMap.save(expected, png);
    }
    output.finish(new Report(output.example(), size, steps, table));
    return table.stream().allMatch(Row::right) ? 0 : 1;
  }

  /** Returns the seconds of the slowest worker. */
  private double measure(RawDoubles first, RawDoubles second, double[][] begin, int number) {
    HeatBand warm = band(first, second, 1, warmSteps());
    HeatBand task = band(first, second, number, steps);
    List<Integer> bands = IntStream.range(0, number).boxed().toList();
    try (Pool pool = Pool.create(number);
        Bar bar = Bar.open(number + " workers", 1)) {
      WarmUp.eachWorker(pool, number, 1, () -> warm.alone());
      write(begin, first);
      second.fill(Double.NaN);
      List<Double> seconds = pool.map(task, bands, TaskOptions.defaults().chunkSize(1));
      bar.step();
      return Collections.max(seconds);
    }
  }

  private HeatBand band(RawDoubles first, RawDoubles second, int number, int count) {
    return new HeatBand(first, second, size, count, number, SharedBarrier.create(number));
  }

  private int warmSteps() {
    return (int) (1 + WARM_POINTS / size / size);
  }

  private void write(double[][] rows, RawDoubles grid) {
    for (int i = 0; i < size; i++) {
      grid.write((long) i * size, rows[i]);
    }
  }

  /** Compares all bits. */
  private boolean equal(RawDoubles grid, double[][] expected) {
    double[] row = new double[size];
    for (int i = 0; i < size; i++) {
      grid.read((long) i * size, row);
      if (!Arrays.equals(row, expected[i])) {
        return false;
      }
    }
    return true;
  }

  private Row row(int number, double seconds, boolean right, List<Row> before) {
    double first = before.isEmpty() ? seconds : before.get(0).seconds();
    return new Row(number, seconds, seconds / steps * 1e6, first / seconds, right);
  }

  private void printHead() {
    PrintWriter table = output.table();
    table.printf(Locale.ROOT, "%d x %d points, %d steps%n%n", size, size, steps);
    table.println("workers  seconds  us/step  speed-up  every bit as serial");
    table.flush();
  }

  private void printRow(Row row) {
    PrintWriter table = output.table();
    table.printf(
        Locale.ROOT,
        "%7s %8.3f %8.0f %8.2fx  %s%n",
        row.workers() == 0 ? "serial" : row.workers(),
        row.seconds(),
        row.microsPerStep(),
        row.speedup(),
        row.right() ? "yes" : "NOT RIGHT");
    table.flush();
  }

  private void checkOptions() {
    output.requireAtLeastOne("--size", size);
    output.require(size <= MAX_SIZE, "--size must be at most " + MAX_SIZE + ", but is " + size);
    if (steps == null) {
      steps = size < 1024 ? 1000 : 100;
    }
    output.requireAtLeastOne("--steps", steps);
    pools.check(output);
    for (int number : pools.all()) {
      output.require(number <= size, "--workers must be at most --size, but is " + number);
    }
    Picture.checkFile("--png", png, output);
  }
}
