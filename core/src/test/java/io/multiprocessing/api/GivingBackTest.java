package io.multiprocessing.api;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.multiprocessing.AsyncResult;
import io.multiprocessing.Outcome;
import io.multiprocessing.Pool;
import io.multiprocessing.TaskOptions;
import io.multiprocessing.WorkerContext;
import io.multiprocessing.WorkerCrashedException;
import io.multiprocessing.ipc.RawArray;
import io.multiprocessing.ipc.RawBoolean;
import io.multiprocessing.ipc.RawInts;
import io.multiprocessing.ipc.RawLong;
import io.multiprocessing.ipc.RawValue;
import io.multiprocessing.testing.Await;
import io.multiprocessing.testing.NothingLeftBehind;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.LongBinaryOperator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a busy worker has in its chunk behind the item that it runs goes to an idle one. */
@ExtendWith(NothingLeftBehind.class)
class GivingBackTest {

  private static final int ITEMS = 20_000;
  private static final int SLOW = 11_111; // in the middle of a chunk of some hundreds
  private static final List<Integer> NUMBERS = IntStream.range(0, ITEMS).boxed().toList();
  private static final long SUM = LongStream.range(0, ITEMS).sum();

  private static Pool pool;

  /** The work of these tests: one item waits until it may go on. */
  private static final class Work implements Serializable {
    private static final long serialVersionUID = 1;
    final RawLong done = RawValue.ofLong(0);
    final RawBoolean open = RawValue.ofBoolean(false);

    long run(long item) throws InterruptedException {
      if (item == SLOW) {
        while (!open.get()) {
          Thread.sleep(1);
        }
      } else {
        spin(5_000);
      }
      done.getAndAdd(1);
      return item;
    }

    /** Awaits all items but the slow one, then lets it go on. */
    void awaitTheOthers() {
      Await.until("all others are done", () -> done.get() == ITEMS - 1);
      open.set(true);
    }
  }

  @BeforeAll
  static void start() {
    pool = Pool.create(2);
  }

  @AfterAll
  static void stop() {
    pool.close();
  }

  @Test
  void shouldShareSlowNeighboursAmongVeryManyQuickItems() {
    long slow = 300_000; // until the next has begun: in the middle of a chunk of many thousands
    RawBoolean begun = RawValue.ofBoolean(false);
    AsyncResult<long[]> result =
        pool.mapToLongAsync(
            item -> {
              if (item == slow + 1) {
                begun.set(true);
              }
              while (item == slow && !begun.get()) {
                Thread.sleep(1);
              }
              return WorkerContext.current().workerId();
            },
            0,
            600_000);
    Await.until("the next has begun", begun::get);
    long[] workers = result.join();
    assertNotEquals(workers[(int) slow], workers[(int) slow + 1]);
  }

  private static void spin(long nanos) {
    long end = System.nanoTime() + nanos;
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
  }

  @Test
  void shouldRunTheItemsBehindASlowOneOfAMap() {
    Work work = new Work();
    AsyncResult<List<Long>> result = pool.mapAsync(item -> work.run(item), NUMBERS);
    work.awaitTheOthers();
    assertEquals(LongStream.range(0, ITEMS).boxed().toList(), result.join());
  }

  @Test
  void shouldRunTheItemsBehindASlowOneOfAReduction() {
    Work work = new Work();
    AsyncResult<Long> result =
        pool.mapReduceAsync(item -> work.run(item), 0L, (Long a, Long b) -> a + b, NUMBERS);
    work.awaitTheOthers();
    assertEquals(SUM, result.join());
  }

  @Test
  void shouldRunTheItemsBehindASlowOneOfNumbers() {
    Work work = new Work();
    AsyncResult<long[]> result = pool.mapToLongAsync(item -> work.run(item), 0, ITEMS);
    work.awaitTheOthers();
    assertArrayEquals(LongStream.range(0, ITEMS).toArray(), result.join());
  }

  @Test
  void shouldRunTheItemsBehindASlowOneOfAMatch() {
    Work work = new Work();
    AsyncResult<Boolean> result = pool.anyMatchAsync(item -> work.run(item) < 0, NUMBERS);
    work.awaitTheOthers();
    assertFalse(result.join());
  }

  @Test
  void shouldLoseOnlyTheItemOfAWorkerThatDiesAfterItHasGivenBack() throws Exception {
    Work work = new Work();
    RawInts runs = RawArray.ofInts(ITEMS);
    AsyncResult<List<Outcome<Long>>> result =
        pool.mapOutcomesAsync(
            item -> {
              runs.getAndAdd(item, 1);
              long done = work.run(item);
              if (item == SLOW) {
                Runtime.getRuntime().halt(9);
              }
              return done;
            },
            NUMBERS);
    work.awaitTheOthers();
    List<Outcome<Long>> outcomes = result.await();
    for (int i = 0; i < ITEMS; i++) {
      assertEquals(1, runs.get(i), "runs of item " + i);
      if (i == SLOW) {
        assertInstanceOf(WorkerCrashedException.class, outcomes.get(i).failure().orElseThrow());
      } else {
        assertEquals(i, outcomes.get(i).get());
      }
    }
  }

  @Test
  void shouldLeaveChunksOfAFixedSizeWhole() {
    Work work = new Work();
    AsyncResult<List<Long>> result =
        pool.mapAsync(
            item -> work.run(item), NUMBERS, TaskOptions.defaults().chunkSize(ITEMS / 10));
    int behind = ITEMS / 10 - SLOW % (ITEMS / 10) - 1;
    Await.until("all other chunks are done", () -> work.done.get() >= ITEMS - 1 - behind);
    assertEquals(ITEMS - 1 - behind, work.done.get());
    work.open.set(true);
    assertEquals(ITEMS, result.join().size());
  }

  @Test
  void shouldCountAsTasksOfAWorkerOnlyWhatItHasKept() {
    try (Pool replacing = Pool.builder().workers(2).maxTasksPerWorker(15_000).build()) {
      Work work = new Work();
      AsyncResult<List<Long>> result = replacing.mapAsync(item -> work.run(item), NUMBERS);
      work.awaitTheOthers();
      assertEquals(ITEMS, result.join().size());
      assertEquals(ITEMS, replacing.stats().completedTasks());
    }
  }

  @Test
  void shouldNotLeaveItemsBehindASlowOneAtAWorkerThatIsUsedUp() {
    List<Integer> items = List.of(0, 1, 2, 3, 4, 5);
    RawLong done = RawValue.ofLong(0);
    RawBoolean open = RawValue.ofBoolean(false);
    try (Pool replacing = Pool.builder().workers(2).maxTasksPerWorker(2).build()) {
      AsyncResult<List<Integer>> result =
          replacing.mapAsync(
              item -> {
                while (item == 0 && !open.get()) {
                  Thread.sleep(1);
                }
                done.getAndAdd(1);
                return item;
              },
              items,
              TaskOptions.defaults().chunkSize(1));
      try {
        Await.until("all others are done", () -> done.get() == items.size() - 1);
      } finally {
        open.set(true);
      }
      assertEquals(items, result.join());
    }
  }

  @Test
  void shouldKeepTheTimeLimitOfAnItemWhoseChunkIsDivided() {
    Duration limit = Duration.ofMillis(1_500);
    List<Outcome<Long>> outcomes;
    long done;
    do { // until the others keep it, however loaded the machine
      limit = limit.multipliedBy(2);
      Work work = new Work();
      outcomes =
          pool.mapOutcomes(
              item -> work.run(item), NUMBERS, TaskOptions.defaults().taskTimeout(limit));
      done = work.done.get();
      assertFalse(outcomes.get(SLOW).isSuccess());
    } while (limit.toSeconds() < 20
        && outcomes.stream().filter(Outcome::isSuccess).count() < ITEMS - 1);
    for (int i = 0; i < ITEMS; i++) {
      assertEquals(i != SLOW, outcomes.get(i).isSuccess(), "item " + i);
    }
    assertEquals(ITEMS - 1, done);
  }

  @Test
  void shouldRunEveryItemOnceHoweverChunksAreDivided() {
    runsEveryItemOnce(5);
  }

  @Test
  @Tag("slow")
  void shouldRunEveryItemOnceHoweverOftenChunksAreDivided() {
    runsEveryItemOnce(300);
  }

  private static void runsEveryItemOnce(int rounds) {
    try (Pool three = Pool.create(3)) {
      for (int round = 0; round < rounds; round++) {
        Random random = new Random(round);
        int items = 1 + random.nextInt(3_000);
        int every = 1 + random.nextInt(300); // one of so many is long
        long longNanos = random.nextInt(5_000_000);
        int from = random.nextInt(items);
        LongBinaryOperator sum = Long::sum;
        RawInts runs = RawArray.ofInts(items);
        io.multiprocessing.LongTask task =
            item -> {
              runs.getAndAdd(item, 1);
              spin(item >= from && item % every == 0 ? longNanos : 500);
              return item;
            };
        List<Long> numbers = LongStream.range(0, items).boxed().toList();
        long result =
            switch (round % 4) {
              case 0 -> LongStream.of(three.mapToLong(task, 0, items)).reduce(0, sum);
              case 1 -> three.map(task::apply, numbers).stream().reduce(0L, Long::sum);
              case 2 -> three.mapReduce(task::apply, 0L, Long::sum, numbers);
              default -> {
                long total = 0;
                try (var results = three.imapUnordered(task::apply, numbers)) {
                  while (results.hasNext()) {
                    total += results.next();
                  }
                }
                yield total;
              }
            };
        assertEquals((long) items * (items - 1) / 2, result, "round " + round);
        for (int i = 0; i < items; i++) {
          assertEquals(1, runs.get(i), "runs of item " + i + " in round " + round);
        }
        runs.close();
      }
      assertTrue(three.stats().completedTasks() > 0);
    }
  }
}
