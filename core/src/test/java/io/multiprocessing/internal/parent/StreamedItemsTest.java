package io.multiprocessing.internal.parent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.multiprocessing.Chunking;
import io.multiprocessing.PoolException;
import io.multiprocessing.testing.Await;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StreamedItemsTest {

  private final AtomicInteger read = new AtomicInteger();
  private final AtomicInteger announced = new AtomicInteger();
  private StreamedItems items;

  private StreamedItems start(Iterable<?> input, int lookAhead, Chunking chunking) {
    items = new StreamedItems(input, new LookAhead(lookAhead, 2), chunking);
    items.start("reader-of-the-test", announced::incrementAndGet);
    return items;
  }

  private Iterator<Object> endless() {
    return Stream.<Object>generate(read::getAndIncrement).iterator();
  }

  @AfterEach
  void close() {
    items.close();
    Await.until(
        "the reader has ended",
        () ->
            Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().equals("reader-of-the-test")));
  }

  @Test
  void shouldReadAsFarAsTheLookAheadAndNoFurther() {
    start(this::endless, 5, new Chunking.Adaptive());
    Await.until("five are there", () -> items.available(100) == 5);
    assertEquals(5, read.get());
    assertEquals(-1, items.size());
    assertEquals(0, items.take(2));
    assertEquals(2, items.take(3));
    assertEquals(0, items.available(100));
    assertEquals(5, read.get()); // taken is not consumed
    items.consumed();
    Await.until("one more is there", () -> items.available(100) == 1);
    assertEquals(6, read.get());
    assertEquals(5, items.take(1));
    assertEquals(5, items.get(5));
  }

  @Test
  void shouldKnowTheSizeWhenAllIsTaken() {
    start(Arrays.asList("a", null, "b"), 0, new Chunking.Adaptive());
    Await.until("three are there", () -> items.available(100) == 3);
    items.take(3);
    Await.until("the end is seen", () -> items.size() == 3);
    assertEquals("a", items.get(0));
    assertNull(items.get(1));
    assertEquals("b", items.get(2));
    assertNull(items.failure());
    Await.until("it is announced", () -> announced.get() >= 1); // a moment later
  }

  @Test
  void shouldTellTheFailureOfTheIteratorAfterTheItemsBeforeIt() {
    IllegalStateException failure = new IllegalStateException();
    Iterable<Integer> failing =
        () ->
            Stream.of(1, 2, 3)
                .peek(
                    x -> {
                      if (x == 3) {
                        throw failure;
                      }
                    })
                .iterator();
    start(failing, 0, new Chunking.Adaptive());
    Await.until("two are there", () -> items.available(100) == 2);
    assertNull(items.failure());
    items.take(2);
    Await.until("the end is seen", () -> items.size() == 2);
    assertSame(failure, items.failure());
  }

  @Test
  void shouldTurnAnErrorIntoAnException() {
    AssertionError error = new AssertionError();
    Iterable<Integer> failing =
        () -> {
          throw error;
        };
    start(failing, 0, new Chunking.Adaptive());
    Await.until("the end is seen", () -> items.size() == 0);
    assertSame(error, items.failure().getCause());
  }

  @Test
  void shouldFillFixedChunksAsFarAsTheLookAheadAllows() {
    BlockingQueue<Integer> input = new LinkedBlockingQueue<>(List.of(1, 2, 3));
    start(blocking(input), 100, new Chunking.Fixed(5));
    Await.until("the input is read", input::isEmpty);
    assertEquals(0, items.available(5)); // waits for a full chunk
    input.addAll(List.of(4, 5));
    Await.until("a full chunk is there", () -> items.available(5) == 5);
    items.close();
    start(this::endless, 3, new Chunking.Fixed(5));
    Await.until("what may be held is there", () -> items.available(5) == 3);
  }

  @Test
  void shouldReadOnWhenTheLookAheadGrowsWhileItBeginsToWait() {
    for (int round = 0; round < 200; round++) {
      items = new StreamedItems(this::endless, new LookAhead(0, 1), new Chunking.Adaptive());
      items.start("reader-of-the-test", announced::incrementAndGet);
      int chunk = 1;
      for (long taken = 0; taken < 1_000; ) {
        int ready = (int) items.available(1_000);
        taken += ready;
        items.take(ready);
        items.chunkSizeIs(chunk); // two results that came together
        chunk *= 4;
        items.chunkSizeIs(chunk);
        for (int i = 0; i < ready; i++) {
          items.consumed();
        }
        Await.until("more is there", () -> items.available(1_000) > 0);
      }
      items.close();
    }
  }

  private static Iterable<Integer> blocking(BlockingQueue<Integer> queue) {
    return () ->
        new Iterator<>() {
          @Override
          public boolean hasNext() {
            return true;
          }

          @Override
          public Integer next() {
            try {
              return queue.take();
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
          }
        };
  }

  @Test
  void shouldReadFurtherAheadForLargerChunks() {
    start(this::endless, 0, new Chunking.Adaptive());
    Await.until("four per worker are there", () -> items.available(1_000) == 8);
    items.chunkSizeIs(10);
    Await.until("four chunks per worker are there", () -> items.available(1_000) == 80);
    items.chunkSizeIs(1); // what was read is read
    assertEquals(80, items.available(1_000));
    assertEquals(80, read.get());
  }

  @Test
  void shouldNotReadFurtherAheadThanTheUserAllows() {
    start(this::endless, 3, new Chunking.Adaptive());
    items.chunkSizeIs(100);
    Await.until("three are there", () -> items.available(1_000) == 3);
    assertEquals(3, read.get());
  }

  @Test
  void shouldStopReadingAndSaySo() {
    BlockingQueue<Integer> input = new LinkedBlockingQueue<>(List.of(1, 2));
    start(blocking(input), 10, new Chunking.Adaptive());
    Await.until("two are there", () -> items.available(100) == 2);
    items.stopReading();
    items.take(2);
    assertEquals(2, items.size());
    assertInstanceOf(PoolException.class, items.failure());
  }

  @Test
  void shouldEndInOrderWhenToldToStopAfterTheEnd() {
    start(List.of(1), 10, new Chunking.Adaptive());
    Await.until("it is there", () -> items.available(100) == 1);
    items.take(1);
    Await.until("the end is seen", () -> items.size() == 1);
    items.stopReading();
    assertNull(items.failure());
  }

  @Test
  void shouldAnnounceWhatIsAddedAfterALookThatFoundNothing() {
    BlockingQueue<Integer> input = new LinkedBlockingQueue<>();
    start(blocking(input), 1_000, new Chunking.Adaptive());
    for (int i = 1; i <= 100; i++) {
      assertEquals(0, items.available(1_000));
      int before = announced.get();
      input.add(i);
      Await.until("it is announced", () -> announced.get() > before);
      items.take(1);
    }
  }

  @Test
  void shouldAnnounceAFullChunkAndNotEachOfItsItems() {
    BlockingQueue<Integer> input = new LinkedBlockingQueue<>();
    start(blocking(input), 1_000, new Chunking.Fixed(5));
    assertEquals(0, items.available(5));
    input.addAll(List.of(1, 2, 3, 4));
    Await.until("the input is read", input::isEmpty);
    assertEquals(0, items.available(5));
    input.add(5);
    Await.until("it is announced", () -> announced.get() == 1);
    assertEquals(5, items.available(5));
  }

  @Test
  void shouldWakeTheReaderForHalfAChunkAndNotForEachItem() {
    start(this::endless, 160, new Chunking.Adaptive()); // 8 chunks of 20
    awaitWaitingReader();
    assertEquals(160, read.get());
    for (int i = 0; i < 9; i++) {
      items.consumed();
    }
    assertWaitingReader();
    assertEquals(160, read.get());
    items.consumed();
    Await.until("what was consumed is replaced", () -> read.get() == 170);
    awaitWaitingReader();
    assertEquals(170, read.get());
  }

  @Test
  void shouldKeepWhatIsNotDoneThoughMuchBehindItIs() {
    start(this::endless, 10_000, new Chunking.Adaptive());
    Await.until("all are there", () -> items.available(10_000) == 10_000);
    for (int i = 0; i < 10_000; i++) {
      assertEquals(i, items.take(1));
    }
    for (int i = 9_999; i >= 0; i--) {
      assertEquals(i, items.get(i));
      items.release(i);
    }
  }

  @Test
  void shouldGiveChunksOfWhichALookAheadHoldsSeveralForEachWorker() {
    assertEquals(12, start(List.of(), 100, new Chunking.Adaptive()).largestChunk());
    assertEquals(65_536 / 8, new LookAhead(0, 2).largestChunk());
    assertEquals(65_536 / 256, new LookAhead(0, 64).largestChunk());
    assertEquals(12, new LookAhead(100, 2).largestChunk());
    assertEquals(1, new LookAhead(3, 2).largestChunk());
    assertEquals(1, new LookAhead(0, 100_000).largestChunk());
  }

  private static void awaitWaitingReader() {
    Await.until("the reader waits", () -> reader().getState() == Thread.State.WAITING);
  }

  private static void assertWaitingReader() {
    assertEquals(Thread.State.WAITING, reader().getState());
  }

  private static Thread reader() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("reader-of-the-test"))
        .findFirst()
        .orElseThrow();
  }
}
