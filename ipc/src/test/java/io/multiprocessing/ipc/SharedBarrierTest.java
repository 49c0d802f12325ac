package io.multiprocessing.ipc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SharedBarrierTest {

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

  private static TestThread<Integer> startParty(SharedBarrier barrier) throws Exception {
    int before = barrier.getNumberWaiting();
    TestThread<Integer> party = TestThread.start("party", () -> barrier.await(LONG));
    Until.holds("it waits", () -> barrier.getNumberWaiting() > before || party.task().isDone());
    return party;
  }

  @Test
  void shouldLetAllGoOnWhenTheLastHasCome() throws Exception {
    SharedBarrier barrier = SharedBarrier.create(3);
    for (int round = 0; round < 3; round++) {
      Future<Integer> there = other.callAsync(() -> barrier.await(LONG));
      Until.holds("it waits", () -> barrier.getNumberWaiting() == 1);
      TestThread<Integer> here = startParty(barrier);
      assertEquals(2, barrier.getNumberWaiting());
      assertEquals(2, barrier.await());
      assertEquals(0, there.get(60, TimeUnit.SECONDS));
      assertEquals(1, here.result());
    }
    assertEquals(0, barrier.getNumberWaiting());
    assertEquals(3, barrier.getParties());
    assertFalse(barrier.isBroken());
  }

  @Test
  void shouldKeepTwoJvmsInStep() throws Exception {
    SharedSemaphore done = SharedSemaphore.createCounter(0);
    SharedBarrier barrier = SharedBarrier.create(3);
    List<TestThread<Object>> here = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      here.add(
          TestThread.start(
              "here " + i,
              () -> {
                goInStep(barrier, done);
                return null;
              }));
    }
    other.run(() -> goInStep(barrier, done));
    for (TestThread<Object> party : here) {
      party.result();
    }
  }

  private static void goInStep(SharedBarrier barrier, SharedSemaphore done) throws Exception {
    for (int round = 1; round <= 200; round++) {
      done.release();
      barrier.await(LONG);
      assertEquals(3 * round, done.availablePermits()); // nobody is ahead, nobody behind
      barrier.await(LONG);
    }
  }

  @Test
  void shouldRunItsActionOnceBeforeAllGoOn() throws Exception {
    SharedSemaphore runs = SharedSemaphore.createCounter(0);
    SharedBarrier barrier = SharedBarrier.create(2, runs::release);
    for (int round = 1; round <= 3; round++) {
      Future<Integer> there =
          other.callAsync(
              () -> {
                barrier.await(LONG);
                return runs.availablePermits();
              });
      barrier.await(LONG);
      assertEquals(round, runs.availablePermits());
      assertEquals(round, there.get(60, TimeUnit.SECONDS));
      assertFalse(barrier.isBroken());
    }
  }

  @Test
  void shouldBreakIfTheActionFails() throws Exception {
    SharedBarrier barrier =
        SharedBarrier.create(
            2,
            () -> {
              throw new IllegalArgumentException("no");
            });
    TestThread<Integer> party = startParty(barrier);
    assertThrows(IllegalArgumentException.class, barrier::await);
    assertBroken(party, "action failed");
    assertTrue(barrier.isBroken());
    assertBroken(TestThread.start("late", () -> barrier.await(LONG)), "action failed");
  }

  private static void assertBroken(TestThread<Integer> party, String reason) {
    BrokenBarrierException e = assertThrows(BrokenBarrierException.class, party::result);
    assertTrue(e.getMessage().contains(reason), e.getMessage());
  }

  @Test
  void shouldBreakForAllAfterATimeout() throws Exception {
    SharedBarrier barrier = SharedBarrier.create(3);
    TestThread<Integer> party = startParty(barrier);
    assertThrows(TimeoutException.class, () -> barrier.await(Duration.ofMillis(10)));
    assertBroken(party, "timeout");
    assertThrows(BrokenBarrierException.class, barrier::await);
    assertTrue(other.call(barrier::isBroken));
    assertEquals(0, barrier.getNumberWaiting());
    barrier.reset();
    assertThrows(TimeoutException.class, () -> barrier.await(Duration.ofSeconds(-1)));
  }

  @Test
  void shouldBreakForAllAfterAnInterrupt() throws Exception {
    SharedBarrier barrier = SharedBarrier.create(3);
    TestThread<Integer> party = startParty(barrier);
    TestThread<Integer> interrupted = startParty(barrier);
    interrupted.thread().interrupt();
    assertThrows(InterruptedException.class, interrupted::result);
    assertBroken(party, "interrupted");

    barrier.reset();
    Thread.currentThread().interrupt();
    assertThrows(InterruptedException.class, barrier::await);
    assertTrue(barrier.isBroken());
  }

  @Test
  void shouldBreakIfSomebodyWantsIt() throws Exception {
    SharedBarrier barrier = SharedBarrier.create(2);
    TestThread<Integer> party = startParty(barrier);
    other.run(barrier::abort);
    assertBroken(party, "aborted by process " + other.pid());
    assertTrue(barrier.isBroken());
  }

  @Test
  void shouldBeWholeAgainAfterAReset() throws Exception {
    SharedBarrier barrier = SharedBarrier.create(2);
    TestThread<Integer> party = startParty(barrier);
    other.run(barrier::reset);
    assertBroken(party, "was reset");
    assertFalse(barrier.isBroken());

    barrier.abort();
    barrier.reset();
    TestThread<Integer> next = startParty(barrier);
    assertEquals(1, barrier.await(LONG));
    assertEquals(0, next.result());
  }

  @Test
  void shouldTakeMoreThreadsThanPartiesInTurns() throws Exception {
    SharedBarrier barrier = SharedBarrier.create(2, Thread::yield);
    List<TestThread<Integer>> threads = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      threads.add(TestThread.start("party " + i, () -> barrier.await(LONG)));
    }
    Set<Integer> orders = new TreeSet<>();
    for (TestThread<Integer> thread : threads) {
      orders.add(thread.result());
    }
    assertEquals(Set.of(0, 1), orders);
  }

  @Test
  void shouldBreakIfTheOneThatRunsTheActionDies() throws Exception {
    SharedBarrier barrier = SharedBarrier.create(2, () -> Runtime.getRuntime().halt(7));
    TestThread<Integer> party = startParty(barrier);
    try (OtherJvm victim = Death.startVictim()) {
      victim.runAsync(barrier::await);
      victim.awaitEnd();
      assertBroken(party, "process " + victim.pid() + " died");
      assertBroken(TestThread.start("late", () -> barrier.await(LONG)), "died");
    }
  }

  @Test
  void shouldRefuseABarrierForNobody() {
    for (int parties : new int[] {0, -1, Integer.MIN_VALUE}) {
      IllegalArgumentException e =
          assertThrows(IllegalArgumentException.class, () -> SharedBarrier.create(parties));
      assertTrue(e.getMessage().contains("parties=" + parties), e.getMessage());
    }
    assertThrows(NullPointerException.class, () -> SharedBarrier.create(1, null));
  }

  @Test
  void shouldOpenAtOnceForOne() throws Exception {
    SharedBarrier barrier = SharedBarrier.create(1);
    assertEquals(0, barrier.await(Duration.ZERO));
    assertEquals(0, barrier.await());
  }

  @Test
  void shouldBeEqualWhereverItTravels() throws Exception {
    SharedBarrier barrier = SharedBarrier.create(2);
    assertEquals(barrier, other.call(() -> barrier));
    assertNotEquals(barrier, SharedBarrier.create(2));
    assertEquals("SharedBarrier[0 of 2 waiting]", barrier.toString());
  }
}
