package io.multiprocessing.ipc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.multiprocessing.ipc.internal.codec.ObjectCodec;
import io.multiprocessing.ipc.testing.OtherJvm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a queue promises between JVMs that live, or end in an orderly way. */
class SharedQueueOtherJvmTest {

  private static final Duration LONG = Duration.ofSeconds(30);

  private static OtherJvm other;
  private static OtherJvm another;

  @BeforeAll
  static void start() {
    other = OtherJvm.start("-Xmx1g");
    another = OtherJvm.start("-Xmx1g");
  }

  @AfterAll
  static void end() {
    other.close();
    another.close();
  }

  @Test
  void shouldCarryElementsThereAndBack() throws Exception {
    try (SharedQueue<String> down = SharedQueue.unbounded();
        SharedQueue<Object> up = SharedQueue.bounded(3)) {
      CompletableFuture<Object> echo =
          other.runAsync(
              () -> {
                for (String word = down.take(); !word.equals("end"); word = down.take()) {
                  up.put(word + " back");
                }
              });
      for (int i = 0; i < 1000; i++) {
        down.put("word " + i);
        assertEquals("word " + i + " back", up.poll(LONG));
      }
      down.put("end");
      OtherJvm.get(echo);
    }
  }

  @Test
  void shouldLoseAndDoubleNothingBetweenManyProducersAndConsumers() throws Exception {
    int each = 20_000;
    try (SharedQueue<Integer> queue = SharedQueue.bounded(1000)) {
      List<OtherJvm> jvms = List.of(other, another);
      List<CompletableFuture<Object>> producers = new ArrayList<>();
      List<CompletableFuture<BitSet>> consumers = new ArrayList<>();
      for (int n = 0; n < 4; n++) {
        int first = n * each;
        producers.add(
            jvms.get(n % 2)
                .runAsync(
                    () -> {
                      for (int i = first; i < first + each; i++) {
                        queue.put(i);
                      }
                    }));
        consumers.add(jvms.get(n % 2).callAsync(() -> takeUntilNegative(queue)));
      }
      for (CompletableFuture<Object> producer : producers) {
        OtherJvm.get(producer);
      }
      for (int n = 0; n < 4; n++) {
        queue.put(-1);
      }
      BitSet all = new BitSet();
      for (CompletableFuture<BitSet> consumer : consumers) {
        BitSet part = OtherJvm.get(consumer);
        assertFalse(all.intersects(part));
        all.or(part);
      }
      assertEquals(4 * each, all.cardinality());
      assertTrue(queue.isEmpty());
    }
  }

  private static BitSet takeUntilNegative(SharedQueue<Integer> queue) throws Exception {
    BitSet seen = new BitSet();
    int last = -1;
    for (int i = queue.take(); i >= 0; i = queue.take()) {
      if (seen.get(i)) {
        throw new AssertionError("twice: " + i + " after " + last);
      }
      seen.set(i);
      last = i;
    }
    return seen;
  }

  @Test
  void shouldKeepTheOrderOfEachProducer() throws Exception {
    try (SharedQueue<int[]> queue = SharedQueue.unbounded()) {
      List<CompletableFuture<Object>> producers = new ArrayList<>();
      for (int p = 0; p < 2; p++) {
        int producer = p;
        OtherJvm jvm = p == 0 ? other : another;
        producers.add(
            jvm.runAsync(
                () -> {
                  for (int i = 0; i < 5000; i++) {
                    queue.put(i % 500 == 0 ? new int[20_000] : new int[] {producer, i});
                  }
                }));
      }
      int[] next = new int[2];
      for (int n = 0; n < 10_000; n++) {
        int[] element = queue.poll(LONG);
        if (element.length == 2) {
          next[element[0]] += next[element[0]] % 500 == 0 ? 1 : 0; // the long one before
          assertEquals(next[element[0]]++, element[1]);
        }
      }
      for (CompletableFuture<Object> producer : producers) {
        OtherJvm.get(producer);
      }
    }
  }

  @Test
  void shouldCarryHundredsOfMegabytesAtOnce() throws Exception {
    int size = 300 << 20;
    try (SharedQueue<byte[]> queue = SharedQueue.unbounded()) {
      CompletableFuture<Object> put =
          other.runAsync(
              () -> {
                byte[] large = new byte[size];
                Arrays.fill(large, (byte) 5);
                large[size - 1] = 6;
                queue.put(large);
              });
      byte[] taken = queue.poll(LONG);
      assertEquals(size, taken.length);
      assertEquals(6, taken[size - 1]);
      for (int i = 0; i < size - 1; i++) {
        if (taken[i] != 5) {
          throw new AssertionError("at " + i);
        }
      }
      OtherJvm.get(put);
    }
  }

  @Test
  void shouldKeepElementsWhoseProducerHasExited() throws Exception {
    byte[] large = new byte[64 << 20];
    new Random(9).nextBytes(large);
    try (SharedQueue<Object> queue = SharedQueue.unbounded();
        OtherJvm producer = OtherJvm.start()) {
      producer.run(
          () -> {
            byte[] same = new byte[64 << 20];
            new Random(9).nextBytes(same);
            queue.put(same);
            queue.put("last words");
          });
      producer.runAsync(() -> System.exit(0));
      producer.awaitEnd();
      assertArrayEquals(large, (byte[]) queue.take());
      assertEquals("last words", queue.take());
    }
  }

  @Test
  void shouldEndWaitsInOtherJvmsWhenClosed() throws Exception {
    SharedQueue<Integer> empty = SharedQueue.unbounded();
    SharedQueue<Integer> full = SharedQueue.bounded(1);
    full.put(1);
    CompletableFuture<Integer> taking = other.callAsync(empty::take);
    CompletableFuture<Object> putting = other.runAsync(() -> full.put(2));
    assertTrue(other.call(() -> full.size() == 1 && empty.isEmpty())); // it has the queues
    empty.close();
    full.close();
    for (CompletableFuture<?> waiting : List.of(taking, putting)) {
      ExecutionException e = assertThrows(ExecutionException.class, () -> OtherJvm.get(waiting));
      assertInstanceOf(IllegalStateException.class, e.getCause(), e.toString());
    }
  }

  @Test
  void shouldOnlyGiveUpItsOwnHandleWhenClosedByAnotherThanItsOwner() throws Exception {
    try (SharedQueue<Integer> queue = SharedQueue.unbounded()) {
      assertTrue(other.call(() -> refusesAfterItsClose(queue)));
      assertEquals(1, queue.take());
      assertEquals(5, other.call(() -> queue.offer(5) ? queue.take() : -1));
    }
  }

  private static boolean refusesAfterItsClose(SharedQueue<Integer> queue) throws Exception {
    queue.put(1);
    queue.close();
    try {
      queue.put(2);
      return false;
    } catch (IllegalStateException e) {
      return true;
    }
  }

  @Test
  void shouldTravelWithinItself() throws Exception {
    try (SharedQueue<Object> queue = SharedQueue.unbounded()) {
      queue.put(queue);
      assertTrue(other.call(() -> queue.take().equals(queue)));
    }
  }

  @Test
  void shouldLeaveToOthersWhatItsOwnerPutBeforeItWasKilled() throws Exception {
    try (OtherJvm owner = OtherJvm.start()) {
      SharedQueue<Object> queue =
          owner.call(
              () -> {
                SharedQueue<Object> made = SharedQueue.unbounded();
                made.put("small");
                made.put(new byte[1 << 20]);
                return made;
              });
      assertEquals("small", queue.take());
      owner.kill();
      assertEquals(1 << 20, ((byte[]) queue.take()).length);
      queue.put("mine");
      assertEquals("mine", queue.take());
      OwnerGoneException gone = assertThrows(OwnerGoneException.class, queue::take);
      assertEquals(owner.pid(), gone.ownerPid());

      byte[] handle = new ObjectCodec(getClass().getClassLoader()).toBytes(queue);
      ExecutionException e =
          assertThrows(ExecutionException.class, () -> other.call(() -> size(handle)));
      assertInstanceOf(SerializationException.class, e.getCause());
      assertInstanceOf(OwnerGoneException.class, e.getCause().getCause());
    }
  }

  private static int size(byte[] handle) {
    ObjectCodec codec = new ObjectCodec(SharedQueueOtherJvmTest.class.getClassLoader());
    return ((SharedQueue<?>) codec.fromBytes(handle)).size();
  }
}
