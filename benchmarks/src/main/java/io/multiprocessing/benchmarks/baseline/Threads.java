package io.multiprocessing.benchmarks.baseline;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Two threads of one JVM: what isolation is paid for with. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@State(Scope.Benchmark)
public class Threads {

  private static final int FEW = 10_000;
  private static final int MANY = 200_000;

  private ExecutorService executor;
  private ForkJoinPool forkJoin;
  private List<Callable<Integer>> tasks;
  private List<Integer> many;
  private long[] longs;

  /** Starts the threads. */
  @Setup
  public void open() {
    executor = Executors.newFixedThreadPool(2);
    forkJoin = new ForkJoinPool(2);
    tasks = IntStream.range(0, FEW).mapToObj(i -> (Callable<Integer>) () -> i + 1).toList();
    many = IntStream.range(0, MANY).boxed().toList();
    longs = LongStream.range(0, MANY).toArray();
  }

  /** Ends the threads. */
  @TearDown
  public void close() {
    executor.shutdown();
    forkJoin.shutdown();
  }

  @Benchmark
  public int submit() throws ExecutionException, InterruptedException {
    return executor.submit(() -> 1).get();
  }

  @Benchmark
  @OperationsPerInvocation(FEW)
  public List<Future<Integer>> invokeAll() throws InterruptedException {
    return executor.invokeAll(tasks);
  }

  @Benchmark
  @OperationsPerInvocation(MANY)
  public List<Integer> streamOfBoxed() throws ExecutionException, InterruptedException {
    return forkJoin.submit(() -> many.parallelStream().map(x -> x + 1).toList()).get();
  }

  @Benchmark
  @OperationsPerInvocation(MANY)
  public long[] streamOfPrimitives() throws ExecutionException, InterruptedException {
    return forkJoin.submit(() -> LongStream.of(longs).parallel().map(x -> x + 1).toArray()).get();
  }
}
