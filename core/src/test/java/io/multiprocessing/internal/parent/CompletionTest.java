package io.multiprocessing.internal.parent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.multiprocessing.testing.Await;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class CompletionTest {

  private final Completion<String> completion = new Completion<>();

  @Test
  void shouldBeSettledOnce() {
    assertFalse(completion.isSettled());
    assertTrue(completion.settle(() -> "first", null));
    assertFalse(completion.settle(() -> "second", null));
    assertFalse(completion.settle(null, new IllegalStateException()));
    assertTrue(completion.isSettled());
    assertEquals("first", completion.get());
  }

  @Test
  void shouldThrowTheFailure() {
    IllegalStateException failure = new IllegalStateException();
    completion.settle(null, failure);
    assertSame(failure, assertThrows(IllegalStateException.class, completion::get));
  }

  @Test
  void shouldRunTheActionWhenSettledOrAtOnce() {
    AtomicInteger runs = new AtomicInteger();
    completion.onSettled(runs::incrementAndGet);
    assertEquals(0, runs.get());
    completion.settle(() -> "x", null);
    assertEquals(1, runs.get());
    completion.onSettled(runs::incrementAndGet);
    assertEquals(2, runs.get());
  }

  @Test
  void shouldWakeThoseThatWait() {
    for (int i = 0; i < 100; i++) {
      Completion<String> round = new Completion<>();
      Thread waiter =
          new Thread(
              () -> {
                round.addWaiter(Thread.currentThread());
                while (!round.isSettled()) {
                  LockSupport.park(round);
                }
              });
      waiter.setDaemon(true);
      waiter.start();
      round.settle(() -> "x", null);
      Await.until("the waiter has ended", () -> !waiter.isAlive());
    }
  }
}
