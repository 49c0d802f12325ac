package io.multiprocessing.ipc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.multiprocessing.ipc.testing.Death;
import io.multiprocessing.ipc.testing.OtherJvm;
import io.multiprocessing.ipc.testing.TestThread;
import io.multiprocessing.ipc.testing.Until;
import java.time.Duration;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What becomes of locks and their like when a process dies that holds them, or that waits.
 *
 * <p>One process of each death holds one of everything, and another waits for one of everything.
 */
@SuppressWarnings({"LockNotBeforeTry", "WaitNotInLoop"}) // what is tested
class DeathOfAProcessTest {

  private static final Duration LONG = Duration.ofSeconds(20);

  @ParameterizedTest
  @EnumSource
  void shouldPassOnWhatADeadProcessHeld(Death death) throws Exception {
    SharedLock lock = SharedLock.create();
    SharedLock telling = SharedLock.create(OwnerDeath.TELL);
    SharedRLock rlock = SharedRLock.create();
    SharedSemaphore semaphore = SharedSemaphore.create(2);
    SharedCondition condition = rlock.newCondition();
    SharedEvent holds = SharedEvent.create();
    try (OtherJvm victim = Death.startVictim()) {
      victim.run(
          () -> {
            Thread holder =
                new Thread(
                    () -> {
                      lock.lock();
                      telling.lock();
                      rlock.lock();
                      rlock.lock();
                      condition.signalAll();
                      semaphore.acquireUninterruptibly();
                      semaphore.acquireUninterruptibly();
                      holds.set();
                      while (true) {
                        Thread.onSpinWait();
                      }
                    });
            holder.setDaemon(true);
            holder.start();
            holds.await();
          });
      assertFalse(lock.tryLock());
      TestThread<Long> waiter =
          TestThread.start(
              "lock", () -> assertThrows(OwnerDiedException.class, lock::lock).ownerPid());
      TestThread<Boolean> permit = TestThread.start("semaphore", () -> semaphore.tryAcquire(LONG));
      death.strike(victim);

      assertEquals(victim.pid(), waiter.result());
      assertTrue(permit.result());
      assertTrue(semaphore.tryAcquire());
      assertEquals(2, semaphore.recoveredPermits());
      telling.lock();
      assertTrue(telling.isInconsistent());
    }
    shouldNotForget(lock);
    shouldTellUntilMarked(telling);
    shouldBeRepairable(rlock);
  }

  private static void shouldNotForget(SharedLock lock) {
    for (int i = 0; i < 2; i++) {
      assertThrows(OwnerDiedException.class, lock::lock);
      assertThrows(OwnerDiedException.class, lock::lockInterruptibly);
      assertThrows(OwnerDiedException.class, lock::tryLock);
      assertThrows(OwnerDiedException.class, () -> lock.tryLock(1, TimeUnit.SECONDS));
      assertFalse(lock.isLocked());
    }
    lock.lockToRepair();
    lock.unlock(); // not repaired
    assertThrows(OwnerDiedException.class, lock::lock);
  }

  private static void shouldTellUntilMarked(SharedLock lock) {
    lock.unlock();
    assertTrue(lock.isInconsistent());
    lock.lock();
    lock.markConsistent();
    assertFalse(lock.isInconsistent());
    lock.unlock();
  }

  private static void shouldBeRepairable(SharedRLock lock) throws Exception {
    lock.lockToRepair();
    assertTrue(lock.isInconsistent());
    assertEquals(1, lock.getHoldCount());
    lock.lock(); // who repairs knows
    lock.unlock();
    lock.markConsistent();
    lock.unlock();
    lock.lock();
    lock.unlock();
    assertTrue(lock.tryLock(1, TimeUnit.SECONDS));
    lock.unlock();
  }

  @ParameterizedTest
  @EnumSource
  void shouldForgetADeadProcessThatWaited(Death death) throws Exception {
    SharedLock lock = SharedLock.create();
    SharedRLock rlock = SharedRLock.create();
    SharedCondition condition = rlock.newCondition();
    SharedSemaphore semaphore = SharedSemaphore.create(0);
    SharedEvent event = SharedEvent.create();
    SharedBarrier barrier = SharedBarrier.create(3);
    lock.lock();
    try (OtherJvm victim = Death.startVictim()) {
      victim.runAsync(lock::lock);
      victim.runAsync(event::await);
      victim.runAsync(semaphore::acquire);
      victim.runAsync(barrier::await);
      victim.runAsync(
          () -> {
            rlock.lock();
            condition.await();
          });
      Until.holds("it waits", () -> barrier.getNumberWaiting() == 1);
      Until.holds("it waits", () -> condition.toString().startsWith("SharedCondition[1 "));
      TestThread<Integer> party = TestThread.start("party", () -> barrier.await(LONG));
      TestThread<Boolean> waiter =
          TestThread.start(
              "condition",
              () -> {
                rlock.lock();
                try {
                  return condition.await(20, TimeUnit.SECONDS);
                } finally {
                  rlock.unlock();
                }
              });
      Until.holds("both wait", () -> condition.toString().startsWith("SharedCondition[2 "));
      death.strike(victim);

      assertThrows(BrokenBarrierException.class, party::result);
      rlock.lock();
      condition.signal(); // not swallowed by the dead
      rlock.unlock();
      assertTrue(waiter.result());
    }
    lock.unlock();
    TestThread<Boolean> next = TestThread.start("lock", () -> lock.tryLock(20, TimeUnit.SECONDS));
    assertTrue(next.result());
    assertFalse(lock.isInconsistent());
    semaphore.release();
    assertTrue(semaphore.tryAcquire());
    assertEquals(0, semaphore.recoveredPermits());
    event.set();
    assertTrue(event.await(Duration.ZERO));
    barrier.reset();
    assertFalse(barrier.isBroken());
  }

  @ParameterizedTest
  @EnumSource(names = "KILL")
  void shouldTellThoseWhoWaitAtAConditionThatAHolderHasDied(Death death) throws Exception {
    SharedLock lock = SharedLock.create();
    SharedCondition condition = lock.newCondition();
    TestThread<Boolean> waiter =
        TestThread.start(
            "condition",
            () -> {
              lock.lock();
              try {
                assertThrows(OwnerDiedException.class, condition::await);
                return lock.isHeldByCurrentThread();
              } finally {
                lock.unlock();
              }
            });
    Until.holds("it waits", () -> condition.toString().startsWith("SharedCondition[1 "));
    try (OtherJvm victim = Death.startVictim()) {
      victim.run(
          () -> {
            lock.lock();
            condition.signal();
          });
      death.strike(victim);
      assertTrue(waiter.result());
    }
  }
}
