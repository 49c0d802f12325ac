package io.multiprocessing.failures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.multiprocessing.AsyncResult;
import io.multiprocessing.Outcome;
import io.multiprocessing.Pool;
import io.multiprocessing.ResultIterator;
import io.multiprocessing.TaskFailedException;
import io.multiprocessing.TaskOptions;
import io.multiprocessing.TaskTimeoutException;
import io.multiprocessing.WorkerContext;
import io.multiprocessing.testing.Await;
import io.multiprocessing.testing.Gate;
import io.multiprocessing.testing.NothingLeftBehind;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A task runs longer than it may. */
@ExtendWith(NothingLeftBehind.class)
class TimeLimitTest {

  private static final Duration LIMIT = Duration.ofMillis(1_500);
  private static final TaskOptions LIMITED = TaskOptions.defaults().taskTimeout(LIMIT);

  private static Pool pool;

  @BeforeAll
  static void open() {
    pool = Pool.builder().workers(2).interruptGrace(Duration.ofMillis(300)).build();
    pool.map(item -> item, List.of(1, 2));
  }

  @AfterAll
  static void close() {
    pool.close();
  }

  private static int sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted", e);
    }
    return (int) millis;
  }

  @Test
  void shouldFailOnlyTheItemThatNeverEnds() throws Exception {
    TaskTimeoutException failure =
        OneBadItem.of(
            TaskTimeoutException.class, pool, OneBadItem.run(Death::hang), LIMITED.chunkSize(5));

    assertEquals(OneBadItem.BAD, failure.itemIndex());
    assertEquals(LIMIT, failure.limit());
    assertTrue(
        failure
            .getMessage()
            .matches(
                "item 4 of mapOutcomes in worker [0-9]+ ran longer than its limit:"
                    + " taskTimeout=PT1.5S"),
        failure::getMessage);
  }

  @Test
  void shouldKillTheWorkerOfATaskThatIgnoresItsInterrupt() throws Exception {
    long killed = pool.stats().killedWorkers();

    assertThrows(
        TaskTimeoutException.class,
        () ->
            pool.apply(
                () -> {
                  Death.hang();
                  return 0;
                },
                LIMITED));

    Await.until("it is killed", OneBadItem.SOON, () -> pool.stats().killedWorkers() > killed);
    OneBadItem.checkWorks(pool);
  }

  @Test
  void shouldKeepTheWorkerOfATaskThatReactsToItsInterrupt() throws Exception {
    try (Pool patient = Pool.builder().workers(2).interruptGrace(Duration.ofSeconds(60)).build()) {
      OneBadItem.checkWorks(patient);
      OneBadItem.of(
          TaskTimeoutException.class, patient, item -> sleep(90_000), LIMITED.chunkSize(5));

      assertEquals(0, patient.stats().killedWorkers());
    }
  }

  @Test
  void shouldFailTheOddItemsThatSleepAndNoOthers() throws Exception {
    List<Outcome<Integer>> outcomes =
        pool.mapOutcomes(
            item -> item % 2 == 1 ? sleep(30_000) : item,
            IntStream.range(0, 8).boxed().toList(),
            LIMITED.chunkSize(4));

    for (int i = 0; i < 8; i++) {
      if (i % 2 == 0) {
        assertEquals(i, outcomes.get(i).get());
      } else {
        assertEquals(
            i, OneBadItem.failure(TaskTimeoutException.class, outcomes.get(i)).itemIndex());
      }
    }
    OneBadItem.checkWorks(pool);
  }

  @Test
  void shouldCountFromTheStartOfTheRunAndNotFromTheSubmission() {
    List<AsyncResult<Integer>> results =
        IntStream.range(0, 40).mapToObj(i -> pool.applyAsync(() -> sleep(100), LIMITED)).toList();

    for (AsyncResult<Integer> result : results) { // the last one waits about 2 s for its turn
      assertEquals(100, result.await());
    }
  }

  @Test
  void shouldCountFromTheStartOfTheItemAndNotOfItsChunk() {
    List<Integer> results =
        pool.map(item -> sleep(item), Collections.nCopies(20, 100), LIMITED.chunkSize(20));

    assertEquals(20, results.size());
  }

  @Test
  void shouldThrowATimeoutOfAnImapInItsPlace() throws Exception {
    List<Object> seen = new ArrayList<>();
    try (var results =
        pool.imap(
            item -> item == 2 || item == 4 ? sleep(30_000) : item,
            IntStream.range(0, 7).boxed().toList(),
            LIMITED)) {
      while (results.hasNext()) {
        try {
          seen.add(results.next());
        } catch (TaskTimeoutException e) {
          seen.add("late " + e.itemIndex());
        }
      }
    }
    assertEquals(List.of(0, 1, "late 2", 3, "late 4", 5, 6), seen);
    OneBadItem.checkWorks(pool);
  }

  @Test
  void shouldLetTheConsumerOfAnImapStopWaitingAndGoOn() throws Exception {
    try (Gate gate = Gate.create();
        ResultIterator<Integer> results =
            pool.imap(
                item -> {
                  gate.pass();
                  return item;
                },
                List.of(1_000, 1))) {
      TaskTimeoutException failure =
          assertThrows(TaskTimeoutException.class, () -> results.next(Duration.ofMillis(50)));

      assertEquals(-1, failure.itemIndex());
      assertTrue(failure.getMessage().contains("timeout=PT0.05S"), failure::getMessage);
      gate.open();
      assertEquals(1_000, results.next(Duration.ofSeconds(45)));
      assertEquals(1, results.next());
    }
    OneBadItem.checkWorks(pool);
  }

  @Test
  void shouldRunALateItemAgainWhenTheOptionsSaySo() throws Exception {
    Outcome<Integer> outcome =
        pool.mapOutcomes(
                item -> WorkerContext.current().attempt() == 1 ? sleep(30_000) : item,
                List.of(7),
                LIMITED.retries(1))
            .get(0);

    assertEquals(new Outcome.Success<>(7), outcome);
    OneBadItem.checkWorks(pool);
  }

  @Test
  void shouldLimitCallsWhoseItemsHaveOneResultTogether() throws Exception {
    List<Integer> items = List.of(1, 30_000, 1, 1);

    TaskTimeoutException failure =
        assertThrows(
            TaskTimeoutException.class,
            () -> pool.mapReduce(item -> sleep(item), 0, Integer::sum, items, LIMITED));
    assertNotEquals(-1, failure.itemIndex());
    assertThrows(
        TaskTimeoutException.class, () -> pool.anyMatch(item -> sleep(item) < 0, items, LIMITED));
    assertThrows(
        TaskTimeoutException.class,
        () -> pool.mapToLong((long item) -> sleep(item), new long[] {1, 30_000, 1}, LIMITED));
    OneBadItem.checkWorks(pool);
  }

  @Test
  void shouldLimitTheDeserializationOfAnArgumentToo() throws Exception {
    Outcome<Integer> outcome =
        Await.within(
            OneBadItem.SOON,
            "a call whose argument cannot be read in time",
            () ->
                pool.mapOutcomes(item -> 1, List.of(new SlowToRead()), LIMITED.chunkSize(1))
                    .get(0));

    OneBadItem.failure(TaskTimeoutException.class, outcome);
    OneBadItem.checkWorks(pool);
  }

  /** An object whose reader never ends. */
  static final class SlowToRead implements Serializable {
    private static final long serialVersionUID = 1L;

    private void readObject(ObjectInputStream in) {
      Death.hang();
    }
  }

  @Test
  void shouldNotWaitForTheOtherItemsOfACallThatHasFailed() throws Exception {
    List<Integer> items = new ArrayList<>(Collections.nCopies(101, 90_000));
    items.set(0, -1); // Thread.sleep refuses

    Await.within(
        OneBadItem.SOON,
        "a call whose first item fails",
        () -> assertThrows(TaskFailedException.class, () -> pool.map(item -> sleep(item), items)));
    OneBadItem.checkWorks(pool);
  }
}
