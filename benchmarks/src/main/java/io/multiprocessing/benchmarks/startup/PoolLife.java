package io.multiprocessing.benchmarks.startup;

import io.multiprocessing.Pool;
import io.multiprocessing.PoolBuilder;
import io.multiprocessing.TaskOptions;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The first pool of a program: each measurement is that of a new JVM. The first JVM does not count,
 * as it may have to make the class-data archive. With {@code -jvm} for other JDKs.
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(value = 7, warmups = 1)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
public class PoolLife {

  private static final int WORKERS = 2;

  /** A pool to be opened, and closed after the measurement. */
  @State(Scope.Benchmark)
  public static class Unopened {

    /** Whether workers may use the class-data archive of the library. */
    @Param({"true", "false"})
    boolean archive;

    private Pool pool;

    Pool open() {
      PoolBuilder builder = Pool.builder().workers(WORKERS);
      if (!archive) {
        // the last one counts: the JDK's own, of its own classes
        builder.jvmArgs("-XX:SharedArchiveFile=" + archiveOfTheJdk());
      }
      pool = builder.build();
      return pool;
    }

    private static Path archiveOfTheJdk() {
      return Path.of(System.getProperty("java.home"), "lib", "server", "classes.jsa");
    }

    /** Closes the pool. */
    @TearDown(Level.Iteration)
    public void close() {
      pool.close();
    }
  }

  /** A pool that is up. */
  @State(Scope.Benchmark)
  public static class Opened {

    private Pool pool;

    /** Opens the pool, and waits for all workers. */
    @Setup(Level.Iteration)
    public void open() {
      pool = Pool.create(WORKERS);
      awaitAll(pool);
    }
  }

  @Benchmark
  public int firstAnswer(Unopened pool) {
    return pool.open().apply(() -> 1);
  }

  @Benchmark
  public int allWorkers(Unopened pool) {
    return awaitAll(pool.open());
  }

  @Benchmark
  public void close(Opened opened) {
    opened.pool.close();
  }

  private static int awaitAll(Pool pool) {
    Set<Long> pids = new HashSet<>();
    while (pids.size() < WORKERS) {
      pids.addAll(
          pool.map(
              item -> ProcessHandle.current().pid(),
              List.of(1, 2),
              TaskOptions.defaults().chunkSize(1)));
    }
    return pids.size();
  }
}
