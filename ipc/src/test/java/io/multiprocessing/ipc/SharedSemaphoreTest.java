package io.multiprocessing.ipc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.multiprocessing.ipc.testing.Death;
import io.multiprocessing.ipc.testing.OtherJvm;
import io.multiprocessing.ipc.testing.TestThread;
import io.multiprocessing.ipc.testing.Until;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SharedSemaphoreTest {

  private static final Duration LONG = Duration.ofSeconds(20);

  private static OtherJvm other;

  @BeforeAll
  static void startOther() {
    other = OtherJvm.start();
  }

  @AfterAll
  static void endOther() {
    other.close();
  }

  @Test
  void shouldLetInAsManyAsThereArePermits() throws Exception {
    SharedSemaphore semaphore = SharedSemaphore.create(2);
    semaphore.acquire();
    assertTrue(other.call(() -> semaphore.tryAcquire()));
    assertEquals(0, semaphore.availablePermits());
    assertFalse(semaphore.tryAcquire());
    assertFalse(other.call(() -> semaphore.tryAcquire(Duration.ofMillis(20))));
    other.run(() -> semaphore.release());
    assertTrue(semaphore.tryAcquire());
    semaphore.release(2);
    assertEquals(2, semaphore.availablePermits());
    assertEquals(0, semaphore.recoveredPermits());
  }

  @Test
  void shouldNeverLetInMoreAmongManyThreadsOfTwoJvms() throws Exception {
    SharedSemaphore semaphore = SharedSemaphore.create(2);
    SharedSemaphore inside = SharedSemaphore.createCounter(0);
    List<Future<Object>> there = new ArrayList<>();
    List<TestThread<Object>> here = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      there.add(other.runAsync(() -> goInAndOut(semaphore, inside)));
      here.add(
          TestThread.start(
              "here " + i,
              () -> {
                goInAndOut(semaphore, inside);
                return null;
              }));
    }
    for (int i = 0; i < 2; i++) {
      there.get(i).get(60, TimeUnit.SECONDS);
      here.get(i).result();
    }
    assertEquals(2, semaphore.availablePermits());
    assertEquals(0, inside.availablePermits());
  }

  private static void goInAndOut(SharedSemaphore semaphore, SharedSemaphore inside)
      throws InterruptedException {
    for (int i = 0; i < 2_000; i++) {
      semaphore.acquire();
      inside.release();
      int present = inside.availablePermits();
      inside.acquire();
      semaphore.release();
      assertTrue(present >= 1 && present <= 2, present + " inside");
    }
  }

  @Test
  void shouldLetOneProcessReleaseWhatAnotherAwaits() throws Exception {
    SharedSemaphore items = SharedSemaphore.createCounter(0);
    Future<Object> consumer =
        other.runAsync(
            () -> {
              for (int i = 0; i < 1_000; i++) {
                items.acquire();
              }
            });
    for (int i = 0; i < 1_000; i++) {
      items.release();
    }
    consumer.get(60, TimeUnit.SECONDS);
    assertEquals(0, items.availablePermits());
  }

  @Test
  void shouldWakeAsManyAsPermitsWereReleased() throws Exception {
    SharedSemaphore semaphore = SharedSemaphore.create(0);
    AtomicInteger woken = new AtomicInteger();
    List<TestThread<Boolean>> waiters = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      waiters.add(
          TestThread.start(
              "waiter " + i, () -> semaphore.tryAcquire(LONG) && woken.incrementAndGet() > 0));
    }
    semaphore.release(3);
    Until.holds("three are woken", () -> woken.get() == 3);
    assertEquals(0, semaphore.availablePermits());
    semaphore.release();
    for (TestThread<Boolean> waiter : waiters) {
      assertTrue(waiter.result());
    }
  }

  @Test
  void shouldEndAWaitByAnInterruptOrKeepItForLater() throws Exception {
    SharedSemaphore semaphore = SharedSemaphore.create(0);
    TestThread<Object> waiter =
        TestThread.start(
            "interruptible",
            () -> {
              semaphore.acquire();
              return null;
            });
    TestThread<Boolean> patient =
        TestThread.start(
            "uninterruptible",
            () -> {
              semaphore.acquireUninterruptibly();
              return Thread.interrupted();
            });
    waiter.thread().interrupt();
    patient.thread().interrupt();
    assertThrows(InterruptedException.class, waiter::result);
    semaphore.release();
    assertTrue(patient.result());
  }

  @Test
  void shouldRefuseMorePermitsThanThereMayBe() {
    SharedSemaphore semaphore = SharedSemaphore.create(Integer.MAX_VALUE - 1);
    semaphore.release();
    assertThrows(IllegalStateException.class, semaphore::release);
    assertThrows(IllegalStateException.class, () -> semaphore.release(Integer.MAX_VALUE));
    assertEquals(Integer.MAX_VALUE, semaphore.availablePermits());

    SharedSemaphore bounded = SharedBoundedSemaphore.create(2);
    assertThrows(IllegalStateException.class, bounded::release);
    assertTrue(bounded.tryAcquire());
    assertThrows(IllegalStateException.class, () -> bounded.release(2));
    bounded.release();
    assertThrows(IllegalStateException.class, bounded::release);
    assertEquals(2, bounded.availablePermits());
    assertThrows(
        IllegalStateException.class, () -> SharedBoundedSemaphore.createCounter(0).release());
  }

  @ParameterizedTest
  @ValueSource(ints = {Integer.MIN_VALUE, -1})
  void shouldRefuseLessThanNothing(int permits) {
    for (Runnable making :
        List.<Runnable>of(
            () -> SharedSemaphore.create(permits),
            () -> SharedSemaphore.createCounter(permits),
            () -> SharedBoundedSemaphore.create(permits),
            () -> SharedBoundedSemaphore.createCounter(permits),
            () -> SharedSemaphore.create(1).release(permits))) {
      IllegalArgumentException e = assertThrows(IllegalArgumentException.class, making::run);
      assertTrue(e.getMessage().contains("permits=" + permits), e.getMessage());
    }
  }

  @Test
  void shouldOnlyTryWithoutATimeout() throws Exception {
    SharedSemaphore semaphore = SharedSemaphore.create(1);
    assertTrue(semaphore.tryAcquire(Duration.ofSeconds(-1)));
    assertFalse(semaphore.tryAcquire(Duration.ofSeconds(-1)));
    assertFalse(semaphore.tryAcquire(Duration.ZERO));
    assertFalse(semaphore.tryAcquire(Duration.ofSeconds(Long.MIN_VALUE)));
    Thread.currentThread().interrupt();
    assertThrows(InterruptedException.class, () -> semaphore.tryAcquire(Duration.ZERO));
  }

  @Test
  void shouldBeEqualAndOfItsTypeWhereverItTravels() throws Exception {
    SharedSemaphore semaphore = SharedSemaphore.create(1);
    SharedSemaphore bounded = SharedBoundedSemaphore.create(1);
    assertEquals(semaphore, other.call(() -> semaphore));
    assertEquals(
        bounded, assertInstanceOf(SharedBoundedSemaphore.class, other.call(() -> bounded)));
    assertNotEquals(semaphore, bounded);
    assertEquals("SharedBoundedSemaphore[available=1]", bounded.toString());
  }

  @Test
  void shouldGiveBackOnlyWhatIsMissing() throws Exception {
    SharedSemaphore slots = SharedSemaphore.create(3);
    SharedSemaphore items = SharedSemaphore.createCounter(3);
    try (OtherJvm victim = Death.startVictim()) {
      victim.run(
          () -> {
            slots.acquire();
            slots.acquire();
            items.acquire();
            items.acquire();
          });
      slots.release(); // in its stead
      Death.KILL.strike(victim);
    }
    Until.holds("one is given back", () -> slots.availablePermits() == 3);
    assertEquals(1, slots.recoveredPermits());
    assertEquals(1, items.availablePermits());
    assertEquals(0, items.recoveredPermits());
  }
}
