package io.multiprocessing.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.multiprocessing.AsyncResult;
import io.multiprocessing.Pool;
import io.multiprocessing.ResultIterator;
import io.multiprocessing.TaskFailedException;
import io.multiprocessing.TaskOptions;
import io.multiprocessing.testing.Await;
import io.multiprocessing.testing.Hold;
import io.multiprocessing.testing.NothingLeftBehind;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Nothing is kept in memory, on either side, once it is done with. */
@ExtendWith(NothingLeftBehind.class)
class ReferencesTest {

  private static Pool pool;

  @BeforeAll
  static void start() {
    pool = Pool.create(1);
  }

  @AfterAll
  static void stop() {
    pool.close();
  }

  /** An item large enough to matter. */
  private record Load(int id, byte[] bytes) {

    Load(int id) {
      this(id, new byte[1_000]);
    }
  }

  /** In a worker: what tasks have seen; in the parent: what the test made. */
  private static final List<WeakReference<Object>> SEEN = new CopyOnWriteArrayList<>();

  private static <T> T seen(T object) {
    SEEN.add(new WeakReference<>(object));
    return object;
  }

  private static long stillThere(List<WeakReference<Object>> references) {
    System.gc();
    return references.stream().filter(reference -> reference.get() != null).count();
  }

  private static void awaitCleared(String what, List<WeakReference<Object>> references) {
    assertTrue(references.size() > 0);
    Await.until(what + " are collected", () -> stillThere(references) == 0);
  }

  private static List<Load> loads(int count, List<WeakReference<Object>> references) {
    List<Load> loads = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Load load = new Load(i);
      references.add(new WeakReference<>(load));
      loads.add(load);
    }
    return loads;
  }

  @Test
  void shouldReleaseTheItemsOfAMapInTheParent() {
    List<WeakReference<Object>> items = new ArrayList<>();
    AsyncResult<List<Integer>> result = pool.mapAsync(Load::id, loads(100, items));
    assertEquals(100, result.join().size());
    awaitCleared("the items", items);
    assertTrue(result.isDone()); // though the result is still held
  }

  @Test
  void shouldReleaseTheItemsOfAMapThatGoesOn() {
    List<WeakReference<Object>> items = new ArrayList<>();
    AsyncResult<List<Integer>> result =
        pool.mapAsync(
            load -> {
              Thread.sleep(load.id() < 50 ? 0 : 60_000);
              return load.id();
            },
            loads(51, items),
            TaskOptions.defaults().chunkSize(1));
    Await.until("items are released as they are done", () -> stillThere(items) <= 1);
    result.cancel(true);
    awaitCleared("the items", items);
  }

  @Test
  void shouldReleaseTheItemsOfAFailedMap() {
    List<WeakReference<Object>> items = new ArrayList<>();
    AsyncResult<List<Integer>> result =
        pool.mapAsync(load -> 1 / (load.id() - 3), loads(100, items));
    Await.until("it has failed", result::isCompletedExceptionally);
    awaitCleared("the items", items);
    try {
      result.await();
    } catch (TaskFailedException e) {
      assertEquals(3, e.itemIndex());
    }
  }

  @Test
  void shouldReleaseTheItemsAndResultsOfAStreamAsTheyAreConsumed() {
    List<WeakReference<Object>> references = new CopyOnWriteArrayList<>();
    Iterable<Load> endless =
        () ->
            new Iterator<>() {
              private int id;

              @Override
              public boolean hasNext() {
                return true;
              }

              @Override
              public Load next() {
                Load load = new Load(id++);
                references.add(new WeakReference<>(load));
                return load;
              }
            };
    int lookAhead = 20;
    try (ResultIterator<Load> results =
        pool.imap(load -> load, endless, TaskOptions.defaults().lookAhead(lookAhead))) {
      for (int i = 0; i < 500; i++) {
        references.add(new WeakReference<>(results.next()));
      }
      // the reader has one in its hands besides
      Await.until(
          "all but the look-ahead are collected", () -> stillThere(references) <= lookAhead + 1);
    }
    awaitCleared("the items and results", references);
  }

  /** A result that the parent begins to read, and goes on with when the test says so. */
  private static final class Held implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final Hold HOLD = new Hold();

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
      in.defaultReadObject();
      seen(this);
      HOLD.pass();
    }
  }

  @Test
  void shouldReleaseAResultThatComesWhileItsStreamIsClosed() throws Exception {
    ResultIterator<Held> results = pool.imap(x -> new Held(), List.of(1));
    Held.HOLD.awaitReached();
    results.close();
    Held.HOLD.letGo();
    awaitCleared("the result", SEEN);
    assertFalse(results.hasNext()); // it is still held
  }

  @Test
  void shouldReleaseResultsThatTheCallerForgets() {
    List<WeakReference<Object>> results = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      results.add(new WeakReference<>(pool.apply(() -> new Load(1))));
      results.add(new WeakReference<>(pool.applyAsync(() -> new Load(2)).join()));
      results.add(new WeakReference<>(pool.map(Load::new, List.of(1, 2, 3)).get(0)));
    }
    awaitCleared("the results", results);
  }

  @Test
  void shouldReleaseTheTaskAndWhatItCaptured() {
    List<WeakReference<Object>> captured = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      Load load = new Load(i);
      captured.add(new WeakReference<>(load));
      pool.map(x -> x + load.id(), List.of(1, 2, 3));
      pool.apply(load::id);
    }
    awaitCleared("the captured objects", captured);
  }

  @Test
  void shouldReleaseArgumentsAndResultsInTheWorker() {
    pool.map(
        load -> seen(new Load(seen(load).id())),
        loads(100, new ArrayList<>()),
        TaskOptions.defaults().chunkSize(10));
    assertClearedInTheWorker();
  }

  @Test
  void shouldReleaseTheTaskAndWhatItCapturedInTheWorker() {
    for (int i = 0; i < 10; i++) {
      Load load = new Load(i);
      pool.map(x -> seen(load).id(), IntStream.range(0, 10).boxed().toList());
      pool.apply(() -> seen(load).id());
    }
    assertClearedInTheWorker();
  }

  /** The FORGET of a call travels in front of the next chunk. */
  private static void assertClearedInTheWorker() {
    Await.until(
        "the worker has collected them",
        () -> pool.apply(() -> SEEN.isEmpty() ? -1 : stillThere(SEEN)) == 0);
    pool.apply(
        () -> {
          SEEN.clear();
          return null;
        });
  }
}
