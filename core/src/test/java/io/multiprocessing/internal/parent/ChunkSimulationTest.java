package io.multiprocessing.internal.parent;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.multiprocessing.Chunking;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;

/**
 * The automatic chunk size against the best fixed one, and against what no order of work can beat:
 * calls with random costs on 1 to 64 workers, in virtual time.
 */
class ChunkSimulationTest {

  private static final double LEAST_NANOS_PER_WORKER = 20e6;
  private static final double MOST_TIMES_THAT = 200; // 4 s
  private static final int LEAST_ITEMS = 20;
  private static final double MOST_TIMES_THOSE = 1_000; // 20,000 items
  private static final int MOST_TINY_CHUNKS = 4_096;
  private static final double TINY_CHUNK_NANOS = 20_000; // less than what a chunk costs itself
  private static final long LOOK_NANOS = 2 * WorkSharing.SLOW_NANOS; // until a slow item is noticed

  /**
   * One call.
   *
   * @param toBest the time with the automatic size, divided by that with the best fixed one
   * @param toBound the same, divided by the least time that is possible
   * @param toPromise the same, divided by what it may take by any order of the items
   */
  private record Ratios(double toBest, double toBound, double toPromise) {}

  /** A call to be simulated. */
  private record Call(
      CostShape shape, SimulatedPool.Machine machine, long[] costs, double mean, long seed) {

    static Call random(CostShape shape, long seed) {
      Random random = new Random(31 * seed + shape.name().hashCode());
      int workers = 1 << random.nextInt(7);
      int items = (int) Math.round(LEAST_ITEMS * upTo(MOST_TIMES_THOSE, random));
      double mean = workers * LEAST_NANOS_PER_WORKER * upTo(MOST_TIMES_THAT, random) / items;
      long[] costs = shape.costs(items, mean, random);
      return new Call(shape, SimulatedPool.Machine.of(workers), costs, mean, seed);
    }

    /** Small and large factors are equally frequent. */
    private static double upTo(double factor, Random random) {
      return Math.pow(factor, random.nextDouble());
    }

    SimulatedPool.Outcome run(Chunking chunking) {
      return SimulatedPool.run(costs, chunking, machine, seed);
    }

    Ratios ratios() {
      double sum = Arrays.stream(costs).sum();
      double largest = Arrays.stream(costs).max().orElseThrow();
      double share = sum / machine.workers();
      SimulatedPool.Outcome automatic = run(new Chunking.Adaptive());
      double parent =
          2.0 * (automatic.sent() * machine.perChunk() + costs.length * machine.perItem());
      double late = LOOK_NANOS + machine.lateness();
      return new Ratios(
          automatic.nanos() / bestFixed(),
          automatic.nanos() / (Math.max(share, largest) + machine.dispatchNanos()),
          automatic.nanos() / (share + largest + machine.dispatchNanos() + parent + late));
    }

    private double bestFixed() {
      double best = Double.MAX_VALUE;
      for (int size = 1; size < 2 * costs.length; size *= 2) {
        boolean tooSmall = costs.length / size > MOST_TINY_CHUNKS && mean * size < TINY_CHUNK_NANOS;
        if (!tooSmall) {
          best = Math.min(best, (double) run(new Chunking.Fixed(size)).nanos());
        }
      }
      return best;
    }
  }

  @Test
  @Timeout(600) // it computes, all the time
  void shouldBeAsGoodAsTheBestFixedSize() {
    check(simulate(15));
  }

  /** Takes about half a minute on an idle core. */
  @Test
  @Tag("slow")
  @Timeout(600)
  void shouldBeAsGoodAsTheBestFixedSizeForThousandsOfCalls(TestReporter reporter) {
    Map<CostShape, List<Ratios>> results = simulate(250);
    results.forEach((shape, ratios) -> reporter.publishEntry(describe(shape, ratios)));
    check(results);
  }

  @Test
  void shouldRunTheSameForTheSameSeed() {
    Call call = Call.random(CostShape.HEAVY_TAILED, 7);
    assertEquals(call.run(new Chunking.Adaptive()), call.run(new Chunking.Adaptive()));
  }

  /** All of the work is in two neighbours, which by all that is known are cheap. */
  @Test
  void shouldNotKeepAnItemBehindOneThatIsSlow() {
    long[] costs = new long[24];
    Arrays.fill(costs, 6_000_000);
    costs[15] = 600_000_000;
    costs[16] = 600_000_000;
    SimulatedPool.Outcome outcome =
        SimulatedPool.run(costs, new Chunking.Adaptive(), SimulatedPool.Machine.of(2), 1);
    assertTrue(outcome.nanos() < 750_000_000, outcome.toString());
  }

  @Test
  void shouldDivideTheLastChunkAmongAllWhoAreIdle() {
    long[] costs = new long[10_000];
    Arrays.fill(costs, 1_000);
    Arrays.fill(costs, 9_000, 10_000, 1_000_000); // a second, and it was to be a millisecond
    SimulatedPool.Outcome outcome =
        SimulatedPool.run(costs, new Chunking.Adaptive(), SimulatedPool.Machine.of(8), 1);
    assertTrue(outcome.nanos() < 145_000_000, outcome.toString());
  }

  /** A chunk of 20 ms would be all that a look-ahead holds, or nearly. */
  @Test
  void shouldKeepAllWorkersBusyWithAStreamOfQuickItems() {
    long[] costs = new long[1_000_000];
    Arrays.fill(costs, 300);
    assertAll(Stream.of(0, 10_000, 1_000_000).map(lookAhead -> () -> assertBusy(costs, lookAhead)));
  }

  private static void assertBusy(long[] costs, int lookAhead) {
    SimulatedPool.Machine machine = new SimulatedPool.Machine(2, false, 15_000, 25, 50_000, 0, 0);
    SimulatedPool.Outcome outcome = SimulatedPool.runStream(costs, lookAhead, machine, 1);
    assertTrue(outcome.nanos() < 165_000_000, "lookAhead=" + lookAhead + ": " + outcome);
  }

  private static Map<CostShape, List<Ratios>> simulate(int callsPerShape) {
    Map<CostShape, List<Ratios>> results = new EnumMap<>(CostShape.class);
    for (CostShape shape : CostShape.values()) {
      List<Ratios> ratios = new ArrayList<>();
      for (int seed = 0; seed < callsPerShape; seed++) {
        ratios.add(Call.random(shape, seed).ratios());
      }
      results.put(shape, ratios);
    }
    return results;
  }

  private static void check(Map<CostShape, List<Ratios>> results) {
    double[] all =
        results.values().stream().flatMap(List::stream).mapToDouble(Ratios::toBest).toArray();
    assertAll(
        () -> assertTrue(quantile(all, 0.5) <= 1.01, "median of all: " + quantile(all, 0.5)),
        () -> assertTrue(quantile(all, 0.95) <= 1.1, "95 % of all: " + quantile(all, 0.95)));
    assertAll(
        results.entrySet().stream().map(entry -> () -> check(entry.getKey(), entry.getValue())));
  }

  private static void check(CostShape shape, List<Ratios> ratios) {
    double median = quantile(ratios.stream().mapToDouble(Ratios::toBest).toArray(), 0.5);
    double worst = quantile(ratios.stream().mapToDouble(Ratios::toPromise).toArray(), 1);
    assertTrue(median <= 1.05, () -> describe(shape, ratios));
    assertTrue(worst <= 1, () -> describe(shape, ratios));
  }

  private static String describe(CostShape shape, List<Ratios> ratios) {
    return String.format(
        Locale.ROOT,
        "%s: to the best fixed size %s; to the bound %s; to the promise %s",
        shape,
        describe(ratios.stream().mapToDouble(Ratios::toBest)),
        describe(ratios.stream().mapToDouble(Ratios::toBound)),
        describe(ratios.stream().mapToDouble(Ratios::toPromise)));
  }

  private static String describe(DoubleStream ratios) {
    double[] all = ratios.toArray();
    return String.format(
        Locale.ROOT,
        "median %.3f, 95 %% %.3f, worst %.3f",
        quantile(all, 0.5),
        quantile(all, 0.95),
        quantile(all, 1));
  }

  private static double quantile(double[] values, double part) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[(int) Math.min(sorted.length - 1, part * sorted.length)];
  }
}
