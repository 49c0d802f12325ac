package io.multiprocessing.failures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.multiprocessing.Outcome;
import io.multiprocessing.Pool;
import io.multiprocessing.PoolException;
import io.multiprocessing.PoolStats;
import io.multiprocessing.Task;
import io.multiprocessing.TaskOptions;
import io.multiprocessing.TaskSerializationException;
import io.multiprocessing.WorkerContext;
import io.multiprocessing.testing.Await;
import io.multiprocessing.testing.NothingLeftBehind;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Something cannot travel: the task, an argument, a result; there or back. Nobody dies for it. */
@ExtendWith(NothingLeftBehind.class)
class SerializationFailureTest {

  private static Pool pool;

  @BeforeAll
  static void open() {
    pool =
        Pool.builder()
            .workers(2)
            .workerMaxHeap("256m")
            .interruptGrace(Duration.ofMinutes(1)) // of items of a call that another one has failed
            .build();
  }

  @AfterAll
  static void closeAndCheckThatNoWorkerDied() {
    PoolStats stats = pool.stats();
    pool.close();
    assertEquals(0, stats.crashedWorkers() + stats.killedWorkers(), stats::toString);
  }

  /** When something that is {@link Fragile} breaks. */
  enum When {
    NEVER,
    WRITTEN_IN_PARENT,
    READ_IN_WORKER,
    WRITTEN_IN_WORKER,
    READ_IN_PARENT
  }

  /** How it breaks. */
  enum How {
    IO_EXCEPTION {
      @Override
      void happen(When when) throws IOException {
        throw new IOException("broke when " + when);
      }
    },
    RUNTIME_EXCEPTION {
      @Override
      void happen(When when) {
        throw new IllegalStateException("broke when " + when);
      }
    },
    ERROR {
      @Override
      void happen(When when) {
        throw new AssertionError("broke when " + when);
      }
    },
    STACK_OVERFLOW {
      @Override
      @SuppressWarnings("InfiniteRecursion") // on purpose
      void happen(When when) throws IOException {
        happen(when);
        throw new IOException();
      }
    },
    OUT_OF_MEMORY {
      @Override
      void happen(When when) {
        throw new OutOfMemoryError("broke when " + when); // as of an array larger than any
      }
    };

    abstract void happen(When when) throws IOException;
  }

  /** An object that breaks on one of its ways. */
  static final class Fragile implements Serializable {
    private static final long serialVersionUID = 1L;

    private final When when;
    private final How how;
    private final int number;

    Fragile(When when, How how, int number) {
      this.when = when;
      this.how = how;
      this.number = number;
    }

    private void writeObject(ObjectOutputStream out) throws IOException {
      out.defaultWriteObject();
      breakAt(WorkerContext.isWorker() ? When.WRITTEN_IN_WORKER : When.WRITTEN_IN_PARENT);
    }

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
      in.defaultReadObject();
      breakAt(WorkerContext.isWorker() ? When.READ_IN_WORKER : When.READ_IN_PARENT);
    }

    private void breakAt(When now) throws IOException {
      if (when == now) {
        how.happen(now);
      }
    }

    int number() {
      return number;
    }
  }

  private static TaskSerializationException argumentThatBreaks(When when, How how)
      throws Exception {
    List<Fragile> items =
        IntStream.range(0, OneBadItem.ITEMS)
            .mapToObj(i -> new Fragile(i == OneBadItem.BAD ? when : When.NEVER, how, i))
            .toList();
    List<Outcome<Integer>> outcomes =
        Await.within(
            OneBadItem.SOON,
            "a call with a bad argument",
            () ->
                pool.mapOutcomes(
                    item -> item.number() * 10, items, TaskOptions.defaults().chunkSize(5)));
    for (int i = 0; i < OneBadItem.ITEMS; i++) {
      if (i != OneBadItem.BAD) {
        assertEquals(new Outcome.Success<>(i * 10), outcomes.get(i));
      }
    }
    OneBadItem.checkWorks(pool);
    return check(
        OneBadItem.failure(TaskSerializationException.class, outcomes.get(OneBadItem.BAD)), how);
  }

  private static TaskSerializationException resultThatBreaks(When when, How how) throws Exception {
    return check(
        OneBadItem.of(TaskSerializationException.class, pool, item -> new Fragile(when, how, item)),
        how);
  }

  private static TaskSerializationException check(TaskSerializationException failure, How how) {
    assertEquals(OneBadItem.BAD, failure.itemIndex());
    if (how != How.STACK_OVERFLOW) {
      assertTrue(failure.getMessage().contains("broke when"), failure::getMessage);
    } else {
      assertTrue(failure.getMessage().contains("stack"), failure::getMessage);
    }
    return failure;
  }

  @ParameterizedTest
  @EnumSource
  void shouldFailOnlyTheItemWhoseArgumentCannotBeSerialized(How how) throws Exception {
    TaskSerializationException failure = argumentThatBreaks(When.WRITTEN_IN_PARENT, how);

    assertTrue(
        failure
            .getMessage()
            .startsWith("the argument of item 4 of mapOutcomes cannot be serialized: "),
        failure::getMessage);
    assertTrue(
        failure.getMessage().contains(how == How.OUT_OF_MEMORY ? "OutOfMemoryError" : "Fragile"),
        failure::getMessage);
  }

  @ParameterizedTest
  @EnumSource
  void shouldFailOnlyTheItemWhoseArgumentCannotBeDeserialized(How how) throws Exception {
    TaskSerializationException failure = argumentThatBreaks(When.READ_IN_WORKER, how);

    assertTrue(
        failure
            .getMessage()
            .matches(
                "(?s)the argument of item 4 of mapOutcomes in worker [12] could not be"
                    + " deserialized there: .*"),
        failure::getMessage);
  }

  @ParameterizedTest
  @EnumSource
  void shouldFailOnlyTheItemWhoseResultCannotBeSerialized(How how) throws Exception {
    TaskSerializationException failure = resultThatBreaks(When.WRITTEN_IN_WORKER, how);

    assertTrue(
        failure
            .getMessage()
            .matches(
                "(?s)the result of item 4 of mapOutcomes in worker [12] could not be serialized"
                    + " there: .*(Fragile|OutOfMemoryError).*"),
        failure::getMessage);
  }

  @ParameterizedTest
  @EnumSource
  void shouldFailOnlyTheItemWhoseResultCannotBeDeserialized(How how) throws Exception {
    TaskSerializationException failure = resultThatBreaks(When.READ_IN_PARENT, how);

    assertTrue(
        failure
            .getMessage()
            .matches(
                "(?s)the result of item 4 of mapOutcomes from worker [12] could not be"
                    + " deserialized in the parent: .*"),
        failure::getMessage);
  }

  @Test
  void shouldNameWhatCannotTravelInAResult() throws Exception {
    TaskSerializationException failure =
        OneBadItem.of(
            TaskSerializationException.class, pool, item -> List.of(Thread.currentThread()));

    assertTrue(failure.getMessage().contains("java.lang.Thread"), failure::getMessage);
    assertTrue(failure.getMessage().contains("cannot travel"), failure::getMessage);
  }

  @Test
  void shouldNameWhatCannotTravelInAnArgument() throws Exception {
    TaskSerializationException failure =
        assertThrows(
            TaskSerializationException.class,
            () -> pool.map(Object::hashCode, List.of(1, Thread.currentThread(), 3)));

    assertEquals(1, failure.itemIndex());
    assertTrue(failure.getMessage().contains("item 1 of map"), failure::getMessage);
    assertTrue(failure.getMessage().contains("java.lang.Thread"), failure::getMessage);
    OneBadItem.checkWorks(pool);
  }

  @Test
  void shouldRefuseATaskThatCannotTravelInTheStackOfItsCaller() throws Exception {
    Thread captured = Thread.currentThread();

    TaskSerializationException failure =
        assertThrows(
            TaskSerializationException.class,
            () -> pool.map(item -> captured.getName() + item, List.of(1, 2)));

    assertTrue(failure.getMessage().contains("the task of map"), failure::getMessage);
    assertTrue(failure.getMessage().contains("java.lang.Thread"), failure::getMessage);
    assertTrue(
        Arrays.stream(failure.getStackTrace())
            .anyMatch(frame -> frame.getClassName().equals(getClass().getName())));
    assertThrows(TaskSerializationException.class, () -> pool.applyAsync(captured::getName));
    OneBadItem.checkWorks(pool);
  }

  @Test
  void shouldFailEveryItemOfATaskThatCannotBeDeserialized() throws Exception {
    Fragile captured = new Fragile(When.READ_IN_WORKER, How.RUNTIME_EXCEPTION, 1);
    Task<Integer, Integer> task = item -> item + captured.number();

    List<Outcome<Integer>> outcomes =
        pool.mapOutcomes(task, List.of(1, 2, 3, 4, 5, 6), TaskOptions.defaults().chunkSize(2));

    for (int i = 0; i < outcomes.size(); i++) {
      TaskSerializationException failure =
          OneBadItem.failure(TaskSerializationException.class, outcomes.get(i));
      assertEquals(i, failure.itemIndex());
      assertTrue(failure.getMessage().contains("the task of item " + i), failure::getMessage);
      assertTrue(failure.getMessage().contains("broke when"), failure::getMessage);
    }
    OneBadItem.checkWorks(pool);
  }

  @Test
  void shouldFailEveryArgumentOfAHundredGoodAndAHundredBadOnes() throws Exception {
    List<Fragile> items =
        IntStream.range(0, 200)
            .mapToObj(
                i ->
                    new Fragile(
                        When.values()[i % 5 == 4 ? 0 : i % 5],
                        How.values()[i % How.values().length],
                        i))
            .toList();

    List<Outcome<Fragile>> outcomes = pool.mapOutcomes(item -> item, items);

    for (int i = 0; i < 200; i++) {
      PoolException failure = outcomes.get(i).failure().orElse(null);
      if (i % 5 == 0 || i % 5 == 4) {
        assertEquals(i, outcomes.get(i).get().number());
      } else {
        assertInstanceOf(TaskSerializationException.class, failure);
      }
    }
    OneBadItem.checkWorks(pool);
  }

  @Test
  void shouldThrowABadArgumentOfAnImapInItsPlace() throws Exception {
    List<Fragile> items =
        IntStream.range(0, 8)
            .mapToObj(
                i ->
                    new Fragile(
                        i == 3 ? When.WRITTEN_IN_PARENT : i == 5 ? When.READ_IN_WORKER : When.NEVER,
                        How.IO_EXCEPTION,
                        i))
            .toList();
    List<Object> seen = new ArrayList<>();
    try (var results = pool.imap(Fragile::number, items)) {
      while (results.hasNext()) {
        try {
          seen.add(results.next());
        } catch (TaskSerializationException e) {
          seen.add("failed " + e.itemIndex());
        }
      }
    }
    assertEquals(List.of(0, 1, 2, "failed 3", 4, "failed 5", 6, 7), seen);
    OneBadItem.checkWorks(pool);
  }

  @Test
  void shouldReportABadArgumentOfEveryKindOfCall() throws Exception {
    List<Fragile> items =
        IntStream.range(0, 8)
            .mapToObj(
                i ->
                    new Fragile(
                        i == 3 ? When.WRITTEN_IN_PARENT : When.NEVER, How.RUNTIME_EXCEPTION, i))
            .toList();
    assertThrows(
        TaskSerializationException.class,
        () -> pool.mapReduce(Fragile::number, 0, Integer::sum, items));
    assertThrows(
        TaskSerializationException.class, () -> pool.anyMatch(item -> item.number() < 0, items));
    assertThrows(
        TaskSerializationException.class, () -> pool.allMatch(item -> item.number() >= 0, items));
    assertThrows(TaskSerializationException.class, () -> pool.map(Fragile::number, items));
    OneBadItem.checkWorks(pool);
  }
}
