package io.multiprocessing.failures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.multiprocessing.AsyncResult;
import io.multiprocessing.OutputListener;
import io.multiprocessing.Pool;
import io.multiprocessing.PoolStats;
import io.multiprocessing.ProgressListener;
import io.multiprocessing.TaskOptions;
import io.multiprocessing.ipc.RawBoolean;
import io.multiprocessing.ipc.RawValue;
import io.multiprocessing.testing.Await;
import io.multiprocessing.testing.NothingLeftBehind;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the pool calls back throws, blocks, or uses the pool itself. */
@ExtendWith(NothingLeftBehind.class)
class CallbackTest {

  private static final AtomicReference<OutputListener> OUTPUT = new AtomicReference<>();

  private static Pool pool;

  @BeforeAll
  static void open() {
    pool =
        Pool.builder()
            .workers(2)
            .outputListener(
                (workerId, source, line) -> {
                  OutputListener listener = OUTPUT.get();
                  if (listener != null) {
                    listener.onLine(workerId, source, line);
                  }
                })
            .build();
  }

  @AfterAll
  static void closeAndCheckThatNoWorkerDied() {
    PoolStats stats = pool.stats();
    pool.close();
    assertEquals(0, stats.crashedWorkers() + stats.killedWorkers(), stats::toString);
  }

  private static RuntimeException boom() {
    return new IllegalStateException("boom");
  }

  @Test
  void shouldKeepTheExceptionOfADependentStageInThatStage() throws Exception {
    AsyncResult<Integer> result = pool.applyAsync(() -> 5);
    CompletableFuture<Integer> applied =
        result.thenApply(
            value -> {
              throw boom();
            });
    CompletableFuture<Void> accepted =
        result.thenAccept(
            value -> {
              throw new AssertionError("boom");
            });
    CompletableFuture<Integer> handled =
        result.handle(
            (value, failure) -> {
              throw boom();
            });
    CompletableFuture<Integer> good = result.thenApply(value -> value + 1);

    assertEquals(5, result.await());
    assertEquals(5, result.get(45, TimeUnit.SECONDS));
    assertEquals(6, good.get(45, TimeUnit.SECONDS));
    assertInstanceOf(
        IllegalStateException.class,
        assertThrows(CompletionException.class, applied::join).getCause());
    assertInstanceOf(
        AssertionError.class, assertThrows(CompletionException.class, accepted::join).getCause());
    assertThrows(CompletionException.class, handled::join);
    OneBadItem.checkWorks(pool);
  }

  @Test
  void shouldRunTheStagesOfAHundredResultsThoughEachThrows() throws Exception {
    AtomicInteger called = new AtomicInteger();
    List<AsyncResult<Integer>> results =
        IntStream.range(0, 100).mapToObj(i -> pool.applyAsync(() -> i)).toList();
    for (AsyncResult<Integer> result : results) {
      result.whenComplete(
          (value, failure) -> {
            called.incrementAndGet();
            throw boom();
          });
    }

    for (int i = 0; i < 100; i++) {
      assertEquals(i, results.get(i).await());
    }
    Await.until("every stage has run", () -> called.get() == 100);
    OneBadItem.checkWorks(pool);
  }

  @Test
  void shouldLetAStageUseThePool() throws Exception {
    CompletableFuture<Integer> chain =
        pool.applyAsync(() -> 2)
            .thenApply(value -> pool.map(x -> x * value, List.of(1, 2, 3)))
            .thenCompose(
                list -> pool.applyAsync(() -> list.stream().mapToInt(Integer::intValue).sum()))
            .thenApply(sum -> pool.apply(() -> sum + 1));

    assertEquals(13, chain.get(45, TimeUnit.SECONDS));
  }

  @Test
  void shouldLetTheStageOfAFailureUseThePool() throws Exception {
    CompletableFuture<Integer> chain =
        pool.<Integer>applyAsync(
                () -> {
                  throw boom();
                })
            .exceptionally(failure -> pool.apply(() -> 5));

    assertEquals(5, chain.get(45, TimeUnit.SECONDS));
  }

  @Test
  void shouldDeliverResultsThoughAStageBlocks() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    CountDownLatch entered = new CountDownLatch(1);
    AsyncResult<Integer> result = pool.applyAsync(() -> 5);
    CompletableFuture<Void> blocked =
        result.thenAccept(
            value -> {
              entered.countDown();
              awaitUninterruptibly(release);
            });
    assertEquals(5, result.await());
    assertTrue(entered.await(45, TimeUnit.SECONDS));

    OneBadItem.checkWorks(pool);
    assertEquals(7, pool.applyAsync(() -> 7).get(45, TimeUnit.SECONDS));

    release.countDown();
    blocked.get(45, TimeUnit.SECONDS);
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void shouldCloseFromAStage() throws Exception {
    Pool other = Pool.create(1);
    CompletableFuture<Void> closed = other.applyAsync(() -> 1).thenAccept(value -> other.close());

    closed.get(45, TimeUnit.SECONDS);

    assertTrue(other.isClosed());
  }

  private static void checkSurvives(ProgressListener listener) throws Exception {
    List<Integer> items = IntStream.range(0, 30).boxed().toList();
    RawBoolean reported = RawValue.ofBoolean(false);
    AtomicInteger reports = new AtomicInteger();
    AtomicReference<ProgressListener.Progress> last = new AtomicReference<>();

    List<Integer> results =
        pool.map(
            item -> {
              if (item > 0) { // so that there is a report before the last one
                Await.until("the first item was reported", reported::get);
              }
              return item;
            },
            items,
            TaskOptions.defaults()
                .chunkSize(1)
                .progress(
                    progress -> {
                      reports.incrementAndGet();
                      last.set(progress);
                      reported.set(true);
                      listener.onProgress(progress);
                    }));

    assertEquals(items, results);
    Await.until(
        "the last report",
        () -> last.get() != null && last.get().completed() == 30 && last.get().total() == 30);
    assertTrue(reports.get() >= 2, "it was called again: " + reports);
    OneBadItem.checkWorks(pool);
  }

  @Test
  void shouldSurviveAProgressListenerThatThrows() throws Exception {
    checkSurvives(
        progress -> {
          throw boom();
        });
  }

  @Test
  void shouldSurviveAProgressListenerThatThrowsAnError() throws Exception {
    checkSurvives(
        progress -> {
          throw new AssertionError("boom");
        });
  }

  @Test
  void shouldLetAProgressListenerUseThePool() throws Exception {
    checkSurvives(progress -> assertSame(1, pool.apply(() -> 1)));
  }

  /** More than a pipe holds: a worker whose output nobody takes would block. */
  private static void checkForwardsTo(OutputListener listener) throws Exception {
    AtomicInteger lines = new AtomicInteger();
    String line = "x".repeat(100);
    OUTPUT.set(
        (workerId, source, printed) -> {
          if (printed.equals(line)) { // and not what the other worker's JVM says at its start
            lines.incrementAndGet();
          }
          listener.onLine(workerId, source, printed);
        });
    try {
      int result =
          pool.apply(
              () -> {
                for (int i = 0; i < 5_000; i++) {
                  System.out.println(line);
                  System.err.println(line);
                }
                return 5;
              });
      assertEquals(5, result);
      Await.until("all lines have arrived", () -> lines.get() == 10_000);
    } finally {
      OUTPUT.set(null);
    }
    OneBadItem.checkWorks(pool);
  }

  @Test
  void shouldSurviveAnOutputListenerThatThrows() throws Exception {
    checkForwardsTo(
        (workerId, source, line) -> {
          throw boom();
        });
  }

  @Test
  void shouldSurviveAnOutputListenerThatThrowsAnError() throws Exception {
    checkForwardsTo(
        (workerId, source, line) -> {
          throw new AssertionError("boom");
        });
  }
}
