package io.multiprocessing.ipc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.multiprocessing.ipc.testing.OtherJvm;
import io.multiprocessing.ipc.testing.TestThread;
import io.multiprocessing.ipc.testing.Until;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@SuppressWarnings({"LockNotBeforeTry", "WaitNotInLoop", "JavaUtilDate"}) // what is tested
class SharedConditionTest {

  private static OtherJvm other;

  private final SharedRLock lock = SharedRLock.create();
  private final SharedCondition condition = lock.newCondition();

  @BeforeAll
  static void startOther() {
    other = OtherJvm.start();
  }

  @AfterAll
  static void endOther() {
    other.close();
  }

  @AfterEach
  void unlock() {
    while (lock.isHeldByCurrentThread()) {
      lock.unlock();
    }
  }

  /** Starts a thread that calls something with the lock held, and waits until it waits in there. */
  private <T> TestThread<T> startWaiter(Callable<T> call) throws Exception {
    int before = waiting(condition);
    TestThread<T> waiter =
        TestThread.start(
            "waiter",
            () -> {
              lock.lock();
              try {
                return call.call();
              } finally {
                lock.unlock();
              }
            });
    Until.holds("it waits", () -> waiting(condition) > before || waiter.task().isDone());
    lock.lock(); // so it has released the lock
    lock.unlock();
    return waiter;
  }

  private static int waiting(SharedCondition condition) {
    String text = condition.toString();
    return Integer.parseInt(text.substring(text.indexOf('[') + 1, text.indexOf(' ')));
  }

  private TestThread<Boolean> startWaiter() throws Exception {
    return startWaiter(() -> condition.await(20, TimeUnit.SECONDS));
  }

  private void signal(int threads) {
    lock.lock();
    try {
      condition.signal(threads);
    } finally {
      lock.unlock();
    }
  }

  @Test
  void shouldWakeOneForEachSignal() throws Exception {
    List<TestThread<Boolean>> waiters = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      waiters.add(startWaiter());
    }
    signal(1);
    Until.holds("one is woken", () -> waiting(condition) == 3);
    signal(2);
    Until.holds("two more are woken", () -> waiting(condition) == 1);
    signal(0);
    signal(100);
    for (TestThread<Boolean> waiter : waiters) {
      assertTrue(waiter.result());
    }
    assertEquals(0, waiting(condition));
  }

  @Test
  void shouldKeepNoSignalForThoseWhoComeLater() throws Exception {
    signal(5);
    lock.lock();
    condition.signalAll();
    assertFalse(condition.await(20, TimeUnit.MILLISECONDS));

    TestThread<Boolean> early = TestThread.start("early", () -> awaitSignal(20_000));
    Until.holds("it waits", () -> peekWaiting() == 1);
    lock.lock();
    condition.signal();
    assertFalse(condition.await(20, TimeUnit.MILLISECONDS)); // came after the signal
    lock.unlock();
    assertTrue(early.result());
  }

  private boolean awaitSignal(long millis) throws InterruptedException {
    lock.lock();
    try {
      return condition.await(millis, TimeUnit.MILLISECONDS);
    } finally {
      lock.unlock();
    }
  }

  /** Lets others have the lock for a moment. */
  private int peekWaiting() {
    while (lock.isHeldByCurrentThread()) {
      lock.unlock();
    }
    return waiting(condition);
  }

  @Test
  void shouldWakeAllInAllJvms() throws Exception {
    SharedCondition shared = condition;
    SharedRLock sharedLock = lock;
    Future<Boolean> there =
        other.callAsync(
            () -> {
              sharedLock.lock();
              try {
                return shared.await(20, TimeUnit.SECONDS);
              } finally {
                sharedLock.unlock();
              }
            });
    TestThread<Boolean> here = startWaiter();
    Until.holds("both wait", () -> waiting(condition) == 2);
    lock.lock();
    condition.signalAll();
    lock.unlock();
    assertTrue(there.get(60, TimeUnit.SECONDS));
    assertTrue(here.result());
  }

  @Test
  void shouldReleaseTheLockHoweverOftenItIsHeldAndHoldItAsOftenAgain() throws Exception {
    TestThread<Integer> waiter =
        startWaiter(
            () -> {
              lock.lock();
              lock.lock();
              condition.await();
              int holds = lock.getHoldCount();
              lock.unlock();
              lock.unlock();
              return holds;
            });
    signal(1);
    assertEquals(3, waiter.result());
    assertFalse(lock.isLocked());
  }

  @Test
  void shouldGiveUpAfterTheTimeout() throws Exception {
    lock.lock();
    assertTrue(condition.awaitNanos(5_000_000) <= 0);
    assertTrue(condition.awaitNanos(-1) < 0);
    assertFalse(condition.await(5, TimeUnit.MILLISECONDS));
    assertFalse(condition.awaitUntil(new Date(System.currentTimeMillis() + 5)));
    assertFalse(condition.awaitUntil(new Date(0)));
    assertTrue(lock.isHeldByCurrentThread());
    assertEquals(0, waiting(condition));
    TestThread<Long> inTime = TestThread.start("waiter", () -> awaitNanosWithLock());
    Until.holds("it waits", () -> peekWaiting() == 1);
    signal(1);
    assertTrue(inTime.result() > 0);
  }

  private long awaitNanosWithLock() throws InterruptedException {
    lock.lock();
    try {
      return condition.awaitNanos(20_000_000_000L);
    } finally {
      lock.unlock();
    }
  }

  @Test
  void shouldHoldTheLockAlsoAfterAnInterrupt() throws Exception {
    TestThread<Boolean> waiter =
        startWaiter(
            () -> {
              assertThrows(InterruptedException.class, condition::await);
              return lock.isHeldByCurrentThread() && !Thread.interrupted();
            });
    waiter.thread().interrupt();
    assertTrue(waiter.result());
    assertEquals(0, waiting(condition));
    lock.lock();
    Thread.currentThread().interrupt();
    assertThrows(InterruptedException.class, condition::await);
    assertFalse(Thread.interrupted());
  }

  @Test
  void shouldKeepAnInterruptForLaterIfAskedTo() throws Exception {
    TestThread<Boolean> waiter =
        startWaiter(
            () -> {
              condition.awaitUninterruptibly();
              return Thread.interrupted();
            });
    waiter.thread().interrupt();
    signal(1);
    assertTrue(waiter.result());
  }

  @Test
  void shouldNotLoseASignalToOneThatIsInterruptedAtTheSameTime() throws Exception {
    for (int i = 0; i < 50; i++) {
      AtomicInteger signalled = new AtomicInteger();
      List<TestThread<Object>> waiters = new ArrayList<>();
      for (int j = 0; j < 2; j++) {
        waiters.add(
            startWaiter(
                () -> {
                  try {
                    condition.await();
                    signalled.incrementAndGet();
                    Thread.interrupted();
                  } catch (InterruptedException e) {
                    // the other one has to get it then
                  }
                  return null;
                }));
      }
      signal(1);
      waiters.get(0).thread().interrupt();
      waiters.get(0).result();
      Until.holds("somebody got the signal", () -> signalled.get() == 1);
      waiters.get(1).thread().interrupt();
      waiters.get(1).result();
      assertEquals(0, waiting(condition));
    }
  }

  @Test
  void shouldWaitForSomethingToBecomeTrue() throws Exception {
    AtomicInteger number = new AtomicInteger();
    TestThread<Object> waiter =
        startWaiter(
            () -> {
              condition.waitFor(() -> number.get() == 2);
              return null;
            });
    TestThread<Boolean> timed =
        startWaiter(() -> condition.waitFor(() -> number.get() == 2, Duration.ofSeconds(20)));
    for (int i = 0; i < 2; i++) {
      lock.lock();
      assertFalse(waiter.task().isDone());
      number.incrementAndGet();
      condition.signalAll();
      lock.unlock();
    }
    waiter.result();
    assertTrue(timed.result());
    lock.lock();
    assertFalse(condition.waitFor(() -> false, Duration.ofMillis(10)));
    assertFalse(condition.waitFor(() -> false, Duration.ofSeconds(-1)));
    assertTrue(condition.waitFor(() -> true, Duration.ZERO));
  }

  @Test
  void shouldRefuseThoseWhoDoNotHoldTheLock() {
    assertThrows(IllegalMonitorStateException.class, condition::await);
    assertThrows(IllegalMonitorStateException.class, condition::signal);
    assertThrows(IllegalMonitorStateException.class, condition::signalAll);
    assertThrows(IllegalMonitorStateException.class, () -> condition.waitFor(() -> true));
    assertThrows(IllegalArgumentException.class, () -> condition.signal(-1));
  }

  @Test
  void shouldHandATurnBackAndForthBetweenJvms() throws Exception {
    SharedCondition turn = SharedCondition.create(SharedLock.create());
    SharedEvent here = SharedEvent.create(); // whose turn it is; guarded by the lock
    Future<Object> there = other.runAsync(() -> takeTurns(turn, here, false));
    takeTurns(turn, here, true);
    there.get(60, TimeUnit.SECONDS);
  }

  private static void takeTurns(SharedCondition turn, SharedEvent flag, boolean mine)
      throws InterruptedException {
    for (int i = 0; i < 300; i++) {
      turn.getLock().lock();
      try {
        assertTrue(turn.waitFor(() -> flag.isSet() == mine, Duration.ofSeconds(20)), "turn " + i);
        if (mine) {
          flag.clear();
        } else {
          flag.set();
        }
        turn.signal();
      } finally {
        turn.getLock().unlock();
      }
    }
  }

  @Test
  void shouldBringItsLockAlong() throws Exception {
    SharedCondition own = SharedCondition.create();
    other.run(() -> own.getLock().lock());
    assertFalse(own.getLock().tryLock());
    assertEquals(own, other.call(() -> own));
    assertNotEquals(own, condition);
    SharedCondition shared = condition;
    SharedRLock sharedLock = lock;
    assertTrue(other.call(() -> shared.getLock().equals(sharedLock)));
  }
}
