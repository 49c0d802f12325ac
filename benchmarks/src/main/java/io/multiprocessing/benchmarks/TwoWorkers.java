package io.multiprocessing.benchmarks;

import io.multiprocessing.Pool;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A pool of two workers for JMH, open while a benchmark runs. */
@State(Scope.Benchmark)
public class TwoWorkers {

  private Pool pool;

  /** Opens the pool. */
  @Setup(Level.Trial)
  public void open() {
    pool = Pool.create(2);
  }

  /** Closes the pool. */
  @TearDown(Level.Trial)
  public void close() {
    pool.close();
  }

  /** Returns the pool. */
  public Pool pool() {
    return pool;
  }
}
