package io.multiprocessing.benchmarks.baseline;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.concurrent.Callable;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What one writes by hand: a JVM that is sent tasks through its standard input. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@State(Scope.Benchmark)
public class Pipes {

  private static final int BUFFER_BYTES = 64 << 10;

  /** Of the argument. */
  @Param({"0", "1024", "1048576", "67108864"})
  private int bytes;

  private byte[] data;
  private Process child;
  private ObjectOutputStream out;
  private ObjectInputStream in;

  /** A task that can be written to a stream. */
  interface Call extends Callable<Integer>, Serializable {}

  /** Starts the child. */
  @Setup
  public void open() throws IOException {
    data = new byte[bytes];
    child = ChildProcess.start(ServeCallsMain.class);
    out = new ObjectOutputStream(new BufferedOutputStream(child.getOutputStream(), BUFFER_BYTES));
    out.flush();
    in = new ObjectInputStream(new BufferedInputStream(child.getInputStream(), BUFFER_BYTES));
  }

  /** Ends the child. */
  @TearDown
  public void close() throws IOException, InterruptedException {
    out.close();
    child.waitFor();
  }

  @Benchmark
  public Object roundTrip() throws IOException, ClassNotFoundException {
    byte[] argument = data;
    Call call = () -> argument.length;
    out.writeUnshared(call);
    out.reset(); // or it would keep all it ever wrote
    out.flush();
    return in.readObject();
  }

  /** The other side: runs what it reads. */
  static final class ServeCallsMain {

    private ServeCallsMain() {}

    public static void main(String[] args) throws Exception {
      ObjectOutputStream results =
          new ObjectOutputStream(new BufferedOutputStream(System.out, BUFFER_BYTES));
      results.flush();
      ObjectInputStream calls =
          new ObjectInputStream(new BufferedInputStream(System.in, BUFFER_BYTES));
      while (true) {
        results.writeUnshared(next(calls).call());
        results.reset();
        results.flush();
      }
    }

    private static Call next(ObjectInputStream calls) throws Exception {
      try {
        return (Call) calls.readUnshared();
      } catch (EOFException e) {
        System.exit(0);
        throw e;
      }
    }
  }
}
