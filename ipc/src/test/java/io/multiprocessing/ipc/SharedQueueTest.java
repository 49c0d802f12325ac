package io.multiprocessing.ipc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.multiprocessing.ipc.internal.codec.ObjectCodec;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a queue promises, within one JVM. */
class SharedQueueTest {

  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(20);

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final SharedQueue<Object> queue = SharedQueue.unbounded();

  @AfterEach
  void endAll() {
    threads.shutdownNow();
    queue.close();
  }

  @Test
  void shouldGiveOutElementsInTheOrderInWhichTheyWentIn() throws Exception {
    List<Object> elements = List.of(1, "two", 3.0, List.of(4, 5), new int[0].getClass());
    for (Object element : elements) {
      queue.put(element);
    }
    assertEquals(elements.size(), queue.size());
    for (Object element : elements) {
      assertEquals(element, queue.take());
    }
    assertTrue(queue.isEmpty());
    assertNull(queue.poll());
  }

  @Test
  void shouldKeepMillionsOfBytesOfSmallElementsInOrder() throws Exception {
    Random sizes = new Random(1);
    for (int i = 0; i < 5000; i++) {
      queue.put(bytes(i, sizes.nextInt(3000)));
    }
    sizes.setSeed(1);
    for (int i = 0; i < 5000; i++) {
      assertArrayEquals(bytes(i, sizes.nextInt(3000)), (byte[]) queue.take());
    }
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        0, 1, 7, 8, 500, 65_000, 65_533, 65_534, 65_535, 65_536, 65_537, 131_072, 1_000_000,
        64 << 20
      })
  void shouldCarryElementsOfAnySize(int size) throws Exception {
    byte[] element = bytes(size, size);
    queue.put("before");
    queue.put(element);
    queue.put("after");
    assertEquals("before", queue.take());
    assertArrayEquals(element, (byte[]) queue.take());
    assertEquals("after", queue.take());
  }

  @Test
  void shouldCarryLargeObjectsThatAreNotArraysOfBytes() throws Exception {
    double[] numbers = new Random(5).doubles(300_000).toArray();
    List<String> words = new ArrayList<>();
    for (int i = 0; i < 50_000; i++) {
      words.add("word number " + i);
    }
    String text = "äöü".repeat(100_000);
    queue.put(numbers);
    queue.put(words);
    queue.put(text);
    queue.put("x".repeat(200_000));
    assertArrayEquals(numbers, (double[]) queue.take());
    assertEquals(words, queue.take());
    assertEquals(text, queue.take());
    assertEquals("x".repeat(200_000), queue.take());
  }

  private static byte[] bytes(int seed, int count) {
    byte[] bytes = new byte[count];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  @Test
  void shouldRefuseNull() {
    assertThrows(NullPointerException.class, () -> queue.put(null));
    assertThrows(NullPointerException.class, () -> queue.offer(null));
    assertThrows(NullPointerException.class, () -> queue.offer(null, 1, TimeUnit.SECONDS));
    assertThrows(NullPointerException.class, () -> queue.add(null));
  }

  @Test
  void shouldRefuseACapacityThatHoldsNothing() {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> SharedQueue.bounded(0));
    assertTrue(e.getMessage().contains("capacity=0"), e.getMessage());
  }

  @Test
  void shouldRefuseAnElementThatCannotTravelWhenItIsPut() {
    assertThrows(SerializationException.class, () -> queue.put(new Thread()));
    List<Object> large = new ArrayList<>(List.of(new byte[1 << 20], new Thread()));
    assertThrows(SerializationException.class, () -> queue.put(large));
    assertTrue(queue.isEmpty());
    queue.add("good");
    assertEquals("good", queue.poll());
  }

  /** Travels, but only to fail. */
  private static final class NeverArrives implements Serializable {
    private static final long serialVersionUID = 1L;

    private void readObject(ObjectInputStream in) throws IOException {
      throw new InvalidObjectException("on purpose");
    }
  }

  @Test
  void shouldTellTheConsumerOfAnElementThatCannotBeRebuiltAndGoOn() throws Exception {
    queue.put(new NeverArrives());
    queue.put(List.of(new byte[200_000], new NeverArrives()));
    queue.put("good");
    assertThrows(SerializationException.class, queue::take);
    assertThrows(SerializationException.class, queue::poll);
    assertEquals("good", queue.take());
  }

  @Test
  void shouldHoldNoMoreThanItsCapacity() throws Exception {
    try (SharedQueue<Object> two = SharedQueue.bounded(2)) {
      assertEquals(2, two.remainingCapacity());
      assertTrue(two.offer("a"));
      assertTrue(two.offer(new byte[100_000], 0, TimeUnit.SECONDS));
      assertFalse(two.offer("c"));
      assertFalse(two.offer("c", SHORT));
      assertThrows(IllegalStateException.class, () -> two.add("c"));
      assertEquals(0, two.remainingCapacity());
      assertEquals("a", two.take());
      assertTrue(two.offer("c"));
      assertEquals(100_000, ((byte[]) two.take()).length);
      assertEquals("c", two.take());
    }
    assertEquals(Integer.MAX_VALUE, queue.remainingCapacity());
  }

  @Test
  void shouldWaitForRoom() throws Exception {
    try (SharedQueue<Object> one = SharedQueue.bounded(1)) {
      one.put(1);
      Future<Object> putting = inThread(() -> put(one, 2));
      Future<Object> other = inThread(() -> put(one, 3));
      assertEquals(1, one.take());
      assertEquals(5, (Integer) one.take() + (Integer) one.take());
      get(putting);
      get(other);
    }
  }

  @Test
  void shouldWaitForAnElement() throws Exception {
    Future<Object> first = inThread(queue::take);
    Future<Object> second = inThread(() -> queue.poll(LONG));
    queue.put(1);
    queue.put(2);
    assertEquals(3, (Integer) get(first) + (Integer) get(second));
    assertNull(queue.poll(SHORT));
    assertNull(queue.poll(-1, TimeUnit.DAYS));
  }

  private static Object put(SharedQueue<Object> to, Object element) throws InterruptedException {
    to.put(element);
    return "done";
  }

  private Future<Object> inThread(Callable<Object> call) {
    return threads.submit(call);
  }

  private static Object get(Future<Object> future) throws Exception {
    return future.get(60, TimeUnit.SECONDS);
  }

  @Test
  void shouldEndAWaitWhenInterrupted() throws Exception {
    try (SharedQueue<Object> full = SharedQueue.bounded(1)) {
      full.put(1);
      assertInterruptible(() -> put(full, 2));
      assertEquals(1, full.size());
    }
    assertInterruptible(queue::take);
    assertInterruptible(() -> queue.poll(LONG));
    Thread.currentThread().interrupt();
    assertThrows(InterruptedException.class, () -> queue.put(1));
    Thread.currentThread().interrupt();
    assertThrows(InterruptedException.class, queue::take);
    assertTrue(queue.isEmpty());
  }

  private static void assertInterruptible(Callable<Object> call) throws Exception {
    CountDownLatch started = new CountDownLatch(1);
    List<Throwable> thrown = new ArrayList<>();
    Thread thread =
        new Thread(
            () -> {
              started.countDown();
              try {
                call.call();
              } catch (Exception e) {
                thrown.add(e);
              }
            });
    thread.start();
    started.await();
    thread.interrupt();
    thread.join(30_000);
    assertInstanceOf(InterruptedException.class, thrown.get(0));
  }

  @Test
  void shouldNotMindAPendingInterruptWhereItDoesNotWait() {
    Thread.currentThread().interrupt();
    assertTrue(queue.offer(new byte[1 << 20]));
    assertEquals(1 << 20, ((byte[]) queue.poll()).length);
    assertTrue(Thread.interrupted());
  }

  @Test
  void shouldEndAllWaitsAndUsesWhenClosed() throws Exception {
    SharedQueue<Object> full = SharedQueue.bounded(1);
    full.put(1);
    Future<Object> taking = inThread(queue::take);
    Future<Object> putting = inThread(() -> put(full, 2));
    Future<Object> puttingMuch = inThread(() -> put(full, new byte[1 << 20]));
    queue.close();
    queue.close();
    full.close();
    for (Future<Object> waiting : List.of(taking, putting, puttingMuch)) {
      ExecutionException e = assertThrows(ExecutionException.class, () -> get(waiting));
      IllegalStateException closed =
          assertInstanceOf(IllegalStateException.class, e.getCause(), e.toString());
      assertTrue(closed.getMessage().contains("queue is closed"), closed.getMessage());
    }
    List<org.junit.jupiter.api.function.Executable> uses =
        List.of(
            () -> queue.put(1),
            () -> queue.offer(1),
            queue::take,
            queue::poll,
            () -> queue.poll(LONG),
            queue::peek,
            queue::size,
            queue::clear,
            queue::iterator,
            queue::remainingCapacity,
            () -> queue.drainTo(new ArrayList<>()));
    uses.forEach(use -> assertThrows(IllegalStateException.class, use));
    assertTrue(queue.toString().contains("closed"), queue.toString());
  }

  @Test
  void shouldShowItsFirstElementWithoutTakingIt() {
    assertNull(queue.peek());
    queue.add(new byte[100_000]);
    queue.add("second");
    assertEquals(100_000, ((byte[]) queue.peek()).length);
    assertEquals(100_000, ((byte[]) queue.element()).length);
    assertEquals(2, queue.size());
    queue.remove();
    assertEquals("second", queue.peek());
  }

  @Test
  void shouldShowItsElementsToAnIterator() {
    List<Object> elements = List.of("a", "b", "x".repeat(100_000), "d");
    queue.addAll(elements);
    Iterator<Object> iterator = queue.iterator();
    queue.clear();
    List<Object> seen = new ArrayList<>();
    iterator.forEachRemaining(seen::add);
    assertEquals(elements, seen);
    assertFalse(queue.iterator().hasNext());
    queue.addAll(elements);
    assertTrue(queue.contains("d"));
    assertFalse(queue.contains("e"));
    assertEquals(elements, Arrays.asList(queue.toArray()));
    assertThrows(UnsupportedOperationException.class, () -> queue.remove("a"));
    assertThrows(UnsupportedOperationException.class, () -> queue.iterator().remove());
    assertEquals(4, queue.size());
  }

  @Test
  void shouldDrainAsMuchAsWanted() {
    queue.addAll(List.of(1, 2, 3, 4, 5));
    List<Object> out = new ArrayList<>();
    assertEquals(2, queue.drainTo(out, 2));
    assertEquals(0, queue.drainTo(out, 0));
    assertEquals(3, queue.drainTo(out));
    assertEquals(List.of(1, 2, 3, 4, 5), out);
    assertThrows(IllegalArgumentException.class, () -> queue.drainTo(queue));
  }

  @Test
  void shouldDropAllWhenCleared() {
    for (int i = 0; i < 1000; i++) {
      queue.add(new byte[i * 100]);
    }
    queue.clear();
    assertTrue(queue.isEmpty());
    queue.add("new");
    assertEquals("new", queue.poll());
  }

  @Test
  void shouldBeTheSameQueueAfterAJourney() throws Exception {
    ObjectCodec codec = new ObjectCodec(getClass().getClassLoader());
    Object copy = codec.fromBytes(codec.toBytes(queue));
    assertEquals(queue, copy);
    assertEquals(queue.hashCode(), copy.hashCode());
    try (SharedQueue<Object> other = SharedQueue.unbounded()) {
      assertNotEquals(queue, other);
      other.put(queue);
      ((SharedQueue<?>) other.take()).close();
    }
    assertThrows(IllegalStateException.class, () -> ((SharedQueue<?>) copy).take());
  }

  @Test
  void shouldServeManyThreadsWithoutLosingOrDoublingAnything() throws Exception {
    int producers = 3;
    int each = 20_000;
    try (SharedQueue<Object> bounded = SharedQueue.bounded(100)) {
      List<Future<Object>> running = new ArrayList<>();
      for (int p = 0; p < producers; p++) {
        int first = p * each;
        running.add(inThread(() -> putAll(bounded, first, first + each)));
      }
      BitSet seen = new BitSet();
      List<Future<Object>> consuming = new ArrayList<>();
      for (int c = 0; c < 3; c++) {
        consuming.add(inThread(() -> takeUntilZero(bounded)));
      }
      for (Future<Object> producer : running) {
        get(producer);
      }
      for (int c = 0; c < 3; c++) {
        bounded.put(-1);
      }
      int taken = 0;
      for (Future<Object> consumer : consuming) {
        BitSet part = (BitSet) get(consumer);
        assertFalse(part.intersects(seen));
        taken += part.cardinality();
        seen.or(part);
      }
      assertEquals(producers * each, taken);
    }
  }

  private static Object putAll(SharedQueue<Object> to, int from, int until) throws Exception {
    for (int i = from; i < until; i++) {
      to.put(i);
    }
    return "done";
  }

  private static Object takeUntilZero(SharedQueue<Object> from) throws Exception {
    BitSet seen = new BitSet();
    for (int i = (Integer) from.take(); i >= 0; i = (Integer) from.take()) {
      assertFalse(seen.get(i), "twice: " + i);
      seen.set(i);
    }
    return seen;
  }
}
