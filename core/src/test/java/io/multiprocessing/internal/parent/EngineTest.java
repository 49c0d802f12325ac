package io.multiprocessing.internal.parent;

import static org.junit.jupiter.api.Assertions.assertFalse;

import io.multiprocessing.testing.Await;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What of a pool's end needs no process. */
class EngineTest {

  private static final PoolConfig CONFIG =
      new PoolConfig(
          1,
          null,
          null,
          0,
          null,
          null,
          Duration.ofSeconds(1),
          Duration.ofMinutes(10),
          Duration.ofSeconds(1),
          null,
          null);

  private final ExecutorService executor = Executors.newSingleThreadExecutor();
  private final Queue<Runnable> events = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean terminated = new AtomicBoolean();
  private final Engine engine =
      new Engine(
          CONFIG,
          null,
          executor,
          Runnable::run,
          new ClassSource(0, EngineTest.class.getClassLoader()),
          events::add,
          () -> terminated.set(true));

  @AfterEach
  void end() {
    executor.shutdown();
  }

  @Test
  void shouldEndAfterADefectThoughAWorkerIsNeverBuried() {
    engine.work(); // starts a worker; what becomes of it is an event, and that is lost
    assertFalse(terminated.get());

    engine.failed(new IllegalStateException("a defect, for a test"));

    Await.until(
        "the pool has ended",
        () -> {
          engine.work();
          return terminated.get();
        });
    assertFalse(engine.isBusy());
  }
}
