package io.multiprocessing.internal.parent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
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

  @Test
  void shouldRunNobodyElsesCallbackInTheThreadOfALateCaller() throws Exception {
    Callbacks callbacks = new Callbacks();
    CountDownLatch open = new CountDownLatch(1);
    Queue<String> ran = new ConcurrentLinkedQueue<>();
    callbacks.execute(() -> awaitOpen(open));
    callbacks.execute(() -> ran.add("in time"));
    callbacks.shutdown();
    callbacks.execute(() -> ran.add("late"));
    assertEquals(List.of("late"), List.copyOf(ran));
    open.countDown();
    callbacks.awaitEnd();
    assertEquals(List.of("late", "in time"), List.copyOf(ran));
  }

  private static void awaitOpen(CountDownLatch open) {
    try {
      open.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
