package io.multiprocessing.failures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.multiprocessing.AsyncResult;
import io.multiprocessing.Outcome;
import io.multiprocessing.Pool;
import io.multiprocessing.PoolException;
import io.multiprocessing.ResultIterator;
import io.multiprocessing.TaskOptions;
import io.multiprocessing.WorkerInfo;
import io.multiprocessing.testing.Await;
import io.multiprocessing.testing.NothingLeftBehind;
import io.multiprocessing.testing.Signals;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** There is no room in the folder of the mapped files. */
@ExtendWith(NothingLeftBehind.class)
class FullFolderTest {

  private static final int MEGABYTES = 64;
  private static final int TOO_LARGE = 100_000_000;
  private static final int LARGE = 5_000_000;

  private static SmallFolder folder;
  private static Pool pool;

  @BeforeAll
  static void open() throws Exception {
    folder = SmallFolder.mount(MEGABYTES);
    pool = Pool.builder().workers(2).workerMaxHeap("400m").folder(folder.path()).build();
    OneBadItem.checkWorks(pool);
    Await.until("both are up", () -> pool.stats().startedWorkers() == 2);
  }

  @AfterAll
  static void close() throws Exception {
    if (pool != null) {
      pool.close();
      try (Stream<Path> files = Files.list(folder.path())) {
        assertEquals(List.of(), files.toList());
      }
      folder.close();
    }
  }

  @AfterEach
  void free() throws Exception {
    folder.free();
    OneBadItem.checkWorks(pool);
  }

  private static void checkNamesTheSpace(PoolException failure, String what) {
    assertTrue(failure.getMessage().startsWith("no room in shared memory"), failure::getMessage);
    assertTrue(failure.getMessage().contains(what), failure::getMessage);
    assertTrue(failure.getMessage().contains(folder.path().toString()), failure::getMessage);
    assertTrue(
        failure.getMessage().matches("(?s).* bytes wanted, [0-9]+ bytes free.*"),
        failure::getMessage);
  }

  @Test
  void shouldFailOnlyTheItemWhoseResultDoesNotFit() throws Exception {
    PoolException failure = OneBadItem.of(PoolException.class, pool, item -> new byte[TOO_LARGE]);

    checkNamesTheSpace(failure, "the result of item 4 of mapOutcomes in worker");
  }

  @Test
  void shouldFailOnlyTheItemWhoseResultOfManyPartsDoesNotFit() throws Exception {
    PoolException failure =
        OneBadItem.of(
            PoolException.class,
            pool,
            item -> IntStream.range(0, 2_000).mapToObj(i -> new byte[50_000]).toList());

    checkNamesTheSpace(failure, "the result of item 4 of mapOutcomes in worker");
  }

  @Test
  void shouldFailOnlyTheItemWhoseArgumentDoesNotFit() throws Exception {
    List<byte[]> items =
        IntStream.range(0, 10)
            .mapToObj(i -> new byte[i == OneBadItem.BAD ? TOO_LARGE : i])
            .toList();

    List<Outcome<Integer>> outcomes =
        Await.within(
            OneBadItem.SOON,
            "a call with a large argument",
            () ->
                pool.mapOutcomes(
                    bytes -> bytes.length, items, TaskOptions.defaults().chunkSize(5)));

    for (int i = 0; i < 10; i++) {
      if (i != OneBadItem.BAD) {
        assertEquals(new Outcome.Success<>(i), outcomes.get(i));
      }
    }
    checkNamesTheSpace(
        OneBadItem.failure(PoolException.class, outcomes.get(OneBadItem.BAD)),
        "the argument of item 4 of mapOutcomes");
  }

  @Test
  void shouldFailOnlyTheItemWhoseArgumentOfManyPartsDoesNotFit() throws Exception {
    List<List<byte[]>> items =
        IntStream.range(0, 10)
            .mapToObj(
                i ->
                    i == OneBadItem.BAD
                        ? IntStream.range(0, 2_000).mapToObj(j -> new byte[50_000]).toList()
                        : List.of(new byte[i]))
            .toList();

    List<Outcome<Integer>> outcomes =
        pool.mapOutcomes(list -> list.get(0).length, items, TaskOptions.defaults().chunkSize(5));

    for (int i = 0; i < 10; i++) {
      if (i != OneBadItem.BAD) {
        assertEquals(new Outcome.Success<>(i), outcomes.get(i));
      }
    }
    checkNamesTheSpace(
        OneBadItem.failure(PoolException.class, outcomes.get(OneBadItem.BAD)),
        "the argument of item 4 of mapOutcomes");
  }

  @Test
  void shouldFailACallWhoseTaskDoesNotFit() throws Exception {
    byte[] captured = new byte[TOO_LARGE];

    PoolException failure =
        assertThrows(PoolException.class, () -> pool.map(x -> captured[x], List.of(1, 2, 3)));

    checkNamesTheSpace(failure, " of map");
  }

  @Test
  void shouldWaitForRoomWhenOthersHaveTaken() throws Exception {
    List<byte[]> items = Collections.nCopies(40, new byte[LARGE]); // 200 MB through 64

    List<Integer> sizes =
        pool.map(bytes -> bytes.length, items, TaskOptions.defaults().chunkSize(2));

    assertEquals(Collections.nCopies(40, LARGE), sizes);
  }

  @Test
  void shouldPassMoreThanItHoldsInBothDirections() throws Exception {
    long total = 0;
    try (ResultIterator<byte[]> results =
        pool.imap(
            bytes -> new byte[bytes.length],
            Collections.nCopies(60, new byte[LARGE]),
            TaskOptions.defaults().chunkSize(1).lookAhead(4))) {
      while (results.hasNext()) {
        total += results.next().length;
      }
    }
    assertEquals(60L * LARGE, total);
  }

  @Test
  void shouldServeOtherCallsWhileAnArgumentWaitsForRoom() throws Exception {
    AsyncResult<Integer> slow =
        pool.applyAsync(
            () -> {
              Thread.sleep(60_000);
              return 1;
            });
    AsyncResult<List<Integer>> tooLarge =
        pool.mapAsync(bytes -> bytes.length, List.of(new byte[TOO_LARGE]));

    OneBadItem.checkWorks(pool);

    assertTrue(slow.cancel(true)); // what the argument waits for
    checkNamesTheSpace(
        assertThrows(PoolException.class, tooLarge::await), "the argument of item 0 of map");
  }

  @Test
  void shouldGiveTheRoomOfLargeMessagesBackAtOnce() throws Exception {
    long before = folder.path().toFile().getUsableSpace();
    for (int i = 0; i < 4; i++) {
      assertEquals(4 * LARGE, pool.apply(() -> new byte[4 * LARGE]).length);
      assertEquals(List.of(4 * LARGE), pool.map(x -> x.length, List.of(new byte[4 * LARGE])));
    }

    long after = folder.path().toFile().getUsableSpace();

    assertTrue(before - after < LARGE, before + " bytes were free, and then " + after);
  }

  @Test
  void shouldGiveUpOnlyWhatDoesNotFitThoughOthersKeepThePoolBusy() throws Exception {
    AsyncResult<List<Integer>> busy =
        pool.mapAsync(
            item -> {
              Thread.sleep(10);
              return item;
            },
            Collections.nCopies(600, 1));

    PoolException failure =
        Await.within(
            OneBadItem.SOON,
            "giving up",
            () ->
                assertThrows(
                    PoolException.class,
                    () -> pool.map(bytes -> bytes.length, List.of(new byte[TOO_LARGE]))));

    checkNamesTheSpace(failure, "the argument of item 0 of map");
    busy.cancel(false);
  }

  @Test
  void shouldSayThatTheFolderIsFullAndWorkWhenItIsFreed() throws Exception {
    folder.fill(0);

    PoolException failure =
        assertThrows(PoolException.class, () -> pool.apply(() -> new byte[1_000_000]));
    checkNamesTheSpace(failure, "the result of the call");
    PoolException down =
        assertThrows(
            PoolException.class, () -> pool.map(x -> x.length, List.of(new byte[1_000_000])));
    checkNamesTheSpace(down, "the argument of item 0 of map");

    folder.free();
    assertEquals(1_000_000, pool.apply(() -> new byte[1_000_000]).length);
  }

  @Test
  void shouldRunSmallTasksInAFullFolderOrSayThatItIsFull() throws Exception {
    folder.fill(0);

    for (int i = 0; i < 200; i++) { // the files of the queues have some room, which is used up
      try {
        assertEquals(List.of(1, 4, 9), pool.map(x -> x * x, List.of(1, 2, 3)));
      } catch (PoolException e) {
        checkNamesTheSpace(e, " of map");
      }
    }
  }

  @Test
  void shouldSayThatThereIsNoRoomForTheResultOfAReduction() throws Exception {
    PoolException failure =
        assertThrows(
            PoolException.class,
            () ->
                pool.mapReduce(
                    x -> List.of(new byte[TOO_LARGE]), List.of(), (a, b) -> a, List.of(1, 2)));

    checkNamesTheSpace(failure, "the result of item");
  }

  @Test
  void shouldReplaceAWorkerWhenTheFolderIsFreedInTime() throws Exception {
    Await.until("both are idle", () -> idleWorkers().size() == 2);
    awaitFailedStarts();

    folder.free();

    Await.until("both are idle again", () -> idleWorkers().size() == 2);
  }

  /** Kills a worker; not both: without any, the pool gives up after a few failed starts. */
  private static void awaitFailedStarts() {
    Logger logger = Logger.getLogger("io.multiprocessing");
    AtomicBoolean failed = new AtomicBoolean();
    logger.setFilter(
        record -> {
          if (record.getMessage().startsWith("workers cannot be started")) {
            failed.set(true);
          }
          return true;
        });
    try {
      Await.until(
          "starts have failed",
          () -> {
            folder.fill(0); // also with what the dead one has left
            killOneOfTwo();
            return failed.get();
          });
    } finally {
      logger.setFilter(null);
    }
  }

  /** More than once, should what the dead one has left do for the next. */
  private static void killOneOfTwo() {
    List<WorkerInfo> idle = idleWorkers();
    if (idle.size() == 2) {
      long pid = idle.get(0).pid();
      Signals.send("KILL", pid);
      Await.until("it is gone", () -> idleWorkers().stream().noneMatch(each -> each.pid() == pid));
    }
  }

  private static List<WorkerInfo> idleWorkers() {
    return pool.workers().stream()
        .filter(worker -> worker.state() == WorkerInfo.State.IDLE)
        .toList();
  }

  @Test
  void shouldNotStartInAFullFolder() throws Exception {
    folder.fill(0);

    PoolException failure =
        assertThrows(
            PoolException.class, () -> Pool.builder().workers(1).folder(folder.path()).build());

    assertTrue(failure.getMessage().contains("cannot make its files"), failure::getMessage);
    assertTrue(failure.getMessage().contains(folder.path().toString()), failure::getMessage);
    assertTrue(failure.getMessage().contains("No space left"), failure::getMessage);
  }

  @Test
  void shouldNotStartWhereOnlyTheWorkersDoNotFit() throws Exception {
    for (int freeKilobytes : List.of(200, 600, 1_000, 2_000)) {
      folder.fill(freeKilobytes);
      try (Pool other = Pool.builder().workers(2).folder(folder.path()).build()) {
        assertEquals(1, other.apply(() -> 1)); // there was room after all
      } catch (PoolException e) {
        assertTrue(e.toString().contains(folder.path().toString()), e::toString);
      }
      folder.free();
    }
  }
}
