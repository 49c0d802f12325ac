package io.multiprocessing.ipc.internal.wait;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.multiprocessing.ipc.internal.memory.MappedFile;
import io.multiprocessing.ipc.internal.memory.Memory;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a doorbell promises, however its waiters sleep. */
abstract class DoorbellContract {

  static final long FOREVER = Long.MAX_VALUE;

  @TempDir Path folder;
  MappedFile file;
  Doorbell doorbell;

  abstract Parking parkingAt(int offset);

  @BeforeEach
  void createDoorbell() {
    file = MappedFile.create(folder.resolve("doorbells"), 4096);
    doorbell = doorbellAt(0);
  }

  @AfterEach
  void closeFile() {
    file.close();
  }

  final Doorbell doorbellAt(int offset) {
    return new Doorbell(file, offset, parkingAt(offset));
  }

  @Test
  void shouldChangeItsSequenceWithEachRing() {
    int first = doorbell.sequence();
    doorbell.ring();
    int second = doorbell.sequence();
    doorbell.ring();

    assertNotEquals(first, second);
    assertNotEquals(second, doorbell.sequence());
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 0, 1, Long.MAX_VALUE})
  void shouldNotWaitIfItHasRungAlready(long timeoutNanos) {
    int seen = doorbell.sequence();
    doorbell.ring();

    assertTrue(doorbell.await(seen, timeoutNanos));
    assertTrue(doorbell.await(seen, 1_000_000, timeoutNanos));
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MIN_VALUE, 0, 1, 1_000_000, 70_000_000})
  void shouldReturnFalseAfterTheTimeout(long timeoutNanos) {
    long startNanos = System.nanoTime();
    assertFalse(doorbell.await(doorbell.sequence(), timeoutNanos));
    assertTrue(System.nanoTime() - startNanos >= timeoutNanos);
  }

  @Test
  void shouldSpinNoLongerThanTheTimeout() {
    assertFalse(doorbell.await(doorbell.sequence(), FOREVER, 1_000_000));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1_000, Long.MAX_VALUE})
  void shouldWakeAWaiter(long spinNanos) throws Exception {
    int seen = doorbell.sequence();
    FutureTask<Boolean> waiter = start(() -> doorbell.await(seen, spinNanos, FOREVER));
    doorbell.ring();

    assertTrue(waiter.get());
  }

  @Test
  void shouldWakeAllThatSleep() throws Exception {
    int seen = doorbell.sequence();
    List<FutureTask<Boolean>> waiters = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      waiters.add(start(() -> doorbell.await(seen, FOREVER)));
    }
    awaitWaitingBit();
    doorbell.ring();

    for (FutureTask<Boolean> waiter : waiters) {
      assertTrue(waiter.get());
    }
  }

  @Test
  void shouldNotChangeIfNobodyHasAnnouncedHimself() {
    int seen = doorbell.sequence();
    doorbell.ringIfAwaited(1);
    assertEquals(seen, doorbell.sequence());

    assertEquals(seen, doorbell.announce());
    assertEquals(seen, doorbell.announce());
    doorbell.ringIfAwaited(1);
    int rung = doorbell.sequence();
    assertNotEquals(seen, rung);
    doorbell.ringIfAwaited(1);
    assertEquals(rung, doorbell.sequence());
  }

  @Test
  void shouldWakeOneThatHasAnnouncedItself() throws Exception {
    int seen = doorbell.announce();
    FutureTask<Boolean> waiter = start(() -> doorbell.sleep(seen, FOREVER));
    doorbell.ringIfAwaited(1);

    assertTrue(waiter.get());
  }

  @Test
  void shouldWakeAsManyAsAreToBeWoken() throws Exception {
    int seen = doorbell.sequence();
    FutureTask<Boolean> one = start(() -> doorbell.sleep(seen, FOREVER));
    FutureTask<Boolean> other = start(() -> doorbell.sleep(seen, FOREVER));
    doorbell.ring(2);

    assertTrue(one.get());
    assertTrue(other.get());
  }

  /** Who is left behind would look by itself 0.8 s later. */
  @Test
  void shouldKnowOfThoseThatWereNotWoken() throws Exception {
    long startNanos = System.nanoTime();
    for (int i = 0; i < 20; i++) {
      int seen = doorbell.sequence();
      List<FutureTask<Boolean>> waiters = new ArrayList<>();
      for (int j = 0; j < 3; j++) {
        waiters.add(start(() -> doorbell.sleep(seen, FOREVER)));
      }
      awaitWaitingBit();
      doorbell.ring(1);
      doorbell.ring();
      for (FutureTask<Boolean> waiter : waiters) {
        assertTrue(waiter.get());
      }
    }
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos);
    assertTrue(millis < 10_000, millis + " ms");
  }

  @Test
  void shouldSleepNoLongerThanTheTimeout() {
    int seen = doorbell.sequence();
    assertFalse(doorbell.sleep(seen, Long.MIN_VALUE));
    assertFalse(doorbell.sleep(seen, 0));
    assertFalse(doorbell.sleep(seen, 20_000_000));
    doorbell.ring();
    assertTrue(doorbell.sleep(seen, 0));
  }

  @Test
  void shouldEndASleepByAnInterruptAndNoLater() throws Exception {
    int seen = doorbell.sequence();
    FutureTask<Boolean> task =
        new FutureTask<>(
            () -> {
              doorbell.sleep(seen, FOREVER);
              return Thread.interrupted();
            });
    Thread thread = new Thread(task);
    thread.start();
    awaitWaitingBit();
    thread.interrupt();
    assertTrue(task.get());

    Thread.currentThread().interrupt();
    doorbell.sleep(doorbell.sequence(), FOREVER);
    assertTrue(Thread.interrupted());
    assertFalse(doorbell.sleep(doorbell.sequence(), 1_000_000)); // and hangs on no thread any more
  }

  @Test
  void shouldNotHearAnotherDoorbellOfTheSameFile() {
    int seen = doorbell.sequence();
    doorbellAt(Doorbell.BYTES).ring();

    assertFalse(doorbell.await(seen, 1_000_000));
  }

  @Test
  void shouldEndAWaitWithinFiftyMillisecondsOfAnInterrupt() throws Exception {
    long bestMillis = Long.MAX_VALUE; // a busy machine does not delay all of them
    for (int i = 0; i < 5; i++) {
      bestMillis = Math.min(bestMillis, millisFromInterruptToEnd());
    }
    assertTrue(bestMillis < 500, bestMillis + " ms");
  }

  private long millisFromInterruptToEnd() throws Exception {
    AtomicLong endNanos = new AtomicLong();
    int seen = doorbell.sequence();
    FutureTask<Boolean> task =
        new FutureTask<>(
            () -> {
              boolean rung = doorbell.await(seen, FOREVER);
              endNanos.set(System.nanoTime());
              return rung || !Thread.currentThread().isInterrupted();
            });
    Thread thread = new Thread(task);
    thread.start();
    awaitWaitingBit();
    long interruptNanos = System.nanoTime();
    thread.interrupt();

    assertFalse(task.get());
    return TimeUnit.NANOSECONDS.toMillis(endNanos.get() - interruptNanos);
  }

  @Test
  void shouldNotSleepWithAnInterruptPending() {
    Thread.currentThread().interrupt();
    assertFalse(doorbell.await(doorbell.sequence(), FOREVER));
    assertTrue(Thread.interrupted());
  }

  @Test
  void shouldThrowOnceItsFileIsClosed() throws Exception {
    int seen = doorbell.sequence();
    FutureTask<Boolean> waiter = start(() -> doorbell.await(seen, FOREVER));
    awaitWaitingBit();
    file.close();

    ExecutionException e = assertThrows(ExecutionException.class, waiter::get);
    assertInstanceOf(IllegalStateException.class, e.getCause());
    assertThrows(IllegalStateException.class, doorbell::ring);
    assertThrows(IllegalStateException.class, doorbell::sequence);
    assertThrows(IllegalStateException.class, () -> doorbell.await(seen, 0));
  }

  @Test
  void shouldWrapAround() {
    Memory.putIntVolatile(file.buffer(), 0, -2);
    int seen = doorbell.sequence();
    doorbell.ring();

    assertEquals(0, doorbell.sequence());
    assertTrue(doorbell.await(seen, 0));
  }

  @ParameterizedTest
  @ValueSource(ints = {-64, 4, 4096 - 64, 4096})
  void shouldRefuseAPlaceItDoesNotFit(int offset) {
    assertThrows(
        IllegalArgumentException.class, () -> new Doorbell(file, offset, new TimedParking()));
  }

  /** Several threads hand a turn around; each waits for it with a doorbell that all share. */
  @Test
  void shouldLoseNoWakeUpAmongManyRingersAndWaiters() throws Exception {
    int threads = 4;
    int turns = 2_000;
    int turnIndex = 256;
    ByteBuffer memory = file.buffer();
    List<FutureTask<Boolean>> players = new ArrayList<>();
    for (int player = 0; player < threads; player++) {
      int self = player;
      players.add(
          start(
              () -> {
                for (int turn = self; turn < turns; turn += threads) {
                  int seen = doorbell.sequence();
                  while (Memory.getInt(memory, turnIndex) != turn) {
                    if (!doorbell.await(seen, TimeUnit.SECONDS.toNanos(60))) {
                      return false;
                    }
                    seen = doorbell.sequence();
                  }
                  Memory.putInt(memory, turnIndex, turn + 1); // plain: the ring publishes it
                  doorbell.ring();
                }
                return true;
              }));
    }
    for (FutureTask<Boolean> player : players) {
      assertTrue(player.get());
    }
  }

  final void awaitWaitingBit() {
    while ((Memory.getIntAcquire(file.buffer(), 0) & 1) == 0) {
      Thread.onSpinWait();
    }
  }

  static <T> FutureTask<T> start(Callable<T> call) {
    FutureTask<T> task = new FutureTask<>(call);
    Thread thread = new Thread(task);
    thread.setDaemon(true);
    thread.start();
    return task;
  }
}
