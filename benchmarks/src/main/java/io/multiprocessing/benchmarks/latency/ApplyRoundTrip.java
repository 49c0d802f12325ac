package io.multiprocessing.benchmarks.latency;

import io.multiprocessing.benchmarks.TwoWorkers;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One call there and back, of a task that does nothing. */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ApplyRoundTrip {

  /** Lets everybody fall asleep before each call. */
  @State(Scope.Benchmark)
  public static class Idle {

    private static final long PAUSE_MILLIS = 20;

    @Setup(Level.Invocation)
    public void pause() throws InterruptedException {
      Thread.sleep(PAUSE_MILLIS);
    }
  }

  @Benchmark
  public int hot(TwoWorkers workers) {
    return workers.pool().apply(() -> 1);
  }

  @Benchmark
  public int afterIdling(TwoWorkers workers, Idle idle) {
    return workers.pool().apply(() -> 1);
  }

  /** The result is awaited by the thread that submits, but through a future. */
  @Benchmark
  public int async(TwoWorkers workers) throws InterruptedException {
    return workers.pool().applyAsync(() -> 1).await();
  }
}
