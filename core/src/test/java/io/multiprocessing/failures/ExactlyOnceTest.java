package io.multiprocessing.failures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.multiprocessing.AsyncResult;
import io.multiprocessing.Outcome;
import io.multiprocessing.Pool;
import io.multiprocessing.Task;
import io.multiprocessing.TaskOptions;
import io.multiprocessing.WorkerCrashedException;
import io.multiprocessing.testing.NothingLeftBehind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A worker dies in the middle of a chunk: nothing is lost, and nothing is run twice. */
@ExtendWith(NothingLeftBehind.class)
class ExactlyOnceTest {

  private static final TaskOptions CHUNKS_OF_FIFTY = TaskOptions.defaults().chunkSize(50);

  private static Pool pool;

  @TempDir private Path folder;
  private Marks marks;

  @BeforeAll
  static void open() {
    pool = Pool.create(2);
  }

  @AfterAll
  static void close() {
    pool.close();
  }

  @BeforeEach
  void setUp() {
    marks = Marks.in(folder);
  }

  private static List<Integer> range(int size) {
    return IntStream.range(0, size).boxed().toList();
  }

  /** Runs a hundred items in two chunks and checks how often each was run. */
  private void check(Set<Integer> deadly, Task<Integer, Object> result) throws Exception {
    Marks left = marks;
    List<Outcome<Object>> outcomes =
        pool.mapOutcomes(
            item -> {
              left.leave("item" + item);
              if (deadly.contains(item)) {
                Death.HALT.happen();
              }
              return result.apply(item);
            },
            range(100),
            CHUNKS_OF_FIFTY);

    for (int i = 0; i < 100; i++) {
      assertEquals(1, marks.count("item" + i), "runs of item " + i);
      if (deadly.contains(i)) {
        assertEquals(
            i, OneBadItem.failure(WorkerCrashedException.class, outcomes.get(i)).itemIndex());
      } else {
        assertTrue(outcomes.get(i).isSuccess(), "item " + i);
      }
    }
    OneBadItem.checkWorks(pool);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 25, 49, 50, 99})
  void shouldRunEveryOtherItemOfTheChunkOnce(int deadly) throws Exception {
    check(Set.of(deadly), item -> item);
  }

  @Test
  void shouldRunEveryOtherItemOnceThoughSeveralKill() throws Exception {
    check(Set.of(3, 4, 25, 48, 75), item -> item);
  }

  @ParameterizedTest
  @ValueSource(ints = {1_000, 10_000, 40_000, 200_000})
  void shouldLoseNoResultHoweverLargeTheyAre(int bytes) throws Exception {
    check(Set.of(25, 60), item -> new byte[bytes]);
  }

  @Test
  void shouldRunEveryNumberOnce() {
    Marks left = marks;
    WorkerCrashedException failure =
        assertThrows(
            WorkerCrashedException.class,
            () ->
                pool.mapToLong(
                    (long item) -> {
                      left.leave("item" + item);
                      if (item == 25) {
                        Death.HALT.happen();
                      }
                      return item;
                    },
                    0,
                    100,
                    CHUNKS_OF_FIFTY.failFast(false)));

    assertEquals(25, failure.itemIndex());
    for (int i = 0; i < 100; i++) {
      assertEquals(1, marks.count("item" + i), "runs of item " + i);
    }
  }

  @Test
  void shouldKeepTheOrderOfAnImapWhoseWorkerDies() {
    Marks left = marks;
    List<Object> seen = new ArrayList<>();
    try (var results =
        pool.imap(
            item -> {
              left.leave("item" + item);
              if (item == 25) {
                Death.HALT.happen();
              }
              return item;
            },
            range(100),
            CHUNKS_OF_FIFTY)) {
      while (results.hasNext()) {
        try {
          seen.add(results.next());
        } catch (WorkerCrashedException e) {
          seen.add("crash at " + e.itemIndex());
        }
      }
    }
    List<Object> expected = new ArrayList<>(range(100));
    expected.set(25, "crash at 25");
    assertEquals(expected, seen);
    for (int i = 0; i < 100; i++) {
      assertEquals(1, marks.count("item" + i), "runs of item " + i);
    }
  }

  @Test
  void shouldDeliverTheResultOfTheTaskBeforeTheOneThatKills() throws Exception {
    try (Pool single = Pool.create(1)) {
      for (int round = 0; round < 6; round++) {
        Path rounds = Files.createTempDirectory(folder, "round");
        Marks left = Marks.in(rounds);
        AsyncResult<Integer> before =
            single.applyAsync(
                () -> {
                  left.leave("before");
                  return 5;
                });
        AsyncResult<Integer> killer =
            single.applyAsync(
                () -> {
                  Runtime.getRuntime().halt(9);
                  return 1;
                });
        AsyncResult<Integer> after = single.applyAsync(() -> 6);

        assertEquals(5, before.await());
        assertThrows(WorkerCrashedException.class, killer::await);
        assertEquals(6, after.await());
        assertEquals(1, left.count("before"));
      }
    }
  }

  @Test
  void shouldReplaceWorkersAfterTheirShareThoughSomeDie() {
    Marks left = marks;
    try (Pool renewing = Pool.builder().workers(2).maxTasksPerWorker(10).build()) {
      List<Outcome<Integer>> outcomes =
          renewing.mapOutcomes(
              item -> {
                left.leave("item" + item);
                if (item == 33) {
                  Death.HALT.happen();
                }
                return item;
              },
              range(60));

      for (int i = 0; i < 60; i++) {
        assertEquals(i != 33, outcomes.get(i).isSuccess(), "item " + i);
        assertEquals(1, marks.count("item" + i), "runs of item " + i);
      }
      assertTrue(renewing.stats().startedWorkers() >= 6, renewing.stats()::toString);
    }
  }
}
