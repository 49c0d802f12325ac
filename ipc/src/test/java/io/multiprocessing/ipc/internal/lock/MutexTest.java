package io.multiprocessing.ipc.internal.lock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.multiprocessing.ipc.internal.jvm.ProcessIdentity;
import io.multiprocessing.ipc.internal.memory.Memory;
import io.multiprocessing.ipc.internal.segment.Region;
import io.multiprocessing.ipc.testing.TestThread;
import io.multiprocessing.ipc.testing.Until;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The states of a mutex that only a death in the wrong moment leaves behind. */
class MutexTest {

  private static final long TAKEOVER = 1L << 63;
  private static final long INCONSISTENT = 1L << 62;

  private final Region region = Region.allocate(0x5445_5354, Mutex.BYTES);
  private final Mutex mutex = new Mutex(region);

  /** A process that had our pid before us. */
  static long dead() {
    ProcessIdentity self = ProcessIdentity.current();
    return ProcessWord.encode(new ProcessIdentity(self.pid(), self.startTicks() - 1));
  }

  private void put(int at, long value) {
    Memory.putLongVolatile(region.memory(), at, value);
  }

  @Test
  void shouldTellAProcessFromALaterOneWithItsPid() {
    assertTrue(ProcessWord.isAlive(ProcessWord.self()));
    assertTrue(ProcessWord.isAlive(ProcessWord.self() | TAKEOVER | INCONSISTENT));
    assertFalse(ProcessWord.isAlive(dead()));
    assertEquals(ProcessIdentity.current(), ProcessWord.decode(ProcessWord.self()));
    assertEquals(ProcessHandle.current().pid(), ProcessWord.pid(ProcessWord.self()));
    assertThrows(
        IllegalStateException.class, () -> ProcessWord.encode(new ProcessIdentity(1 << 22, 1)));
  }

  @Test
  void shouldBeTakenOverFromADeadOwner() {
    put(MutexLayout.OWNER, dead());
    put(MutexLayout.THREAD, Mutex.currentThreadId());
    assertFalse(mutex.isHeldByCurrentThread());

    assertTrue(mutex.tryAcquire());
    assertTrue(mutex.isHeldByCurrentThread());
    assertTrue(mutex.isInconsistent());
    assertEquals(ProcessWord.pid(dead()), mutex.victimPid());
    mutex.release();
    assertFalse(mutex.isLocked());
    assertTrue(mutex.isInconsistent());

    mutex.acquire();
    assertTrue(mutex.isInconsistent());
    mutex.markConsistent();
    assertFalse(mutex.isInconsistent());
    assertTrue(mutex.isHeldByCurrentThread());
    mutex.release();
    assertTrue(mutex.takeIfFree());
    assertFalse(mutex.isInconsistent());
  }

  @Test
  void shouldBeTakenOverByAWaiterToo() {
    put(MutexLayout.OWNER, dead());
    mutex.acquire();
    assertTrue(mutex.isInconsistent());
  }

  @Test
  void shouldBeTakenOverFromOneThatDiedTakingItOver() {
    put(MutexLayout.OWNER, dead() | TAKEOVER | INCONSISTENT);
    put(MutexLayout.THREAD, 12345);
    mutex.acquire();
    assertTrue(mutex.isHeldByCurrentThread());
    assertTrue(mutex.isInconsistent());
    assertEquals(1, mutex.holds());
  }

  @Test
  void shouldBeOwnedByNobodyWhileItIsTakenOver() throws Exception {
    put(MutexLayout.OWNER, ProcessWord.self() | TAKEOVER | INCONSISTENT);
    put(MutexLayout.THREAD, Mutex.currentThreadId()); // the dead one's had the same number
    assertFalse(mutex.isHeldByCurrentThread());
    assertFalse(mutex.tryAcquire());
    assertFalse(mutex.acquire(1_000_000));
  }

  @Test
  void shouldLookForTheDeadNoMoreThanTenTimesASecond() {
    Patrol patrol = new Patrol(region.memory(), MutexLayout.PATROL);
    assertTrue(patrol.isDue());
    boolean dueAgain;
    long nanos;
    do { // until both looks are within an interval, which may end between them
      put(MutexLayout.PATROL, System.nanoTime() - Patrol.INTERVAL_NANOS);
      long startNanos = System.nanoTime();
      assertTrue(patrol.isDue());
      dueAgain = patrol.isDue();
      nanos = System.nanoTime() - startNanos;
    } while (nanos >= Patrol.INTERVAL_NANOS);
    assertFalse(dueAgain, nanos + " ns later");
    put(MutexLayout.PATROL, System.nanoTime() - Patrol.INTERVAL_NANOS);
    assertTrue(patrol.isDue());
    put(MutexLayout.PATROL, System.nanoTime() + TimeUnit.DAYS.toNanos(1)); // a foreign clock
    assertTrue(patrol.isDue());
  }

  @Test
  void shouldNotBeBlockedByAClaimOfOneThatNeverComes() throws Exception {
    put(MutexLayout.CLAIM, 4711);
    assertFalse(mutex.takeIfFree());
    mutex.acquire();
    mutex.release();
    assertEquals(0, Memory.getLongVolatile(region.memory(), MutexLayout.CLAIM));

    put(MutexLayout.CLAIM, 4711);
    assertTrue(mutex.tryAcquire()); // does not care
    mutex.release();
  }

  @Test
  void shouldBeGivenNextToOneThatHasWaited() throws Exception {
    mutex.acquire();
    TestThread<Boolean> waiter = TestThread.start("waiter", () -> mutex.acquire(20_000_000_000L));
    Until.holds("it claims", () -> Memory.getLongVolatile(region.memory(), MutexLayout.CLAIM) != 0);
    mutex.release();
    assertFalse(mutex.takeIfFree() && !waiter.task().isDone());
    assertTrue(waiter.result());
    assertEquals(0, Memory.getLongVolatile(region.memory(), MutexLayout.CLAIM));
  }

  @Test
  void shouldLeaveNoClaimBehindWhenItGivesUp() throws Exception {
    mutex.acquire();
    assertFalse(TestThread.start("waiter", () -> mutex.acquire(20_000_000)).result());
    assertEquals(0, Memory.getLongVolatile(region.memory(), MutexLayout.CLAIM));
    assertNotEquals(0, Memory.getLongVolatile(region.memory(), MutexLayout.OWNER));
  }
}
