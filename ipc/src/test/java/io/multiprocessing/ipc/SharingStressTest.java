package io.multiprocessing.ipc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.multiprocessing.ipc.testing.OtherJvm;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Four processes do random things with a lock, a queue and a semaphore, and are killed at random
 * moments. In the end every count is exact.
 */
class SharingStressTest {

  private static final int PROCESSES = 4;
  private static final int PERMITS = 2;
  private static final int CAPACITY = 100;
  private static final long MAX_PUTS = 1 << 24; // of one process

  /**
   * What the processes share.
   *
   * @param counted increments of {@code counter} by each process; under the lock
   * @param begun elements that each process has begun to put
   * @param put elements that each process has put
   * @param taken a byte per element: how often it was taken
   */
  record Shared(
      RawBoolean stop,
      SharedLock lock,
      RawLong counter,
      RawLongs counted,
      SharedQueue<Long> queue,
      RawLongs begun,
      RawLongs put,
      RawBytes taken,
      SharedSemaphore permits,
      RawLongs passed)
      implements Serializable {

    static Shared create() {
      return new Shared(
          RawValue.ofBoolean(false),
          SharedLock.create(),
          RawValue.ofLong(0),
          RawArray.ofLongs(PROCESSES),
          SharedQueue.bounded(CAPACITY),
          RawArray.ofLongs(PROCESSES),
          RawArray.ofLongs(PROCESSES),
          RawArray.ofBytes(PROCESSES * MAX_PUTS),
          SharedSemaphore.create(PERMITS),
          RawArray.ofLongs(PROCESSES));
    }

    void close() {
      queue.close();
      List.of(counted, begun, put, passed).forEach(RawArray::close);
      taken.close();
    }

    /** One process: until it is told to stop, or killed. */
    void work(int process, long seed) throws InterruptedException {
      SplittableRandom random = new SplittableRandom(seed);
      while (!stop.get()) {
        switch (random.nextInt(4)) {
          case 0 -> count(process);
          case 1 -> putOne(process);
          case 2 -> takeOne();
          default -> pass(process);
        }
      }
    }

    private void count(int process) {
      lockAndRepair();
      try {
        counter.set(counter.get() + 1); // not atomic: exact only because of the lock
        counted.set(process, counted.get(process) + 1);
      } finally {
        lock.unlock();
      }
    }

    /** A holder may have died between the two writes above. */
    void lockAndRepair() {
      lock.lockToRepair();
      if (lock.isInconsistent()) {
        counter.set(sum(counted));
        lock.markConsistent();
      }
    }

    private void putOne(int process) throws InterruptedException {
      long number = begun.get(process) + 1;
      begun.setRelease(process, number);
      if (queue.offer(process * MAX_PUTS + number, Duration.ofMillis(20))) {
        put.setRelease(process, number);
      } else {
        begun.setRelease(process, number - 1); // it was not put, and never will be
      }
    }

    private void takeOne() throws InterruptedException {
      Long element = queue.poll(Duration.ofMillis(20));
      if (element != null) {
        mark(element);
      }
    }

    void mark(long element) {
      taken.set(element, (byte) (taken.get(element) + 1)); // only its taker writes it
    }

    private void pass(int process) throws InterruptedException {
      permits.acquire();
      try {
        passed.set(process, passed.get(process) + 1);
      } finally {
        permits.release();
      }
    }
  }

  static long sum(RawLongs counts) {
    long sum = 0;
    for (long i = 0; i < counts.length(); i++) {
      sum += counts.get(i);
    }
    return sum;
  }

  @Test
  @Timeout(300)
  void shouldKeepEveryCountExactForSomeSeconds() throws Exception {
    stress(Duration.ofSeconds(5));
  }

  @Test
  @Tag("slow")
  @Timeout(300)
  void shouldKeepEveryCountExactForAMinute() throws Exception {
    stress(Duration.ofSeconds(60));
  }

  private static void stress(Duration duration) throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    Shared shared = Shared.create();
    List<OtherJvm> processes = new ArrayList<>();
    List<CompletableFuture<Object>> works = new ArrayList<>();
    try {
      for (int i = 0; i < PROCESSES; i++) {
        start(shared, i, random.nextLong(), processes, works);
      }
      int kills = killAtRandom(shared, duration, random, processes, works);
      shared.stop().set(true);
      for (CompletableFuture<Object> work : works) {
        OtherJvm.get(work);
      }
      String run = "seed=" + seed + ", kills=" + kills;
      checkLock(shared, run);
      checkQueue(shared, kills, run);
      checkSemaphore(shared, run);
    } finally {
      processes.forEach(OtherJvm::close);
      shared.close();
    }
  }

  private static void start(
      Shared shared,
      int process,
      long seed,
      List<OtherJvm> processes,
      List<CompletableFuture<Object>> works) {
    OtherJvm jvm = OtherJvm.start();
    CompletableFuture<Object> work = jvm.runAsync(() -> shared.work(process, seed));
    if (process < processes.size()) {
      processes.set(process, jvm);
      works.set(process, work);
    } else {
      processes.add(jvm);
      works.add(work);
    }
  }

  private static int killAtRandom(
      Shared shared,
      Duration duration,
      Random random,
      List<OtherJvm> processes,
      List<CompletableFuture<Object>> works)
      throws Exception {
    long end = System.nanoTime() + duration.toNanos();
    int kills = 0;
    while (System.nanoTime() < end) {
      int victim = random.nextInt(PROCESSES);
      awaitWork(shared, victim, random.nextInt(2000));
      assertFalse(works.get(victim).isDone(), () -> "ended by itself: " + works.get(victim));
      processes.get(victim).kill();
      kills++;
      start(shared, victim, random.nextLong(), processes, works);
    }
    return kills;
  }

  /** So that each process does something before it is killed, at no particular moment. */
  private static void awaitWork(Shared shared, int process, int passes) {
    long wanted = shared.passed().getAcquire(process) + 1 + passes;
    long deadline = System.nanoTime() + 60_000_000_000L;
    while (shared.passed().getAcquire(process) < wanted) {
      assertTrue(System.nanoTime() < deadline, () -> "process " + process + " does not go on");
      Thread.onSpinWait();
    }
  }

  private static void checkLock(Shared shared, String run) {
    shared.lockAndRepair();
    try {
      assertEquals(sum(shared.counted()), shared.counter().get(), run);
      assertTrue(shared.counter().get() > 0, run);
    } finally {
      shared.lock().unlock();
    }
  }

  private static void checkQueue(Shared shared, int kills, String run) {
    for (Long left = shared.queue().poll(); left != null; left = shared.queue().poll()) {
      shared.mark(left);
    }
    long lost = 0;
    for (int process = 0; process < PROCESSES; process++) {
      long put = shared.put().get(process);
      for (long number = 1; number <= shared.begun().get(process) + 1; number++) {
        byte times = shared.taken().get(process * MAX_PUTS + number);
        assertTrue(times <= 1, run + ": element taken " + times + " times");
        if (number <= put && times == 0) {
          lost++;
        }
      }
    }
    assertTrue(sum(shared.put()) > 0, run);
    assertTrue(lost <= kills, run + ": lost " + lost); // at most the one that the dead had in hand
  }

  private static void checkSemaphore(Shared shared, String run) throws InterruptedException {
    for (int i = 0; i < PERMITS; i++) {
      assertTrue(shared.permits().tryAcquire(Duration.ofSeconds(60)), run + ": a permit is lost");
    }
    assertFalse(shared.permits().tryAcquire(), run + ": a permit too many");
  }
}
