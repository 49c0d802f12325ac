package io.multiprocessing.failures;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.multiprocessing.AsyncResult;
import io.multiprocessing.Outcome;
import io.multiprocessing.Pool;
import io.multiprocessing.TaskOptions;
import io.multiprocessing.WorkerCrashedException;
import io.multiprocessing.ipc.internal.files.SessionFolder;
import io.multiprocessing.testing.Await;
import io.multiprocessing.testing.NothingLeftBehind;
import io.multiprocessing.testing.Signals;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A worker is killed while it writes a result of 100 MB. */
@ExtendWith(NothingLeftBehind.class)
class LargeResultDeathTest {

  private static final int BYTES = 100_000_000;
  private static final int KILLS = 10;

  private static Pool pool;
  private static Path base; // of the session's folder

  @TempDir private Path folder;

  @BeforeAll
  static void open() throws IOException {
    base = Files.createTempDirectory(SessionFolder.defaultBase(), "large-results");
    pool = Pool.builder().workers(2).workerMaxHeap("400m").folder(base).build();
  }

  @AfterAll
  static void close() throws IOException {
    pool.close();
    Files.delete(base); // empty
  }

  private static byte[] large(int seed) {
    byte[] bytes = new byte[BYTES];
    Arrays.fill(bytes, (byte) seed);
    return bytes;
  }

  @Test
  void shouldFailOnlyThatItemAtWhateverMomentTheKillComes() throws Exception {
    Random random = new Random(42);
    long nanos = timeOfOneResult();
    for (int kill = 0; kill < KILLS; kill++) {
      Marks marks = Marks.in(Files.createTempDirectory(folder, "kill"));
      AsyncResult<byte[]> result =
          pool.applyAsync(
              () -> {
                byte[] bytes = large(1);
                marks.leavePid();
                return bytes;
              });
      long pid = marks.awaitPid();
      Thread.sleep((long) (random.nextDouble() * nanos / 1_000_000)); // the moment is the point
      Signals.send("KILL", pid);

      try {
        byte[] bytes = Await.within(OneBadItem.SOON, "a result or its failure", result::await);
        assertArrayEquals(large(1), bytes); // the kill came too late
      } catch (WorkerCrashedException e) {
        assertEquals(pid, e.pid());
        assertEquals(137, e.exitCode());
      }
      OneBadItem.checkWorks(pool);
    }
  }

  private static long timeOfOneResult() {
    pool.apply(() -> large(3));
    long start = System.nanoTime();
    assertEquals(BYTES, pool.apply(() -> large(3)).length);
    return System.nanoTime() - start;
  }

  @Test
  void shouldDeliverTheOtherLargeResultsOfTheSameCall() throws Exception {
    List<Outcome<Object>> outcomes =
        Await.within(
            Duration.ofSeconds(90),
            "twelve large results",
            () ->
                pool.mapOutcomes(
                    item -> item == 5 ? List.of(large(item), new HaltsWhenWritten()) : large(item),
                    IntStream.range(0, 12).boxed().toList(),
                    TaskOptions.defaults().chunkSize(4)));

    for (int i = 0; i < 12; i++) {
      if (i == 5) {
        OneBadItem.failure(WorkerCrashedException.class, outcomes.get(i));
      } else {
        byte[] bytes = (byte[]) outcomes.get(i).get();
        assertEquals(BYTES, bytes.length);
        assertEquals(i, bytes[BYTES / 2]);
      }
    }
    OneBadItem.checkWorks(pool);
  }

  /** Kills with a thread, so that it can come in the middle of writing. */
  private static void killThisJvmSoon() {
    Thread killer =
        new Thread(
            () -> {
              try {
                Thread.sleep(30);
              } catch (InterruptedException e) {
                // at once, then
              }
              Runtime.getRuntime().halt(5);
            });
    killer.start();
  }

  @Test
  void shouldRunTheItemAgainWhenTheOptionsSaySo() throws Exception {
    Marks marks = Marks.in(folder);

    List<byte[]> results =
        pool.map(
            item -> {
              marks.leave("run");
              if (marks.count("run") == 1) {
                killThisJvmSoon();
                Thread.sleep(90_000); // surely too late for it
              }
              return large(item);
            },
            List.of(7),
            TaskOptions.defaults().retries(1));

    assertEquals(7, results.get(0)[BYTES - 1]);
    assertEquals(2, marks.count("run"));
  }

  @Test
  void shouldGiveTheSpaceOfAnUnfinishedResultBack() throws Exception {
    for (int i = 0; i < 3; i++) {
      assertThrows(
          WorkerCrashedException.class,
          () ->
              pool.apply(
                  () -> {
                    killThisJvmSoon();
                    return List.of(large(1), large(2), new HaltsWhenWritten());
                  }));
    }
    OneBadItem.checkWorks(pool);

    Await.until("the segments of the dead are gone", OneBadItem.SOON, () -> segmentBytes() < BYTES);
  }

  private static long segmentBytes() throws IOException {
    try (Stream<Path> files = Files.walk(base)) {
      return files
          .filter(file -> file.getFileName().toString().matches("s[0-9]+"))
          .mapToLong(file -> file.toFile().length())
          .sum();
    } catch (UncheckedIOException e) {
      return Long.MAX_VALUE; // a file went away meanwhile: look again
    }
  }

  /** Ends its JVM after what stands before it has been written. */
  static final class HaltsWhenWritten implements Serializable {
    private static final long serialVersionUID = 1L;

    private void writeObject(ObjectOutputStream out) {
      Death.HALT.happen();
    }
  }
}
