package io.multiprocessing.benchmarks.throughput;

import io.multiprocessing.benchmarks.TwoWorkers;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What a call costs by the size of its argument, or of its result. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@State(Scope.Benchmark)
public class Payloads {

  /** From nothing to 64 MiB; 32 KiB still fits a message, 128 KiB does not. */
  @Param({"0", "1024", "32768", "131072", "1048576", "16777216", "67108864"})
  private int bytes;

  private byte[] data;

  /** Makes the argument. */
  @Setup
  public void make() {
    data = new byte[bytes];
  }

  @Benchmark
  public int argument(TwoWorkers workers) {
    byte[] argument = data;
    return workers.pool().apply(() -> argument.length);
  }

  @Benchmark
  public byte[] result(TwoWorkers workers) {
    int length = bytes;
    return workers.pool().apply(() -> Ready.bytes(length));
  }

  /** Worker side: what is returned is made once, as the way back is what is measured. */
  private static final class Ready {
    private static byte[] data = new byte[0]; // the worker's task thread only

    private Ready() {}

    static byte[] bytes(int length) {
      if (data.length != length) {
        data = new byte[length];
      }
      return data;
    }
  }
}
