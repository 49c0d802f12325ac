package io.multiprocessing.benchmarks.sharing;

import io.multiprocessing.Pool;
import io.multiprocessing.ipc.RawBoolean;
import io.multiprocessing.ipc.RawValue;
import io.multiprocessing.ipc.SharedEvent;
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

/** An event that another JVM waits for, and one that answers it: two wake-ups. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@State(Scope.Benchmark)
public class Events {

  private final SharedEvent there = SharedEvent.create();
  private final SharedEvent back = SharedEvent.create();
  private final RawBoolean end = RawValue.ofBoolean(false);
  private Pool pool;

  /** Sets a worker to it. */
  @Setup
  public void start() {
    SharedEvent from = there;
    SharedEvent to = back;
    RawBoolean stop = end;
    pool = Pool.create(1);
    pool.applyAsync(() -> echo(from, to, stop));
  }

  private static int echo(SharedEvent from, SharedEvent to, RawBoolean stop)
      throws InterruptedException {
    int rounds = 0;
    for (from.await(); !stop.get(); from.await()) {
      from.clear();
      to.set();
      rounds++;
    }
    return rounds;
  }

  /** Lets it end. */
  @TearDown
  public void stop() {
    end.set(true);
    there.set();
    pool.close();
  }

  @Benchmark
  public void thereAndBack() throws InterruptedException {
    there.set();
    back.await();
    back.clear();
  }
}
