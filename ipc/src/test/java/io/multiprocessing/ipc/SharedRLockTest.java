package io.multiprocessing.ipc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.multiprocessing.ipc.testing.TestThread;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SharedRLockTest extends OwnedLockContract {

  @Override
  OwnedLock create() {
    return SharedRLock.create();
  }

  @Test
  void shouldBeFreeWhenItWasUnlockedAsOften() throws Exception {
    SharedRLock rlock = SharedRLock.create();
    assertEquals(0, rlock.getHoldCount());
    rlock.lock();
    rlock.lockInterruptibly();
    rlock.lockToRepair();
    assertTrue(rlock.tryLock());
    assertTrue(rlock.tryLock(1, TimeUnit.SECONDS));
    for (int holds = 5; holds > 0; holds--) {
      assertEquals(holds, rlock.getHoldCount());
      assertFalse(TestThread.start("another", () -> rlock.tryLock()).result());
      assertEquals(0, TestThread.start("another", rlock::getHoldCount).result());
      rlock.unlock();
    }
    assertFalse(rlock.isLocked());
    assertThrows(IllegalMonitorStateException.class, rlock::unlock);
  }
}
