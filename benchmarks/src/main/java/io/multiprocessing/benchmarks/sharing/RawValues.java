package io.multiprocessing.benchmarks.sharing;

import io.multiprocessing.AsyncResult;
import io.multiprocessing.Pool;
import io.multiprocessing.ipc.RawBoolean;
import io.multiprocessing.ipc.RawLong;
import io.multiprocessing.ipc.RawValue;
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

/** A number in shared memory. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@State(Scope.Benchmark)
public class RawValues {

  private final RawLong value = RawValue.ofLong(0);

  /** Another JVM that changes the same value all the time. */
  @State(Scope.Benchmark)
  public static class Rival {

    private final RawBoolean end = RawValue.ofBoolean(false);
    private Pool pool;

    /** Sets a worker to it. */
    @Setup
    public void start(RawValues values) {
      RawLong contended = values.value;
      RawBoolean stop = end;
      RawBoolean running = RawValue.ofBoolean(false);
      pool = Pool.create(1);
      AsyncResult<Long> work = pool.applyAsync(() -> addUntil(stop, running, contended));
      while (!running.get() && !work.isDone()) {
        Thread.onSpinWait();
      }
    }

    private static long addUntil(RawBoolean stop, RawBoolean running, RawLong contended) {
      running.set(true);
      while (!stop.get()) {
        contended.getAndAdd(1);
      }
      return contended.get();
    }

    /** Lets it end. */
    @TearDown
    public void stop() {
      end.set(true);
      pool.close();
    }
  }

  @Benchmark
  public long get() {
    return value.get();
  }

  @Benchmark
  public void increment() {
    value.set(value.get() + 1);
  }

  @Benchmark
  public long getAndAdd() {
    return value.getAndAdd(1);
  }

  @Benchmark
  public long getAndAddContended(Rival rival) {
    return value.getAndAdd(1);
  }
}
