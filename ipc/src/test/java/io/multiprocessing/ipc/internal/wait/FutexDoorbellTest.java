package io.multiprocessing.ipc.internal.wait;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.multiprocessing.ipc.internal.jvm.ChildJvm;
import io.multiprocessing.ipc.internal.memory.Memory;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class FutexDoorbellTest extends DoorbellContract {

  @Override
  Parking parkingAt(int offset) {
    return new FutexParking(file.buffer(), offset);
  }

  @Test
  void shouldBeWhatLinuxGets() {
    assertTrue(Futex.isAvailable());
  }

  @Test
  void shouldWakeEveryProcessThatWaits() throws Exception {
    try (ChildJvm one = ChildJvm.start(AwaitForeverMain.class, file.path());
        ChildJvm other = ChildJvm.start(AwaitForeverMain.class, file.path())) {
      one.expectLine("waiting");
      other.expectLine("waiting");
      doorbell.ring();
      one.expectLine("woken");
      other.expectLine("woken");
    }
  }

  @Test
  void shouldForgetAWaiterThatWasKilled() throws Exception {
    try (ChildJvm child = ChildJvm.start(AwaitForeverMain.class, file.path())) {
      child.expectLine("waiting");
      awaitWaitingBit();
      child.kill();
    }
    int seen = doorbell.sequence();
    doorbell.ring();
    assertEquals(0, Memory.getIntAcquire(file.buffer(), 0) & 1);

    int next = doorbell.sequence();
    assertTrue(doorbell.await(seen, 0));
    FutureTask<Boolean> waiter = start(() -> doorbell.await(next, FOREVER));
    doorbell.ring();
    assertTrue(waiter.get());
  }

  @Test
  void shouldFindOutByItselfWhenARingerDiedBeforeItCouldWake() throws Exception {
    int seen = doorbell.sequence();
    FutureTask<Boolean> waiter = start(() -> doorbell.await(seen, FOREVER));
    awaitWaitingBit();
    Memory.putIntVolatile(file.buffer(), 0, seen + 2); // all of a ring but the wake-up

    assertTrue(waiter.get());
  }

  @Test
  void shouldHearAProcessThatHasNoFutex() throws Exception {
    int seen = doorbell.sequence();
    FutureTask<Boolean> waiter = start(() -> doorbell.await(seen, FOREVER));
    awaitWaitingBit();
    new Doorbell(file, 0, new TimedParking()).ring();

    assertTrue(waiter.get());
  }

  /** A lost wake-up would cost a slice of 50 ms; what else is run costs a few rounds as much. */
  @Test
  void shouldAnswerBetweenProcessesHardlyEverAfterASlice() throws Exception {
    int rounds = 2_000;
    Doorbell answer = doorbellAt(Doorbell.BYTES);
    try (ChildJvm child = ChildJvm.start(AnswerMain.class, file.path(), rounds)) {
      child.expectLine("ready");
      int slow = 0;
      for (int i = 0; i < rounds; i++) {
        long startNanos = System.nanoTime();
        int seen = answer.sequence();
        doorbell.ring();
        assertTrue(answer.await(seen, TimeUnit.SECONDS.toNanos(60)), "round " + i);
        slow += System.nanoTime() - startNanos > 40_000_000 ? 1 : 0;
      }
      assertTrue(slow < rounds / 20, slow + " slow rounds");
      child.expectSuccess();
    }
  }
}
