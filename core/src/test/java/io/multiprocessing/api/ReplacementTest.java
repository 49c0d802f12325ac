package io.multiprocessing.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.multiprocessing.Pool;
import io.multiprocessing.TaskOptions;
import io.multiprocessing.WorkerInfo;
import io.multiprocessing.testing.Gate;
import io.multiprocessing.testing.NothingLeftBehind;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Workers that are replaced after so many tasks. */
@ExtendWith(NothingLeftBehind.class)
class ReplacementTest {

  /** For an exit in order: none may be killed because it takes long. */
  private static final Duration EXIT = Duration.ofSeconds(45);

  private static List<Integer> numbers(int count) {
    return IntStream.range(0, count).boxed().toList();
  }

  private static TaskOptions oneByOne() {
    return TaskOptions.defaults().chunkSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 10})
  void shouldReplaceAWorkerAfterItsTasks(int maxTasks) {
    replaces(maxTasks, 4 * maxTasks); // each quarter of these is a new JVM
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 10})
  @Tag("slow")
  @Timeout(300)
  void shouldReplaceManyWorkersAfterTheirTasks(int maxTasks) {
    replaces(maxTasks, 100);
  }

  private static void replaces(int maxTasks, int tasks) {
    try (Pool pool =
        Pool.builder().workers(2).maxTasksPerWorker(maxTasks).exitGrace(EXIT).build()) {
      List<Long> pids = pool.map(x -> ProcessHandle.current().pid(), numbers(tasks));
      Map<Long, Integer> counts = new HashMap<>();
      pids.forEach(pid -> counts.merge(pid, 1, Integer::sum));
      assertTrue(counts.values().stream().allMatch(n -> n <= maxTasks), counts.toString());
      assertTrue(counts.size() >= tasks / maxTasks, counts.toString());
      assertEquals(List.of(4, 9), pool.map(x -> x * x, List.of(2, 3)));
      assertEquals(0, pool.stats().crashedWorkers());
      assertEquals(0, pool.stats().killedWorkers());
    }
  }

  @Test
  void shouldHaveTheNewWorkerReadyBeforeTheOldOneGoes() {
    try (Pool pool = Pool.builder().workers(2).maxTasksPerWorker(10).build()) {
      both(pool);
      var result =
          pool.mapAsync(
              x -> {
                Thread.sleep(20);
                return ProcessHandle.current().pid();
              },
              numbers(50),
              oneByOne());
      int fewest = Integer.MAX_VALUE;
      while (!result.isDone()) {
        int able = 0;
        for (WorkerInfo worker : pool.workers()) {
          if (worker.state() == WorkerInfo.State.IDLE || worker.state() == WorkerInfo.State.BUSY) {
            able++;
          }
        }
        fewest = Math.min(fewest, able);
      }
      assertTrue(fewest >= 2, "only " + fewest + " workers were there at some time");
      assertTrue(new HashSet<>(result.await()).size() >= 5);
    }
  }

  private static void both(Pool pool) {
    try (Gate gate = Gate.create()) {
      var results =
          pool.mapAsync(
              x -> {
                gate.pass();
                return x;
              },
              List.of(1, 2),
              oneByOne());
      gate.awaitArrived(2);
      gate.open();
      results.await();
    }
  }

  @Test
  void shouldFinishAllWhenClosedEarlyWithWorkersForOneTaskEach() {
    Pool pool = Pool.builder().workers(2).maxTasksPerWorker(1).build();
    var results =
        numbers(6).stream()
            .map(
                i ->
                    pool.applyAsync(
                        () -> {
                          Thread.sleep(20);
                          return i * i;
                        }))
            .toList();
    pool.close();
    for (int i = 0; i < 6; i++) {
      assertEquals(i * i, results.get(i).join());
    }
  }
}
