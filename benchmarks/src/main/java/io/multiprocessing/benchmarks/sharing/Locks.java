package io.multiprocessing.benchmarks.sharing;

import io.multiprocessing.AsyncResult;
import io.multiprocessing.Pool;
import io.multiprocessing.ipc.RawBoolean;
import io.multiprocessing.ipc.RawLong;
import io.multiprocessing.ipc.RawValue;
import io.multiprocessing.ipc.SharedLock;
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

/** A lock taken, a number incremented, the lock released. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@State(Scope.Benchmark)
public class Locks {

  private final SharedLock lock = SharedLock.create();
  private final RawLong value = RawValue.ofLong(0);

  /** Another JVM that does the same all the time. */
  @State(Scope.Benchmark)
  public static class Rival {

    private final RawBoolean end = RawValue.ofBoolean(false);
    private Pool pool;

    /** Sets a worker to it. */
    @Setup
    public void start(Locks locks) {
      SharedLock contended = locks.lock;
      RawLong number = locks.value;
      RawBoolean stop = end;
      pool = Pool.create(1);
      AsyncResult<Long> work = pool.applyAsync(() -> incrementUntil(stop, contended, number));
      while (number.get() == 0 && !work.isDone()) {
        Thread.onSpinWait();
      }
    }

    private static long incrementUntil(RawBoolean stop, SharedLock lock, RawLong value) {
      while (!stop.get()) {
        increment(lock, value);
      }
      return value.get();
    }

    /** Lets it end. */
    @TearDown
    public void stop() {
      end.set(true);
      pool.close();
    }
  }

  private static void increment(SharedLock lock, RawLong value) {
    lock.lock();
    try {
      value.set(value.get() + 1);
    } finally {
      lock.unlock();
    }
  }

  @Benchmark
  public void alone() {
    increment(lock, value);
  }

  @Benchmark
  public void contended(Rival rival) {
    increment(lock, value);
  }
}
