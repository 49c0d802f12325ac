package io.multiprocessing.benchmarks.throughput;

import io.multiprocessing.ResultIterator;
import io.multiprocessing.TaskOptions;
import io.multiprocessing.benchmarks.TwoWorkers;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What an item costs whose task is next to nothing. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@State(Scope.Benchmark)
public class Items {

  private static final int FEW = 10_000;
  private static final int MANY = 200_000;

  private List<Integer> few;
  private List<Integer> many;
  private List<String> texts;
  private long[] longs;

  /** Makes the items. */
  @Setup
  public void make() {
    few = IntStream.range(0, FEW).boxed().toList();
    many = IntStream.range(0, MANY).boxed().toList();
    texts = many.stream().map(i -> "item " + i).toList();
    longs = LongStream.range(0, MANY).toArray();
  }

  @Benchmark
  @OperationsPerInvocation(FEW)
  public List<Integer> chunksOfOne(TwoWorkers workers) {
    return workers.pool().map(x -> x + 1, few, TaskOptions.defaults().chunkSize(1));
  }

  @Benchmark
  @OperationsPerInvocation(MANY)
  public List<Integer> automatic(TwoWorkers workers) {
    return workers.pool().map(x -> x + 1, many);
  }

  @Benchmark
  @OperationsPerInvocation(MANY)
  public List<Integer> automaticStrings(TwoWorkers workers) {
    return workers.pool().map(String::length, texts);
  }

  @Benchmark
  @OperationsPerInvocation(MANY)
  public long[] primitives(TwoWorkers workers) {
    return workers.pool().mapToLong(x -> x + 1, longs);
  }

  @Benchmark
  @OperationsPerInvocation(MANY)
  public long[] range(TwoWorkers workers) {
    return workers.pool().mapToLong(x -> x + 1, 0, MANY);
  }

  @Benchmark
  @OperationsPerInvocation(MANY)
  public int mapReduce(TwoWorkers workers) {
    return workers.pool().mapReduce(x -> x + 1, 0, Integer::sum, many);
  }

  @Benchmark
  @OperationsPerInvocation(FEW)
  public long imapUnordered(TwoWorkers workers) {
    try (ResultIterator<Integer> results = workers.pool().imapUnordered(x -> x + 1, few)) {
      return sum(results);
    }
  }

  @Benchmark
  @OperationsPerInvocation(FEW)
  public long imap(TwoWorkers workers) {
    try (ResultIterator<Integer> results = workers.pool().imap(x -> x + 1, few)) {
      return sum(results);
    }
  }

  private static long sum(ResultIterator<Integer> results) {
    long sum = 0;
    while (results.hasNext()) {
      sum += results.next();
    }
    return sum;
  }
}
