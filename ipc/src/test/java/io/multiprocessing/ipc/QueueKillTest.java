package io.multiprocessing.ipc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.multiprocessing.ipc.internal.memory.Memory;
import io.multiprocessing.ipc.internal.segment.Segment;
import io.multiprocessing.ipc.internal.segment.SegmentAddress;
import io.multiprocessing.ipc.testing.OtherJvm;
import java.io.Serializable;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Producers and consumers die in every way while they are at it, and every element is accounted
 * for.
 */
@Timeout(120)
class QueueKillTest {

  private static final int PRODUCERS = 9; // one of each kind twice, and one that lives
  private static final int ELEMENTS_EACH = 500_000;

  /** How a process ends; the numbers are for the other JVM. */
  private enum Way {
    KILL,
    EXIT,
    HALT,
    SEGFAULT;

    void end(OtherJvm jvm) {
      if (this == KILL) {
        jvm.kill();
        return;
      }
      Way way = this;
      jvm.runAsync(() -> way.endHere());
      jvm.awaitEnd();
    }

    private void endHere() throws Exception {
      switch (this) {
        case EXIT -> System.exit(0);
        case HALT -> Runtime.getRuntime().halt(1);
        default -> {
          Class<?> unsafe = Class.forName("sun.misc.Unsafe");
          Field field = unsafe.getDeclaredField("theUnsafe");
          field.setAccessible(true);
          unsafe.getMethod("putAddress", long.class, long.class).invoke(field.get(null), 0L, 0L);
        }
      }
    }
  }

  /** An element that can be checked. */
  private record Numbered(int producer, int number, byte[] content) implements Serializable {

    static Numbered of(int producer, int number) {
      Random random = new Random(producer * 1_000_003L + number);
      int kind = random.nextInt(200);
      int size = kind == 0 ? random.nextInt(400_000) : kind < 20 ? random.nextInt(5000) : 0;
      byte[] content = new byte[size];
      Arrays.fill(content, (byte) number);
      return new Numbered(producer, number, content);
    }

    void check() {
      int size = of(producer, number).content.length;
      if (size != content.length) {
        throw new AssertionError("size " + content.length + " instead of " + size);
      }
      for (byte b : content) {
        if (b != (byte) number) {
          throw new AssertionError("content of " + number + " is damaged");
        }
      }
    }
  }

  /** Words in shared memory that outlive whoever writes them. */
  private record Ledger(SegmentAddress address) implements Serializable {

    private static ByteBuffer attached; // of this JVM: there is one ledger

    static Ledger create() {
      long words = (1L + PRODUCERS) * (1 + ELEMENTS_EACH); // and one for the end marker
      return new Ledger(Segment.create(words * Integer.BYTES).share());
    }

    private static int at(int producer, int slot) {
      return Segment.payloadOffset() + Integer.BYTES * (producer * (1 + ELEMENTS_EACH) + slot);
    }

    void countPut(int producer, int number) {
      Memory.putIntVolatile(buffer(), at(producer, 0), number);
    }

    int put(int producer) {
      return Memory.getIntVolatile(buffer(), at(producer, 0));
    }

    void countTaken(Numbered element) {
      Memory.getAndAddInt(buffer(), at(element.producer(), 1 + element.number()), 1);
    }

    int taken(int producer, int number) {
      return Memory.getIntVolatile(buffer(), at(producer, 1 + number));
    }

    private ByteBuffer buffer() {
      if (attached == null) {
        attached = Segment.attach(address).file().buffer();
      }
      return attached;
    }
  }

  private static void produce(SharedQueue<Numbered> queue, Ledger ledger, int producer)
      throws InterruptedException {
    for (int number = 0; number < ELEMENTS_EACH; number++) {
      queue.put(Numbered.of(producer, number));
      ledger.countPut(producer, number + 1);
    }
  }

  private static void consume(SharedQueue<Numbered> queue, Ledger ledger)
      throws InterruptedException {
    while (true) {
      Numbered element = queue.take();
      ledger.countTaken(element);
      element.check();
    }
  }

  @Test
  void shouldLoseOnlyWhatTheDeadHadTaken() throws Exception {
    Ledger ledger = Ledger.create();
    int deadConsumers = 0;
    try (SharedQueue<Numbered> queue = SharedQueue.bounded(50)) {
      Thread producer = new Thread(() -> untilInterrupted(() -> produce(queue, ledger, 0)));
      Thread consumer = new Thread(() -> untilInterrupted(() -> consume(queue, ledger)));
      producer.start();
      consumer.start();
      int next = 1;
      for (Way way : Way.values()) {
        try (OtherJvm one = start();
            OtherJvm two = start()) {
          int first = next++;
          int second = next++;
          one.runAsync(() -> produce(queue, ledger, first));
          two.runAsync(() -> consume(queue, ledger));
          awaitPut(ledger, first, 300);
          two.runAsync(() -> produce(queue, ledger, second)); // both at once
          awaitPut(ledger, second, 300);
          way.end(one);
          way.end(two);
          deadConsumers++;
        }
      }
      int here = ledger.put(0);
      awaitPut(ledger, 0, Math.min(here + 1000, ELEMENTS_EACH)); // all goes on
      producer.interrupt();
      producer.join();
      awaitEmpty(queue, ledger);
      consumer.interrupt();
      consumer.join();
      account(ledger, deadConsumers);
    }
    Segment.attach(ledger.address()).release();
  }

  private static OtherJvm start() {
    return OtherJvm.start("-XX:ErrorFile=/dev/null", "-XX:-CreateCoredumpOnCrash");
  }

  private interface Interruptible {
    void run() throws InterruptedException;
  }

  private static void untilInterrupted(Interruptible loop) {
    try {
      loop.run();
    } catch (InterruptedException e) {
      // that was it
    }
  }

  private static void awaitPut(Ledger ledger, int producer, int count) {
    long deadline = System.nanoTime() + 60_000_000_000L;
    while (ledger.put(producer) < count) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("stuck at " + ledger.put(producer) + " of " + count);
      }
      LockSupport.parkNanos(1_000_000);
    }
  }

  private static void awaitEmpty(SharedQueue<Numbered> queue, Ledger ledger)
      throws InterruptedException {
    long deadline = System.nanoTime() + 60_000_000_000L;
    while (!queue.isEmpty()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not drained: " + queue);
      }
      LockSupport.parkNanos(1_000_000);
    }
    // the last one may be taken and not yet in the ledger; the one consumer left counts in order
    assertTrue(queue.offer(Numbered.of(PRODUCERS, 0), Duration.ofSeconds(30)));
    while (ledger.taken(PRODUCERS, 0) == 0) {
      LockSupport.parkNanos(1_000_000);
    }
  }

  private static void account(Ledger ledger, int deadConsumers) {
    List<String> missing = new ArrayList<>();
    for (int producer = 0; producer < PRODUCERS; producer++) {
      int put = ledger.put(producer);
      assertTrue(put >= 300, "producer " + producer + " has put " + put);
      for (int number = 0; number < put; number++) {
        int taken = ledger.taken(producer, number);
        assertTrue(taken <= 1, "taken " + taken + " times: " + producer + "/" + number);
        if (taken == 0) {
          missing.add(producer + "/" + number);
        }
      }
      // the one it was at may be there or not
      for (int number = put + 1; number < ELEMENTS_EACH; number++) {
        assertEquals(0, ledger.taken(producer, number), producer + "/" + number);
      }
    }
    assertTrue(missing.size() <= deadConsumers, "lost: " + missing);
  }
}
