package io.multiprocessing.internal.parent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The parts of a worker's life that need no process. */
class WorkforceTest {

  private static final PoolConfig CONFIG =
      new PoolConfig(
          1,
          null,
          null,
          0,
          null,
          null,
          Duration.ofSeconds(1),
          Duration.ofSeconds(1),
          Duration.ofSeconds(1),
          null,
          null);

  private final ExecutorService executor = Executors.newSingleThreadExecutor();
  private final Queue<Runnable> events = new ConcurrentLinkedQueue<>(); // nobody runs them
  private final Counters counters = new Counters();
  private final Workforce workforce =
      new Workforce(CONFIG, null, executor, events::add, worker -> {}, job -> {}, counters);

  @AfterEach
  void end() {
    executor.shutdown();
  }

  @Test
  void shouldNotCountOnAWorkerThatBecomesReadyWhenItIsBeingKilled() {
    workforce.tend(true, System.nanoTime());
    Worker worker = workforce.all().get(0);

    workforce.kill(worker, "it was not ready in time");
    workforce.ready(worker);

    assertEquals(WorkerState.STARTING, worker.state()); // so that its end is a failed start
    assertEquals(0, counters.stats().startedWorkers());
    assertTrue(workforce.assignable().isEmpty());
  }
}
