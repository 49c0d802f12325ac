package io.multiprocessing.failures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.multiprocessing.Pool;
import io.multiprocessing.PoolStats;
import io.multiprocessing.TaskFailedException;
import io.multiprocessing.TaskOptions;
import io.multiprocessing.TaskSerializationException;
import io.multiprocessing.WorkerContext;
import io.multiprocessing.WorkerCrashedException;
import io.multiprocessing.testing.NothingLeftBehind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Items are run again, as often as the options say and no more. */
@ExtendWith(NothingLeftBehind.class)
class RetryTest {

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

  @Test
  void shouldRunAnItemThatKilledItsWorkerAgainWhenTheOptionsSaySo() {
    Marks left = marks;
    PoolStats before = pool.stats();
    List<Integer> results =
        pool.map(
            item -> {
              left.leave("item" + item);
              if (item == 25 && WorkerContext.current().attempt() == 1) {
                Death.HALT.happen();
              }
              return item;
            },
            range(50),
            CHUNKS_OF_FIFTY.retries(1));

    assertEquals(range(50), results);
    for (int i = 0; i < 50; i++) {
      assertEquals(i == 25 ? 2 : 1, marks.count("item" + i), "runs of item " + i);
    }
    assertEquals(before.retriedTasks() + 1, pool.stats().retriedTasks());
  }

  @Test
  void shouldNotFeedMoreThanThreeWorkersToAPoisonousItem() throws Exception {
    Marks left = marks;

    WorkerCrashedException failure =
        OneBadItem.of(
            WorkerCrashedException.class,
            pool,
            item -> {
              left.leave("run");
              Death.HALT.happen();
              return item;
            },
            TaskOptions.defaults().chunkSize(5).retries(10));

    assertEquals(3, marks.count("run"));
    assertTrue(failure.getMessage().contains("the item has killed 3 workers"), failure::getMessage);
  }

  @Test
  void shouldFeedNoSecondWorkerToAnItemWithAPoisonLimitOfOne() throws Exception {
    Marks left = marks;

    OneBadItem.of(
        WorkerCrashedException.class,
        pool,
        item -> {
          left.leave("run");
          Death.HALT.happen();
          return item;
        },
        TaskOptions.defaults().chunkSize(5).retries(10).poisonLimit(1));

    assertEquals(1, marks.count("run"));
  }

  @Test
  void shouldRunAnItemThatThrowsAsOftenAsTheOptionsSay() throws Exception {
    Marks left = marks;

    TaskFailedException failure =
        OneBadItem.of(
            TaskFailedException.class,
            pool,
            item -> {
              left.leave("run");
              throw new IllegalStateException("attempt " + WorkerContext.current().attempt());
            },
            TaskOptions.defaults().chunkSize(5).retries(3));

    assertEquals(4, marks.count("run"));
    assertEquals("attempt 4", failure.getCause().getMessage());
  }

  @Test
  void shouldNotRunAnItemAgainWhoseResultCannotTravel() throws Exception {
    Marks left = marks;

    OneBadItem.of(
        TaskSerializationException.class,
        pool,
        item -> {
          left.leave("run");
          return Thread.currentThread();
        },
        TaskOptions.defaults().chunkSize(5).retries(3));

    assertEquals(1, marks.count("run"));
  }

  @Test
  void shouldReduceEachItemOnceIntoTheResultThoughWorkersDie() throws IOException {
    Marks left = marks;

    int sum =
        pool.mapReduce(
            item -> {
              if (item % 30 == 7 && left.count("died" + item) == 0) {
                left.leave("died" + item);
                Death.HALT.happen();
              }
              return item;
            },
            0,
            Integer::sum,
            range(100),
            TaskOptions.defaults().chunkSize(20).retries(3));

    assertEquals(99 * 100 / 2, sum);
  }
}
