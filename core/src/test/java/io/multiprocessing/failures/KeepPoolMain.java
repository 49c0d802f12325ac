package io.multiprocessing.failures;

import io.multiprocessing.Pool;
import io.multiprocessing.PoolBuilder;
import io.multiprocessing.PoolException;
import io.multiprocessing.WorkerInfo;
import io.multiprocessing.testing.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Starts a pool, says who its workers are, and waits for its own end. */
final class KeepPoolMain {

  /** What the workers do meanwhile. */
  enum Mode {
    IDLE,
    BUSY,
    HANGING,
    WRITING,
    STARTING,
    WITH_CHILDREN
  }

  private static final int WORKERS = 2;

  private KeepPoolMain() {}

  public static void main(String[] args) throws Exception {
    Mode mode = Mode.valueOf(args[0]);
    Marks marks = Marks.in(Files.createTempDirectory("keep-pool"));
    PoolBuilder builder = Pool.builder().workers(WORKERS).workerMaxHeap("400m");
    if (mode == Mode.STARTING) {
      builder.initializer(
          () -> {
            marks.leave("running");
            Death.hang();
          });
    }
    Pool pool = builder.build();
    keepBusy(pool, mode, marks);
    if (mode != Mode.IDLE) {
      Await.until("the workers do it", () -> marks.count("running") >= WORKERS);
    } else {
      Await.until("the workers are idle", () -> count(pool, WorkerInfo.State.IDLE) == WORKERS);
    }
    for (WorkerInfo worker : pool.workers()) {
      System.out.println("worker " + worker.pid());
    }
    delete(Path.of(marks.folder()));
    System.out.println("ready");
    while (System.in.read() >= 0) {
      // the test never writes: this is the end of the test's own JVM
    }
    Runtime.getRuntime().halt(1);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        if (file.getFileName().toString().startsWith("child-")) {
          System.out.println("child " + Files.readString(file));
        }
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }

  private static long count(Pool pool, WorkerInfo.State state) {
    return pool.workers().stream().filter(worker -> worker.state() == state).count();
  }

  @SuppressWarnings("FutureReturnValueIgnored") // nobody will be there to look at them
  private static void keepBusy(Pool pool, Mode mode, Marks marks) {
    List<Integer> items = List.of(0, 1);
    switch (mode) {
      case IDLE, STARTING -> {}
      case BUSY ->
          pool.mapAsync(
              item -> {
                marks.leave("running");
                Thread.sleep(600_000);
                return item;
              },
              items);
      case HANGING ->
          pool.mapAsync(
              item -> {
                marks.leave("running");
                Death.hang();
                return item;
              },
              items);
      case WRITING -> {
        Thread consumer =
            new Thread(
                () -> {
                  try {
                    consumeLargeResults(pool, marks);
                  } catch (PoolException e) {
                    // the end of this JVM ends the pool first
                  }
                });
        consumer.setDaemon(true);
        consumer.start();
      }
      case WITH_CHILDREN ->
          pool.mapAsync(
              item -> {
                Process child = new ProcessBuilder("sleep", "600").start();
                Files.writeString(
                    Path.of(marks.folder(), "child-" + child.pid()), Long.toString(child.pid()));
                marks.leave("running");
                Thread.sleep(600_000);
                return item;
              },
              items);
    }
  }

  private static void consumeLargeResults(Pool pool, Marks marks) {
    Iterable<Integer> endless = () -> IntStream.iterate(0, i -> i + 1).iterator();
    pool.imap(
            item -> {
              if (item < WORKERS) {
                marks.leave("running");
              }
              return new byte[100_000_000];
            },
            endless)
        .forEachRemaining(bytes -> {});
  }
}
