package io.multiprocessing.ipc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.multiprocessing.ipc.testing.OtherJvm;
import io.multiprocessing.ipc.testing.TestThread;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SharedEventTest {

  private static OtherJvm other;

  @BeforeAll
  static void startOther() {
    other = OtherJvm.start();
  }

  @AfterAll
  static void endOther() {
    other.close();
  }

  private static TestThread<Boolean> startWaiter(SharedEvent event) {
    return TestThread.start("waiter", () -> event.await(Duration.ofSeconds(20)));
  }

  @Test
  void shouldBeSetAndClearedForAllJvms() throws Exception {
    SharedEvent event = SharedEvent.create();
    assertFalse(event.isSet());
    other.run(event::set);
    assertTrue(event.isSet());
    event.await();
    event.set();
    assertTrue(other.call(() -> event.await(Duration.ZERO)));
    event.clear();
    event.clear();
    assertFalse(other.call(event::isSet));
    assertFalse(event.await(Duration.ofMillis(10)));
    assertFalse(event.await(Duration.ofSeconds(-1)));
    assertEquals("SharedEvent[not set]", event.toString());
  }

  @Test
  void shouldWakeAllThatWaitInAllJvms() throws Exception {
    SharedEvent event = SharedEvent.create();
    Future<Object> there = other.runAsync(event::await);
    List<TestThread<Boolean>> here = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      here.add(startWaiter(event));
    }
    event.set();
    there.get(60, TimeUnit.SECONDS);
    for (TestThread<Boolean> waiter : here) {
      assertTrue(waiter.result());
    }
  }

  @Test
  void shouldLetThoseGoThatWaitedEvenIfItIsClearedAtOnce() throws Exception {
    SharedEvent event = SharedEvent.create();
    SharedEvent ready = SharedEvent.create();
    for (int i = 0; i < 50; i++) {
      TestThread<Boolean> waiter =
          TestThread.start(
              "waiter",
              () -> {
                ready.set();
                return event.await(Duration.ofSeconds(20));
              });
      ready.await();
      ready.clear();
      while (!waiter.task().isDone()) { // it may not yet have begun to wait
        event.set();
        event.clear();
        Thread.onSpinWait();
      }
      assertTrue(waiter.result());
    }
  }

  @Test
  void shouldEndAWaitByAnInterruptAndDisturbNobodyElse() throws Exception {
    SharedEvent event = SharedEvent.create();
    TestThread<Boolean> waiter = startWaiter(event);
    TestThread<Boolean> another = startWaiter(event);
    waiter.thread().interrupt();
    assertThrows(InterruptedException.class, waiter::result);
    assertFalse(another.task().isDone());
    event.set();
    assertTrue(another.result());
    Thread.currentThread().interrupt();
    assertThrows(InterruptedException.class, event::await);
  }

  @Test
  void shouldPassOnWhatHappenedBefore() throws Exception {
    SharedEvent ping = SharedEvent.create();
    SharedEvent pong = SharedEvent.create();
    Future<Object> echo =
        other.runAsync(
            () -> {
              for (int i = 0; i < 500; i++) {
                ping.await();
                ping.clear();
                pong.set();
              }
            });
    for (int i = 0; i < 500; i++) {
      ping.set();
      assertTrue(pong.await(Duration.ofSeconds(20)), "round " + i);
      pong.clear();
    }
    echo.get(60, TimeUnit.SECONDS);
  }

  @Test
  void shouldTakeNoProcessorTimeToLetManyWait() throws Exception {
    SharedEvent event = SharedEvent.create();
    List<TestThread<Long>> waiters = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      waiters.add(
          TestThread.start(
              "waiter " + i,
              () -> {
                event.await(Duration.ofSeconds(1));
                return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
              }));
    }
    long cpuNanos = 0;
    for (TestThread<Long> waiter : waiters) {
      cpuNanos += waiter.result();
    }
    long cpuMillis = TimeUnit.NANOSECONDS.toMillis(cpuNanos); // starting and ending 20 threads
    assertTrue(cpuMillis < 500, cpuMillis + " ms");
  }

  @Test
  void shouldBeEqualWhereverItTravels() throws Exception {
    SharedEvent event = SharedEvent.create();
    assertEquals(event, other.call(() -> event));
    assertNotEquals(event, SharedEvent.create());
  }
}
