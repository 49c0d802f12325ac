package io.multiprocessing.internal.parent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CallbacksTest {

  private static final int CALLERS = 3;
  private static final int EACH = 20;

  @Test
  void shouldRunEachCallbackOnceThoughTheEndComesMeanwhile() throws Exception {
    ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
    try {
      for (int round = 0; round < 3_000; round++) {
        Callbacks callbacks = new Callbacks();
        AtomicInteger ran = new AtomicInteger();
        AtomicInteger ready = new AtomicInteger();
        List<Future<?>> ends = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
          ends.add(
              callers.submit(
                  () -> {
                    ready.incrementAndGet();
                    for (int each = 0; each < EACH; each++) {
                      callbacks.execute(ran::incrementAndGet);
                    }
                  }));
        }
        while (ready.get() < CALLERS) {
          Thread.onSpinWait();
        }
        callbacks.shutdown();
        for (Future<?> end : ends) {
          end.get();
        }
        callbacks.awaitEnd();
        assertEquals(CALLERS * EACH, ran.get(), "in round " + round);
      }
    } finally {
      callers.shutdown();
    }
  }
}
