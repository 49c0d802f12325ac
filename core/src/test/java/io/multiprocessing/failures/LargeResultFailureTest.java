package io.multiprocessing.failures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.multiprocessing.Outcome;
import io.multiprocessing.Pool;
import io.multiprocessing.TaskOptions;
import io.multiprocessing.TaskSerializationException;
import io.multiprocessing.testing.NothingLeftBehind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Results that outgrow the buffer of a message before it turns out that they cannot travel. */
@ExtendWith(NothingLeftBehind.class)
class LargeResultFailureTest {

  private static Object largeWithAThread(int item) {
    return item == 0 ? List.of(new byte[200_000], Thread.currentThread()) : (Object) item;
  }

  @Test
  void shouldFailOnlyTheItemAndKeepTheWorker() {
    try (Pool pool = Pool.create(1)) {
      TaskOptions together = TaskOptions.defaults().chunkSize(3);
      List<Outcome<Object>> outcomes =
          pool.mapOutcomes(LargeResultFailureTest::largeWithAThread, List.of(0, 1, 2), together);
      assertInstanceOf(TaskSerializationException.class, outcomes.get(0).failure().orElseThrow());
      assertEquals(1, outcomes.get(1).get());
      assertEquals(2, outcomes.get(2).get());
      assertEquals(0, pool.stats().crashedWorkers());
    }
  }
}
