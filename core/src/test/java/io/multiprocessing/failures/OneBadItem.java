package io.multiprocessing.failures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.multiprocessing.Outcome;
import io.multiprocessing.Pool;
import io.multiprocessing.PoolException;
import io.multiprocessing.SerializableRunnable;
import io.multiprocessing.Task;
import io.multiprocessing.TaskOptions;
import io.multiprocessing.testing.Await;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/** Runs a call of which one item goes wrong, and holds the pool to what every failure ends with. */
final class OneBadItem {

  static final int ITEMS = 10;
  static final int BAD = 4;

  /** Two seconds after its cause an error is there; but this limit is to find what hangs. */
  static final Duration SOON = Await.PATIENCE;

  private OneBadItem() {}

  /**
   * Runs ten items, of which the task does something bad with number 4, in chunks of five.
   *
   * @return how that one failed; all others were right and the pool works
   */
  static <E extends PoolException> E of(Class<E> expected, Pool pool, Task<Integer, Object> bad)
      throws Exception {
    return of(expected, pool, bad, TaskOptions.defaults().chunkSize(5));
  }

  static <E extends PoolException> E of(
      Class<E> expected, Pool pool, Task<Integer, Object> bad, TaskOptions options)
      throws Exception {
    Task<Integer, Object> task = item -> item == BAD ? bad.apply(item) : (Object) (item * item);
    List<Integer> items = IntStream.range(0, ITEMS).boxed().toList();
    List<Outcome<Object>> outcomes =
        Await.within(SOON, "a call with a bad item", () -> pool.mapOutcomes(task, items, options));
    for (int i = 0; i < ITEMS; i++) {
      if (i != BAD) {
        assertEquals(new Outcome.Success<Object>(i * i), outcomes.get(i), "item " + i);
      }
    }
    checkWorks(pool);
    return failure(expected, outcomes.get(BAD));
  }

  /** As above for something that never returns. */
  static <E extends PoolException> E dying(Class<E> expected, Pool pool, SerializableRunnable death)
      throws Exception {
    return of(expected, pool, run(death));
  }

  /** A task that does something instead of returning. */
  static Task<Integer, Object> run(SerializableRunnable death) {
    return item -> {
      death.run();
      return "survived";
    };
  }

  /** The failure of an outcome, which must be of a class. */
  static <E extends PoolException> E failure(Class<E> expected, Outcome<?> outcome) {
    PoolException failure =
        outcome.failure().orElseThrow(() -> new AssertionError("no failure: " + outcome));
    return assertInstanceOf(expected, failure, failure::toString);
  }

  /** Checks that a pool does what it is for. */
  static void checkWorks(Pool pool) throws Exception {
    assertEquals(
        List.of(0, 1, 4, 9),
        Await.within(
            SOON,
            "a call after a failure",
            () -> pool.map(item -> item * item, List.of(0, 1, 2, 3))));
  }
}
