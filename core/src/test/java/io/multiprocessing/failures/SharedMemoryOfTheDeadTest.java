package io.multiprocessing.failures;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.multiprocessing.Pool;
import io.multiprocessing.ipc.SharedMemory;
import io.multiprocessing.ipc.internal.files.SharedFolder;
import io.multiprocessing.testing.Await;
import io.multiprocessing.testing.ChildJvm;
import io.multiprocessing.testing.NothingLeftBehind;
import io.multiprocessing.testing.Signals;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;

/** Memory with a name that only a worker uses goes with the worker, however that ends. */
@EnabledOnOs(OS.LINUX)
@ExtendWith(NothingLeftBehind.class)
class SharedMemoryOfTheDeadTest {

  private static final AtomicInteger NUMBERS = new AtomicInteger();

  private static SharedMemory kept; // in a worker

  private final String name =
      "test-of-the-dead-" + ProcessHandle.current().pid() + "-" + NUMBERS.incrementAndGet();

  /** Uses memory for as long as its worker lives. */
  static void hold(String name) {
    kept = SharedMemory.create(name, 100);
  }

  @Test
  void shouldGoWithAPoolThatIsTerminated() {
    shouldGoAfter(Pool::terminate);
  }

  @Test
  void shouldGoWithAPoolThatIsClosed() {
    shouldGoAfter(Pool::close);
  }

  private void shouldGoAfter(Consumer<Pool> end) {
    String called = name;
    try (Pool pool = Pool.create(1)) {
      pool.apply(
          () -> {
            hold(called);
            return kept.size();
          });
      assertTrue(Files.exists(folder()));
      end.accept(pool);
      awaitEnd();
    }
  }

  @Test
  void shouldGoWithWorkersWhoseParentIsKilled() throws Exception {
    try (ChildJvm parent = ChildJvm.start(HoldSharedMemoryMain.class, name)) {
      parent.awaitLine("holding");
      assertTrue(Files.exists(folder()));
      Signals.send("KILL", parent.pid());
      awaitEnd();
    }
  }

  private Path folder() {
    return SharedFolder.inDefaultPlace().path().resolve(name);
  }

  private void awaitEnd() {
    Await.until("nobody uses " + name, () -> !Files.exists(folder()));
  }
}
