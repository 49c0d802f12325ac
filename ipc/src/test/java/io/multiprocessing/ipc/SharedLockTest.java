package io.multiprocessing.ipc;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Method;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;

@SuppressWarnings("LockNotBeforeTry") // a failed test leaves its own lock locked
class SharedLockTest extends OwnedLockContract {

  @Override
  OwnedLock create() {
    return SharedLock.create();
  }

  @Test
  void shouldRefuseToWaitForItself() throws Exception {
    lock.lock();
    assertThrows(IllegalStateException.class, lock::lock);
    assertThrows(IllegalStateException.class, lock::lockToRepair);
    assertThrows(IllegalStateException.class, lock::lockInterruptibly);
    assertFalse(lock.tryLock());
    assertFalse(lock.tryLock(1, TimeUnit.MILLISECONDS));
    lock.unlock();
    assertFalse(lock.isLocked());
  }

  /** Were they asleep in the kernel with their carriers, the holder could never go on. */
  @Test
  @EnabledForJreRange(minVersion = 21)
  void shouldLetMoreVirtualThreadsWaitThanThereAreCarriers() throws Exception {
    int threads = 20 * Runtime.getRuntime().availableProcessors();
    CountDownLatch done = new CountDownLatch(threads);
    Method startVirtualThread = Thread.class.getMethod("startVirtualThread", Runnable.class);
    for (int i = 0; i < threads; i++) {
      startVirtualThread.invoke(
          null,
          (Runnable)
              () -> {
                lock.lock();
                try {
                  LockSupport.parkNanos(100_000);
                } finally {
                  lock.unlock();
                }
                done.countDown();
              });
    }
    assertTrue(done.await(60, TimeUnit.SECONDS), () -> done.getCount() + " hang, " + lock);
  }
}
