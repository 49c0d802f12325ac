package io.multiprocessing.ipc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.multiprocessing.ipc.internal.memory.Memory;
import io.multiprocessing.ipc.internal.segment.Region;
import io.multiprocessing.ipc.testing.OtherJvm;
import io.multiprocessing.ipc.testing.Until;
import java.io.EOFException;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Random use by three processes, of which one is killed at a random moment, again and again. */
@Timeout(600)
@Tag("slow")
class KillStressTest {

  private static final int TAG = 0x5354_5253;
  private static final int SLOTS = 64;
  private static final int TOTAL = 8;
  private static final int COUNTS = 16; // by process

  /** Everything, as it travels. */
  private record Things(
      Region.RegionAddress numbers,
      SharedLock lock,
      SharedRLock rlock,
      SharedSemaphore semaphore,
      SharedCondition condition,
      SharedEvent event,
      SharedBarrier barrier)
      implements Serializable {}

  private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
  private final Region numbers = Region.allocate(TAG, COUNTS + SLOTS * Long.BYTES);
  private final SharedRLock rlock = SharedRLock.create(OwnerDeath.TELL);
  private final Things things =
      new Things(
          numbers.address(),
          SharedLock.create(),
          rlock,
          SharedSemaphore.create(2),
          rlock.newCondition(),
          SharedEvent.create(),
          SharedBarrier.create(2));

  @Test
  void shouldCountExactlyWhoeverIsKilled() throws Exception {
    Random random = new Random(4711);
    List<OtherJvm> users = new ArrayList<>();
    int started = 0;
    try {
      for (; started < 3; started++) {
        users.add(startUser(started));
      }
      for (; started < 30; started++) {
        long count = sum();
        Until.holds("somebody makes progress", () -> sum() > count + 100);
        Thread.sleep(random.nextInt(300)); // no state to wait for: the kill is to come whenever
        users.remove(random.nextInt(users.size())).kill();
        users.add(startUser(started));
      }
    } finally {
      users.forEach(OtherJvm::close);
    }
    assertEquals(List.of(), List.copyOf(failures));
    addOne(things, numbers.memory(), SLOTS - 1);
    assertEquals(sum(), Memory.getLong(numbers.memory(), TOTAL));
    assertTrue(things.rlock().tryLock(20, TimeUnit.SECONDS));
    things.rlock().unlock();
    Until.holds("all permits are back", () -> things.semaphore().availablePermits() == 2);
    things.barrier().reset();
    assertEquals(0, things.barrier().getNumberWaiting());
  }

  private Object noteUnlessKilled(Throwable end) {
    if (!(end instanceof EOFException)) {
      failures.add(end);
    }
    return null;
  }

  private OtherJvm startUser(int slot) {
    Things travelling = things;
    OtherJvm user = OtherJvm.start();
    for (int thread = 0; thread < 2; thread++) {
      long seed = 31L * slot + thread;
      user.runAsync(() -> useForEver(travelling, slot, new Random(seed)))
          .exceptionally(this::noteUnlessKilled);
    }
    return user;
  }

  private static void useForEver(Things things, int slot, Random random) throws Exception {
    ByteBuffer memory = Region.attach(things.numbers(), TAG).memory();
    while (true) {
      switch (random.nextInt(6)) {
        case 0, 1 -> addOne(things, memory, slot);
        case 2 -> {
          things.semaphore().acquire();
          things.semaphore().release();
        }
        case 3 -> waitOrSignal(things, random);
        case 4 -> {
          things.event().await(Duration.ofNanos(100_000));
          things.event().set();
          things.event().clear();
        }
        default -> meet(things.barrier());
      }
    }
  }

  /** The count of the slot is the truth; the total is derived, and half of the time wrong. */
  private static void addOne(Things things, ByteBuffer memory, int slot) {
    SharedLock lock = things.lock();
    lock.lockToRepair();
    try {
      if (lock.isInconsistent()) {
        Memory.putLong(memory, TOTAL, sum(memory));
        lock.markConsistent();
      }
      int at = COUNTS + slot * Long.BYTES;
      Memory.putLongRelease(memory, at, Memory.getLong(memory, at) + 1);
      Memory.putLongRelease(memory, TOTAL, Memory.getLong(memory, TOTAL) + 1);
    } finally {
      lock.unlock();
    }
  }

  private static void waitOrSignal(Things things, Random random) throws InterruptedException {
    things.rlock().lock();
    try {
      if (random.nextBoolean()) {
        things.condition().signal();
      } else if (random.nextInt(10) == 0) {
        things.condition().signalAll();
      } else {
        things.condition().waitFor(random::nextBoolean, Duration.ofMillis(1));
      }
    } finally {
      things.rlock().unlock();
    }
  }

  private static void meet(SharedBarrier barrier) throws InterruptedException {
    try {
      barrier.await(Duration.ofMillis(1));
    } catch (BrokenBarrierException | TimeoutException e) {
      barrier.reset();
    }
  }

  private long sum() {
    return sum(numbers.memory());
  }

  private static long sum(ByteBuffer memory) {
    long sum = 0;
    for (int slot = 0; slot < SLOTS; slot++) {
      sum += Memory.getLongOpaque(memory, COUNTS + slot * Long.BYTES);
    }
    return sum;
  }
}
