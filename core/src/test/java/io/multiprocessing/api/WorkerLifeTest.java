package io.multiprocessing.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.multiprocessing.Pool;
import io.multiprocessing.PoolStats;
import io.multiprocessing.TaskFailedException;
import io.multiprocessing.TaskOptions;
import io.multiprocessing.WorkerContext;
import io.multiprocessing.WorkerCrashedException;
import io.multiprocessing.WorkerInfo;
import io.multiprocessing.testing.Await;
import io.multiprocessing.testing.Gate;
import io.multiprocessing.testing.NothingLeftBehind;
import io.multiprocessing.testing.TaskLog;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What workers do before, between and after tasks, and when they are replaced. */
@ExtendWith(NothingLeftBehind.class)
class WorkerLifeTest {

  /** For an exit in order: none may be killed because it takes long. */
  private static final Duration EXIT = Duration.ofSeconds(45);

  private static List<Integer> numbers(int count) {
    return IntStream.range(0, count).boxed().toList();
  }

  private static TaskOptions oneByOne() {
    return TaskOptions.defaults().chunkSize(1);
  }

  @Test
  void shouldRunTheInitializerOnceInEachWorkerAndTheExitFunctionAtItsEnd() {
    try (TaskLog log = TaskLog.create()) {
      Set<Long> pids;
      try (Pool pool =
          Pool.builder()
              .workers(2)
              .initializer(
                  () -> {
                    WorkerContext.current().state().put("model", "loaded");
                    log.add("start " + ProcessHandle.current().pid());
                  })
              .exitFunction(
                  () ->
                      log.add(
                          "end "
                              + ProcessHandle.current().pid()
                              + WorkerContext.current().state().get("model")))
              .exitGrace(EXIT)
              .build()) {
        try (Gate gate = Gate.create()) {
          var result =
              pool.mapAsync(
                  x -> {
                    gate.pass();
                    assertEquals("loaded", WorkerContext.current().state().get("model"));
                    return ProcessHandle.current().pid();
                  },
                  numbers(20),
                  oneByOne());
          gate.awaitArrived(2);
          gate.open();
          pids = new TreeSet<>(result.await());
        }
      }
      assertEquals(2, pids.size());
      Set<String> expected = new HashSet<>();
      pids.forEach(pid -> expected.addAll(List.of("start " + pid, "end " + pid + "loaded")));
      assertEquals(expected, new HashSet<>(log.lines()));
      assertEquals(4, log.lines().size());
    }
  }

  @Test
  void shouldStartMoreWorkersWhileTheInitializersOfTheFirstOnesRun() {
    int workers = Runtime.getRuntime().availableProcessors() + 2;
    try (Gate gate = Gate.create();
        Pool pool =
            Pool.builder()
                .workers(workers)
                .workerMaxHeap("64m")
                .initializer(gate::pass)
                .startTimeout(Duration.ofMinutes(2)) // longer than the gate is shut
                .build()) {
      gate.awaitArrived(workers);
      gate.open();
      assertEquals(1, pool.apply(() -> 1));
    }
  }

  @Test
  void shouldWaitForALargeAmountOfOutputOfTheExitFunction() {
    StringBuilder text = new StringBuilder();
    Pool pool =
        Pool.builder()
            .workers(1)
            .exitFunction(() -> System.out.println("x".repeat(10_000_000)))
            .exitGrace(EXIT)
            .outputListener(
                (worker, source, line) -> {
                  synchronized (text) {
                    text.append(line);
                  }
                })
            .build();
    pool.apply(() -> 1);
    pool.close();
    Await.until(
        "all has arrived",
        () -> {
          synchronized (text) {
            return text.length() == 10_000_000;
          }
        });
  }

  /** The JVM waits 0.3 s at its end for threads that do. */
  @Test
  void shouldHaveNoThreadThatWaitsInNativeCodeWhenAWorkerExits() {
    try (TaskLog log = TaskLog.create()) {
      try (Pool pool = Pool.builder().workers(1).exitGrace(EXIT).build()) {
        pool.apply(() -> logAtExitWhenNoThreadWaits(log, "in order"));
      }
      assertEquals(List.of("in order"), log.lines());
      try (Pool pool = Pool.create(1)) {
        assertThrows(
            WorkerCrashedException.class,
            () ->
                pool.apply(
                    () -> {
                      logAtExitWhenNoThreadWaits(log, "by a task");
                      System.exit(1);
                      return 1;
                    }));
      }
      assertEquals(List.of("in order", "by a task"), log.lines());
    }
  }

  private static int logAtExitWhenNoThreadWaits(TaskLog log, String line) {
    Set<String> waiting = Set.of("multiprocessing-control", "multiprocessing-parent-watch");
    Thread hook =
        new Thread(
            () -> {
              Await.until(
                  "the threads that wait in native code have ended",
                  () ->
                      Thread.getAllStackTraces().keySet().stream()
                          .noneMatch(thread -> waiting.contains(thread.getName())));
              log.add(line);
            });
    Runtime.getRuntime().addShutdownHook(hook);
    return 1;
  }

  @Test
  void shouldOutliveATaskThatInterruptsAllThreads() {
    try (Pool pool = Pool.create(1)) {
      long before = pool.apply(() -> ProcessHandle.current().pid());
      pool.apply(
          () -> {
            Thread.currentThread().getThreadGroup().interrupt();
            return 1;
          });
      assertEquals(before, pool.apply(() -> ProcessHandle.current().pid()));
    }
  }

  @Test
  void shouldKeepStateInEachWorkerFromTaskToTask() {
    try (Pool pool = Pool.create(2)) {
      List<Map.Entry<Long, Integer>> results =
          pool.map(
              x -> {
                Thread.sleep(1);
                int count =
                    (Integer)
                        WorkerContext.current().state().merge("count", 1, WorkerLifeTest::sum);
                return Map.entry(ProcessHandle.current().pid(), count);
              },
              numbers(100),
              oneByOne());
      Map<Long, Integer> highest = new HashMap<>();
      results.forEach(entry -> highest.merge(entry.getKey(), entry.getValue(), Math::max));
      assertEquals(100, highest.values().stream().mapToInt(x -> x).sum());
    }
  }

  private static Object sum(Object a, Object b) {
    return (Integer) a + (Integer) b;
  }

  private record Place(int workerId, int attempt, long index, long pid) {}

  @Test
  void shouldTellATaskWhereItRuns() {
    try (Pool pool = Pool.create(2)) {
      for (int chunkSize : new int[] {1, 3}) {
        List<Place> places =
            pool.map(
                x -> {
                  WorkerContext context = WorkerContext.current();
                  if (x == 4 && context.attempt() == 1) {
                    throw new IllegalStateException("again");
                  }
                  return new Place(
                      context.workerId(),
                      context.attempt(),
                      context.itemIndex(),
                      ProcessHandle.current().pid());
                },
                numbers(10),
                TaskOptions.defaults().chunkSize(chunkSize).retries(1));
        Map<Integer, Long> pids =
            pool.workers().stream().collect(Collectors.toMap(WorkerInfo::id, WorkerInfo::pid));
        for (int i = 0; i < 10; i++) {
          assertEquals(i, places.get(i).index());
          assertEquals(i == 4 ? 2 : 1, places.get(i).attempt());
          assertEquals(pids.get(places.get(i).workerId()), places.get(i).pid());
        }
      }
      assertEquals(0, pool.apply(() -> WorkerContext.current().itemIndex()));
      assertEquals(
          List.of(0L, 1L, 2L),
          toList(pool.mapToLong(x -> WorkerContext.current().itemIndex(), -3, 0)));
    }
  }

  private static List<Long> toList(long[] values) {
    return java.util.Arrays.stream(values).boxed().toList();
  }

  @Test
  void shouldLetThreadsOfATaskAskForTheContext() {
    try (Pool pool = Pool.create(1)) {
      boolean seen =
          pool.apply(
              () -> {
                boolean[] isWorker = new boolean[1];
                Thread thread =
                    new Thread(() -> isWorker[0] = WorkerContext.current().workerId() > 0);
                thread.start();
                thread.join();
                return isWorker[0];
              });
      assertTrue(seen);
    }
  }

  @Test
  void shouldTellWhatItsWorkersDo() {
    try (Pool pool = Pool.create(2);
        Gate gate = Gate.create()) {
      Await.until(
          "both are idle",
          () ->
              pool.workers().stream().filter(w -> w.state() == WorkerInfo.State.IDLE).count() == 2);
      var running =
          pool.applyAsync(
              () -> {
                gate.pass();
                return 1;
              });
      gate.awaitArrived(1);
      List<WorkerInfo> workers = pool.workers();
      assertEquals(
          Set.of(WorkerInfo.State.IDLE, WorkerInfo.State.BUSY),
          workers.stream().map(WorkerInfo::state).collect(Collectors.toSet()));
      for (WorkerInfo worker : workers) {
        assertTrue(ProcessHandle.of(worker.pid()).orElseThrow().isAlive());
        assertTrue(worker.uptime().compareTo(Duration.ZERO) > 0);
        assertEquals(0, worker.completedTasks());
      }
      gate.open();
      running.join();
      assertEquals(1, pool.workers().stream().mapToLong(WorkerInfo::completedTasks).sum());
      assertThrows(UnsupportedOperationException.class, () -> pool.workers().remove(0));
    }
  }

  @Test
  void shouldCountWhatItHasDone() {
    try (Pool pool = Pool.create(1)) {
      pool.map(x -> x, numbers(10));
      pool.apply(() -> 1);
      pool.mapOutcomes(x -> 1 / x, numbers(3));
      assertThrows(
          TaskFailedException.class,
          () ->
              pool.apply(
                  () -> {
                    throw new IllegalStateException();
                  },
                  TaskOptions.defaults().retries(2)));
      PoolStats stats = pool.stats();
      assertEquals(4, stats.submittedCalls());
      assertEquals(4, stats.completedCalls());
      assertEquals(13, stats.completedTasks());
      assertEquals(2, stats.failedTasks());
      assertEquals(2, stats.retriedTasks());
      assertEquals(1, stats.startedWorkers());
      assertEquals(0, stats.crashedWorkers());
      assertEquals(0, stats.killedWorkers());
      assertNotEquals("", stats.toString());
    }
  }
}
