package io.multiprocessing.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.multiprocessing.Pool;
import io.multiprocessing.ProgressListener;
import io.multiprocessing.ProgressListener.Progress;
import io.multiprocessing.ResultIterator;
import io.multiprocessing.TaskFailedException;
import io.multiprocessing.TaskOptions;
import io.multiprocessing.ipc.RawBoolean;
import io.multiprocessing.ipc.RawValue;
import io.multiprocessing.testing.Await;
import io.multiprocessing.testing.NothingLeftBehind;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How far a call has come. */
@ExtendWith(NothingLeftBehind.class)
class ProgressTest {

  private static Pool pool;

  @BeforeAll
  static void start() {
    pool = Pool.create(2);
  }

  @AfterAll
  static void stop() {
    pool.close();
  }

  private static List<Integer> numbers(int count) {
    return IntStream.range(0, count).boxed().toList();
  }

  /** Keeps all reports, and notes when two overlap. */
  private static final class Reports implements ProgressListener {

    private final List<Progress> all = new CopyOnWriteArrayList<>();
    private final AtomicInteger inside = new AtomicInteger();
    private final AtomicInteger overlaps = new AtomicInteger();
    private final Runnable work;

    Reports(Runnable work) {
      this.work = work;
    }

    Reports() {
      this(() -> {});
    }

    @Override
    public void onProgress(Progress progress) {
      if (inside.incrementAndGet() > 1) {
        overlaps.incrementAndGet();
      }
      all.add(progress);
      work.run();
      inside.decrementAndGet();
    }

    Progress awaitLast(Progress expected) {
      Await.until(
          "the last report is " + expected + ", reports: " + all,
          () -> !all.isEmpty() && all.get(all.size() - 1).equals(expected));
      assertMonotone();
      return expected;
    }

    void assertMonotone() {
      for (int i = 1; i < all.size(); i++) {
        assertTrue(all.get(i).completed() >= all.get(i - 1).completed(), all.toString());
        assertTrue(all.get(i).failed() >= all.get(i - 1).failed(), all.toString());
      }
      assertEquals(0, overlaps.get());
    }
  }

  @Test
  void shouldReportAMonotoneProgressThatEndsComplete() {
    RawBoolean reported = RawValue.ofBoolean(false);
    Reports reports = new Reports(() -> reported.set(true));
    long start = System.nanoTime();
    pool.map(
        x -> {
          awaitReport(x, reported);
          Thread.sleep(2);
          return x;
        },
        numbers(200),
        TaskOptions.defaults().chunkSize(1).progress(reports));
    long most = 2 + (System.nanoTime() - start) / 50_000_000; // one every 50 ms, first and last
    reports.awaitLast(new Progress(200, 0, 200));
    assertTrue(reports.all.get(0).completed() < 200, reports.all.toString());
    assertTrue(reports.all.size() <= most, most + " at most: " + reports.all);
    reports.all.forEach(progress -> assertEquals(200, progress.total()));
  }

  /** Task: does not do the others before there is a report of the first item. */
  private static void awaitReport(int item, RawBoolean reported) {
    if (item > 0) {
      Await.until("the first item was reported", reported::get);
    }
  }

  @Test
  void shouldReportTheEndOfEveryKindOfCall() {
    Reports reports = new Reports();
    TaskOptions options = TaskOptions.defaults().progress(reports);
    pool.apply(() -> 1, options);
    reports.awaitLast(new Progress(1, 0, 1));
    reports.all.clear();
    pool.mapReduce(x -> x, 0, Integer::sum, numbers(50), options);
    reports.awaitLast(new Progress(50, 0, 50));
    reports.all.clear();
    pool.mapToLong(x -> x, 0, 5_000, options);
    reports.awaitLast(new Progress(5_000, 0, 5_000));
    reports.all.clear();
    pool.allMatch(x -> true, numbers(50), options);
    reports.awaitLast(new Progress(50, 0, 50));
    reports.all.clear();
    pool.map(x -> x, List.<Integer>of(), options);
    reports.awaitLast(new Progress(0, 0, 0));
  }

  @Test
  void shouldCountFailedItems() {
    Reports reports = new Reports();
    pool.mapOutcomes(x -> 1 / (x % 10), numbers(100), TaskOptions.defaults().progress(reports));
    reports.awaitLast(new Progress(100, 10, 100));
    reports.all.clear();
    assertThrows(
        TaskFailedException.class,
        () ->
            pool.map(
                x -> 1 / (x % 10),
                numbers(100),
                TaskOptions.defaults().progress(reports).failFast(false)));
    reports.awaitLast(new Progress(100, 10, 100));
  }

  @Test
  void shouldReportAStreamWhoseLengthIsNotKnownAtFirst() {
    RawBoolean reported = RawValue.ofBoolean(false);
    Reports reports = new Reports(() -> reported.set(true));
    try (ResultIterator<Integer> results =
        pool.imap(
            x -> {
              awaitReport(x, reported);
              return x;
            },
            numbers(300),
            TaskOptions.defaults().chunkSize(1).progress(reports).lookAhead(10))) {
      results.forEachRemaining(x -> {});
    }
    reports.awaitLast(new Progress(300, 0, 300));
    assertEquals(-1, reports.all.get(0).total());
  }

  @Test
  void shouldIgnoreAListenerThatThrows() {
    Reports reports =
        new Reports(
            () -> {
              throw new IllegalStateException("in a listener");
            });
    assertEquals(
        numbers(10), pool.map(x -> x, numbers(10), TaskOptions.defaults().progress(reports)));
    Await.until("there was a report", () -> !reports.all.isEmpty());
    assertEquals(1, pool.apply(() -> 1));
  }

  @Test
  void shouldNeverCallAListenerTwiceAtTheSameTimeThoughItUsesThePool() {
    for (int i = 0; i < 5; i++) {
      Reports reports = new Reports(() -> pool.apply(() -> 1));
      pool.map(
          x -> {
            Thread.sleep(5);
            return x;
          },
          numbers(60),
          TaskOptions.defaults().progress(reports));
      reports.awaitLast(new Progress(60, 0, 60));
    }
  }
}
