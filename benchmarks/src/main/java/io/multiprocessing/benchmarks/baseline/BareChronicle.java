package io.multiprocessing.benchmarks.baseline;

import io.multiprocessing.ipc.internal.jvm.JdkPackages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.wire.DocumentContext;
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

/**
 * The floor: a number there and back through two queues, with both JVMs spinning. What a pool needs
 * beyond that (objects, claims, blame, sleep) is what it adds.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@State(Scope.Benchmark)
public class BareChronicle {

  private static final long END = -1;
  private static final int POLLS_PER_LOOK = 1_000_000; // a tenth of a second

  private Path folder;
  private Process child;
  private ChronicleQueue down;
  private ChronicleQueue up;
  private ExcerptAppender appender;
  private ExcerptTailer tailer;
  private long number;

  /** Starts the other side, and waits until it answers. */
  @Setup
  public void open() throws IOException {
    folder = Files.createTempDirectory(sharedMemory(), "bench-chronicle");
    down = queue(folder.resolve("down"));
    up = queue(folder.resolve("up"));
    appender = down.createAppender();
    tailer = up.createTailer();
    child = ChildProcess.start(EchoMain.class, folder.toString());
    pingPong();
  }

  private static Path sharedMemory() {
    Path linux = Path.of("/dev/shm");
    return Files.isDirectory(linux) ? linux : Path.of(System.getProperty("java.io.tmpdir"));
  }

  /** Ends the other side, and deletes the files. */
  @TearDown
  public void close() throws IOException, InterruptedException {
    write(appender, END);
    child.waitFor();
    down.close();
    up.close();
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.delete(file);
      }
    }
  }

  @Benchmark
  public long pingPong() {
    write(appender, ++number);
    return read(tailer, child.toHandle());
  }

  private static ChronicleQueue queue(Path folder) {
    JdkPackages.open(); // before Chronicle is touched
    System.setProperty("chronicle.analytics.disable", "true");
    System.setProperty("chronicle.disk.monitor.disable", "true"); // wants a library we leave out
    System.setProperty("slf4j.internal.verbosity", "ERROR");
    return ChronicleQueue.singleBuilder(folder).build();
  }

  private static void write(ExcerptAppender appender, long value) {
    try (DocumentContext document = appender.writingDocument()) {
      document.wire().bytes().writeLong(value);
    }
  }

  /** Spins until there is a message; not for ever, if the other side is gone. */
  private static long read(ExcerptTailer tailer, ProcessHandle other) {
    for (long polls = 1; ; polls++) {
      try (DocumentContext document = tailer.readingDocument()) {
        if (document.isPresent()) {
          return document.wire().bytes().readLong();
        }
      }
      if (polls % POLLS_PER_LOOK == 0 && !other.isAlive()) {
        throw new IllegalStateException("the other side is gone: pid=" + other.pid());
      }
      Thread.onSpinWait();
    }
  }

  /** The other side: sends back what it reads. */
  static final class EchoMain {

    private EchoMain() {}

    public static void main(String[] args) {
      Path folder = Path.of(args[0]);
      try (ChronicleQueue down = queue(folder.resolve("down"));
          ChronicleQueue up = queue(folder.resolve("up"));
          ExcerptTailer tailer = down.createTailer();
          ExcerptAppender appender = up.createAppender()) {
        ProcessHandle parent = ProcessHandle.current().parent().orElseThrow();
        for (long value = read(tailer, parent); value != END; value = read(tailer, parent)) {
          write(appender, value);
        }
      }
    }
  }
}
