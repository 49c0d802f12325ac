package io.multiprocessing.failures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.multiprocessing.AsyncResult;
import io.multiprocessing.Outcome;
import io.multiprocessing.Pool;
import io.multiprocessing.PoolException;
import io.multiprocessing.ResultIterator;
import io.multiprocessing.TaskFailedException;
import io.multiprocessing.TaskOptions;
import io.multiprocessing.WorkerCrashedException;
import io.multiprocessing.WorkerInfo;
import io.multiprocessing.testing.Await;
import io.multiprocessing.testing.NothingLeftBehind;
import io.multiprocessing.testing.Signals;
import io.multiprocessing.testing.Workers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many threads use one pool, and nobody spares it. */
@ExtendWith(NothingLeftBehind.class)
class ManyThreadsTest {

  private static final int THREADS = 10;
  private static final long DURATION_NANOS = TimeUnit.SECONDS.toNanos(6);
  private static final int KINDS = 9;
  private static final int MOST_WORKERS = 4;

  private final AtomicIntegerArray calls = new AtomicIntegerArray(KINDS);

  @Test
  @Timeout(150)
  void shouldGiveEveryThreadItsOwnResults() throws Exception {
    Queue<Throwable> wrong = new ConcurrentLinkedQueue<>();
    try (Pool pool = Pool.builder().workers(2).workerMaxHeap("128m").build()) {
      long end = System.nanoTime() + DURATION_NANOS;
      List<Thread> threads = new ArrayList<>();
      for (int t = 0; t < THREADS; t++) {
        Random random = new Random(t);
        Thread thread =
            new Thread(
                () -> {
                  try {
                    while ((System.nanoTime() - end < 0 || !everyKindWasMade())
                        && wrong.isEmpty()) {
                      call(pool, random);
                    }
                  } catch (Exception | Error e) {
                    wrong.add(e);
                  }
                },
                "user-" + t);
        thread.start();
        threads.add(thread);
      }
      for (Thread thread : threads) {
        thread.join(TimeUnit.SECONDS.toMillis(100));
        assertFalse(thread.isAlive(), Await::threadDump);
      }
      if (!wrong.isEmpty()) {
        throw new AssertionError("wrong: " + wrong, wrong.peek());
      }
      OneBadItem.checkWorks(pool);
    }
  }

  private boolean everyKindWasMade() {
    return IntStream.range(0, KINDS).allMatch(kind -> calls.get(kind) > 0);
  }

  private void call(Pool pool, Random random) throws Exception {
    int n = random.nextInt(1_000);
    int chance = random.nextInt(100);
    int kind = chance < 90 ? chance % 6 : chance < 93 ? 6 : chance < 97 ? 7 : 8;
    List<Integer> items = IntStream.range(n, n + 1 + random.nextInt(50)).boxed().toList();
    switch (kind) {
      case 0 -> assertEquals(n + 1, pool.apply(() -> n + 1));
      case 1 -> assertEquals(items.stream().map(x -> x * n).toList(), pool.map(x -> x * n, items));
      case 2 -> checkOutcomes(items, pool.mapOutcomes(x -> 100 / (x % 5), items));
      case 3 -> {
        AsyncResult<Integer> result = pool.applyAsync(() -> slowly(n));
        if (random.nextBoolean()) {
          result.cancel(random.nextBoolean());
        } else {
          assertEquals(n, result.get(60, TimeUnit.SECONDS));
        }
      }
      case 4 -> {
        try (ResultIterator<Integer> results = pool.imap(x -> x + n, items)) {
          int read = random.nextInt(items.size());
          for (int i = 0; i < read; i++) {
            assertEquals(items.get(i) + n, results.next());
          }
        }
      }
      case 5 ->
          assertEquals(
              items.stream().mapToLong(x -> x).sum(),
              pool.mapReduce(x -> (long) x, 0L, Long::sum, items));
      case 6 -> {
        WorkerCrashedException failure = crash(pool);
        assertEquals(Death.HALT.exitCode(), failure.exitCode());
      }
      case 7 -> {
        pool.stats();
        // those that go may be many: each takes the time that the machine gives it
        assertTrue(pool.workers().stream().filter(ManyThreadsTest::stays).count() <= MOST_WORKERS);
      }
      default -> pool.resize(1 + random.nextInt(MOST_WORKERS));
    }
    calls.incrementAndGet(kind);
  }

  private static boolean stays(WorkerInfo worker) {
    return switch (worker.state()) {
      case STARTING, IDLE, BUSY -> true;
      case RETIRING, STOPPING -> false;
    };
  }

  private static int slowly(int n) throws InterruptedException {
    Thread.sleep(n % 20);
    return n;
  }

  private static WorkerCrashedException crash(Pool pool) {
    try {
      pool.apply(
          () -> {
            Death.HALT.happen();
            return 1;
          });
      throw new AssertionError("survived");
    } catch (WorkerCrashedException e) {
      return e;
    }
  }

  private static void checkOutcomes(List<Integer> items, List<Outcome<Integer>> outcomes) {
    for (int i = 0; i < items.size(); i++) {
      int item = items.get(i);
      if (item % 5 == 0) {
        assertEquals(i, OneBadItem.failure(TaskFailedException.class, outcomes.get(i)).itemIndex());
      } else {
        assertEquals(100 / (item % 5), outcomes.get(i).get());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  @Timeout(180) // some twenty JVMs are started
  void shouldSurviveWorkersThatKillEachOther(int workers) throws Exception {
    try (Pool pool = Pool.builder().workers(workers).workerMaxHeap("64m").build()) {
      for (int round = 0; round < 2; round++) {
        OneBadItem.checkWorks(pool);
        List<Long> pids = List.copyOf(Workers.pids(pool));
        Random random = new Random(round);
        List<Long> victims =
            IntStream.range(0, 10).mapToObj(i -> pids.get(random.nextInt(pids.size()))).toList();

        List<Outcome<Integer>> outcomes =
            Await.within(
                OneBadItem.SOON.multipliedBy(2),
                "tasks that kill each other's workers",
                () -> pool.mapOutcomes(ManyThreadsTest::kill, victims));

        for (Outcome<Integer> outcome : outcomes) {
          if (!outcome.isSuccess()) {
            OneBadItem.failure(WorkerCrashedException.class, outcome);
          }
        }
      }
      OneBadItem.checkWorks(pool);
    }
  }

  private static int kill(long pid) throws InterruptedException {
    Thread.sleep(pid % 7);
    if (ProcessHandle.of(pid).isPresent()) {
      try {
        Signals.send("KILL", pid);
      } catch (AssertionError e) {
        // somebody else was quicker
      }
    }
    return 1;
  }

  @Test
  void shouldResizeManyTimes() throws Exception {
    try (Pool pool =
        Pool.builder()
            .workers(2)
            .workerMaxHeap("64m")
            .exitGrace(Duration.ofMinutes(1)) // those that retire take their time
            .build()) {
      List<Integer> items = Collections.nCopies(300, 2);
      for (int size : List.of(5, 2, 1, 4, 3, 1)) {
        AsyncResult<List<Integer>> result =
            pool.mapAsync(ManyThreadsTest::slowly, items, TaskOptions.defaults().chunkSize(3));
        pool.resize(size);
        assertEquals(items, result.await());
      }
      pool.resize(2);
      Await.until("as many as asked for", () -> pool.workers().size() == 2);
      assertEquals(0, pool.stats().crashedWorkers() + pool.stats().killedWorkers());
    } catch (PoolException e) {
      throw new AssertionError(e);
    }
  }
}
