package io.multiprocessing.ipc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.multiprocessing.ipc.internal.memory.Memory;
import io.multiprocessing.ipc.internal.segment.Region;
import io.multiprocessing.ipc.testing.OtherJvm;
import io.multiprocessing.ipc.testing.TestThread;
import io.multiprocessing.ipc.testing.Until;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What both locks promise while nobody dies. */
@SuppressWarnings("LockNotBeforeTry") // a failed test leaves its own lock locked
abstract class OwnedLockContract {

  private static final int TAG = 0x5445_5354;
  private static final int COUNTER = 8;

  private static OtherJvm other;

  OwnedLock lock;

  abstract OwnedLock create();

  @BeforeAll
  static void startOther() {
    other = OtherJvm.start();
  }

  @AfterAll
  static void endOther() {
    other.close();
  }

  @BeforeEach
  void createLock() {
    lock = create();
  }

  @Test
  void shouldExcludeThreadsOfAllJvms() throws Exception {
    Region region = Region.allocate(TAG, 16);
    Region.RegionAddress address = region.address();
    OwnedLock shared = lock;
    int times = 20_000;
    List<Future<Object>> there = new ArrayList<>();
    List<TestThread<Object>> here = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      there.add(
          other.runAsync(() -> increment(shared, Region.attach(address, TAG).memory(), times)));
      here.add(
          TestThread.start(
              "here " + i,
              () -> {
                increment(shared, region.memory(), times);
                return null;
              }));
    }
    for (int i = 0; i < 2; i++) {
      there.get(i).get(60, TimeUnit.SECONDS);
      here.get(i).result();
    }
    assertEquals(4L * times, Memory.getLong(region.memory(), COUNTER));
    assertFalse(lock.isLocked());
  }

  private static void increment(Lock lock, ByteBuffer memory, int times) {
    for (int i = 0; i < times; i++) {
      lock.lock();
      try {
        Memory.putLong(memory, COUNTER, Memory.getLong(memory, COUNTER) + 1); // plain, on purpose
      } finally {
        lock.unlock();
      }
    }
  }

  @Test
  void shouldBeHeldByOneThreadOnly() throws Exception {
    OwnedLock shared = lock;
    assertFalse(lock.isHeldByCurrentThread());
    lock.lock();
    assertTrue(lock.isLocked());
    assertTrue(lock.isHeldByCurrentThread());
    assertFalse(other.call(shared::isHeldByCurrentThread));
    assertTrue(other.call(shared::isLocked));
    assertFalse(other.call(() -> shared.tryLock()));
    assertFalse(TestThread.start("another", lock::isHeldByCurrentThread).result());
    assertFalse(TestThread.start("another", () -> lock.tryLock()).result());
    lock.unlock();
    assertFalse(lock.isLocked());
    assertTrue(TestThread.start("another", () -> lock.tryLock()).result());
  }

  @Test
  void shouldRefuseToBeUnlockedByAnybodyElse() throws Exception {
    assertThrows(IllegalMonitorStateException.class, lock::unlock);
    assertThrows(IllegalMonitorStateException.class, lock::markConsistent);
    lock.lock();
    OwnedLock shared = lock;
    ExecutionException there =
        assertThrows(ExecutionException.class, () -> other.run(shared::unlock));
    assertInstanceOf(IllegalMonitorStateException.class, there.getCause());
    TestThread<Object> another =
        TestThread.start(
            "another",
            () -> {
              lock.unlock();
              return null;
            });
    assertThrows(IllegalMonitorStateException.class, another::result);
    assertTrue(lock.isHeldByCurrentThread());
    lock.unlock();
    assertThrows(IllegalMonitorStateException.class, lock::unlock);
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MIN_VALUE, -1, 0})
  void shouldOnlyTryWithoutATimeout(long nanos) throws Exception {
    assertTrue(lock.tryLock(nanos, TimeUnit.NANOSECONDS));
    assertFalse(
        TestThread.start("another", () -> lock.tryLock(nanos, TimeUnit.NANOSECONDS)).result());
    lock.unlock();
  }

  @Test
  void shouldGiveUpAfterTheTimeout() throws Exception {
    lock.lock();
    TestThread<Long> late =
        TestThread.start(
            "late",
            () -> {
              long startNanos = System.nanoTime();
              assertFalse(lock.tryLock(30, TimeUnit.MILLISECONDS));
              return System.nanoTime() - startNanos;
            });
    assertTrue(late.result() >= 30_000_000);
    TestThread<Boolean> inTime =
        TestThread.start("in time", () -> lock.tryLock(20, TimeUnit.SECONDS));
    lock.unlock();
    assertTrue(inTime.result());
  }

  @Test
  void shouldWakeAWaiterInAnotherJvm() throws Exception {
    OwnedLock shared = lock;
    for (int i = 0; i < 20; i++) {
      lock.lock();
      Future<Object> waiter =
          other.runAsync(
              () -> {
                shared.lock();
                shared.unlock();
              });
      assertFalse(waiter.isDone());
      lock.unlock();
      waiter.get(60, TimeUnit.SECONDS);
    }
  }

  @Test
  void shouldEndAnInterruptibleWaitByAnInterrupt() throws Exception {
    lock.lock();
    TestThread<Object> waiter =
        TestThread.start(
            "interruptible",
            () -> {
              lock.lockInterruptibly();
              return null;
            });
    TestThread<Object> timed = TestThread.start("timed", () -> lock.tryLock(1, TimeUnit.HOURS));
    waiter.thread().interrupt();
    timed.thread().interrupt();
    assertThrows(InterruptedException.class, waiter::result);
    assertThrows(InterruptedException.class, timed::result);
    lock.unlock();

    Thread.currentThread().interrupt();
    assertThrows(InterruptedException.class, lock::lockInterruptibly);
    Thread.currentThread().interrupt();
    assertThrows(InterruptedException.class, () -> lock.tryLock(0, TimeUnit.SECONDS));
    assertFalse(lock.isLocked());
  }

  @Test
  void shouldKeepAnInterruptForLaterInALockThatIsNotInterruptible() throws Exception {
    lock.lock();
    TestThread<Boolean> waiter =
        TestThread.start(
            "waiter",
            () -> {
              lock.lock();
              lock.unlock();
              return Thread.interrupted();
            });
    waiter.thread().interrupt();
    Until.holds("it waits again", () -> waiter.thread().getState() == Thread.State.RUNNABLE);
    lock.unlock();
    assertTrue(waiter.result());
  }

  @Test
  void shouldStarveNobody() throws Exception {
    OwnedLock shared = lock;
    Future<Object> greedy =
        other.runAsync(
            () -> {
              while (!stop) {
                shared.lock();
                try {
                  long end = System.nanoTime() + 200_000;
                  while (System.nanoTime() < end) {
                    Thread.onSpinWait();
                  }
                } finally {
                  shared.unlock();
                }
              }
            });
    for (int i = 0; i < 30; i++) {
      assertTrue(lock.tryLock(20, TimeUnit.SECONDS), "turn " + i);
      lock.unlock();
    }
    other.run(() -> stop = true);
    greedy.get(60, TimeUnit.SECONDS);
    other.run(() -> stop = false);
  }

  private static volatile boolean stop; // in the other JVM

  @Test
  void shouldTakeNoProcessorTimeToWait() throws Exception {
    lock.lock();
    TestThread<Long> waiter =
        TestThread.start(
            "waiter",
            () -> {
              assertFalse(lock.tryLock(500, TimeUnit.MILLISECONDS));
              return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            });
    long cpuMillis = TimeUnit.NANOSECONDS.toMillis(waiter.result());
    assertTrue(cpuMillis < 250, cpuMillis + " ms");
    lock.unlock();
  }

  @Test
  void shouldBeEqualWhereverItTravels() throws Exception {
    OwnedLock shared = lock;
    assertEquals(lock, other.call(() -> shared));
    assertEquals(lock.hashCode(), other.call(() -> shared).hashCode());
    assertNotEquals(lock, create());
  }

  @Test
  void shouldSayWhoHoldsIt() throws Exception {
    OwnedLock shared = lock;
    assertTrue(lock.toString().endsWith("[free]"), lock.toString());
    other.run(shared::lock);
    assertTrue(lock.toString().endsWith("[held by process " + other.pid() + "]"), lock.toString());
  }
}
