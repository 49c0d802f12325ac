package io.multiprocessing.benchmarks.sharing;

import io.multiprocessing.Pool;
import io.multiprocessing.ipc.SharedQueue;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** An element of a queue: put and taken by one JVM, and there and back between two. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@State(Scope.Benchmark)
public class Queues {

  private final SharedQueue<Integer> queue = SharedQueue.unbounded();

  /** Another JVM that sends back what it takes. */
  @State(Scope.Benchmark)
  public static class Echo {

    private static final int END = -1;

    private final SharedQueue<Integer> there = SharedQueue.unbounded();
    private final SharedQueue<Integer> back = SharedQueue.unbounded();
    private Pool pool;

    /** Sets a worker to it. */
    @Setup
    public void start() {
      SharedQueue<Integer> from = there;
      SharedQueue<Integer> to = back;
      pool = Pool.create(1);
      pool.applyAsync(() -> echo(from, to));
    }

    private static int echo(SharedQueue<Integer> from, SharedQueue<Integer> to)
        throws InterruptedException {
      for (int element = from.take(); element != END; element = from.take()) {
        to.put(element);
      }
      return END;
    }

    /** Lets it end. */
    @TearDown
    public void stop() throws InterruptedException {
      there.put(END);
      pool.close();
      there.close();
      back.close();
    }
  }

  /** Gives the memory back. */
  @TearDown
  public void close() {
    queue.close();
  }

  @Benchmark
  public int putAndTake() throws InterruptedException {
    queue.put(1);
    return queue.take();
  }

  @Benchmark
  public int thereAndBack(Echo echo) throws InterruptedException {
    echo.there.put(1);
    return echo.back.take();
  }
}
