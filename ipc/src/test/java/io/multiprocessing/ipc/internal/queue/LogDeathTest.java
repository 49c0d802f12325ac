package io.multiprocessing.ipc.internal.queue;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.multiprocessing.ipc.internal.jvm.ProcessStamp;
import io.multiprocessing.ipc.testing.OtherJvm;
import io.multiprocessing.ipc.testing.Until;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A process dies between two of the stores of which a change consists: at each of them. */
class LogDeathTest {

  private static final long PATIENCE_NANOS = 20_000_000_000L;
  private static final int LARGE = 5 << 20;

  /** What a queue has when it is empty: its header, a page of the table, a block or two. */
  private static final long EMPTY_BYTES = 4 * BlockFileLayout.BLOCK_BYTES;

  private final LogMemory memory = LogMemory.create(LogMemoryLayout.QUEUE, Long.MAX_VALUE);
  private final QueueAddress address = memory.address();
  private final ElementQueue queue = ElementQueue.attach(address);
  private OtherJvm other;

  @BeforeEach
  void startOther() {
    other = OtherJvm.start();
  }

  @AfterEach
  void endAll() {
    other.close();
    queue.close();
  }

  /** Runs it in the other JVM, which halts at its end. */
  private void runAndHalt(OtherJvm.Action action) {
    CompletableFuture<Object> running =
        other.runAsync(
            () -> {
              try {
                action.run();
              } catch (Throwable e) {
                e.printStackTrace();
                Runtime.getRuntime().exit(99);
              }
              Runtime.getRuntime().halt(7);
            });
    other.awaitEnd();
    assertTrue(running.isCompletedExceptionally() || !running.isDone());
    assertEquals(7, other.exitCode());
  }

  private static byte[] bytes(int seed, int count) {
    byte[] bytes = new byte[count];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  /** Everything must work that worked before. */
  private void assertGoodAsNew() throws InterruptedException {
    for (int i = 0; i < 500; i++) {
      assertTrue(queue.offer(bytes(i, i * 20), PATIENCE_NANOS));
    }
    assertTrue(queue.offer(bytes(77, LARGE), PATIENCE_NANOS));
    for (int i = 0; i < 500; i++) {
      assertArrayEquals(bytes(i, i * 20), (byte[]) queue.poll(PATIENCE_NANOS));
    }
    assertArrayEquals(bytes(77, LARGE), (byte[]) queue.poll(PATIENCE_NANOS));
    assertNull(queue.poll());
    memory.heap().sweep().run();
    memory.heap().sweep().giveBack(0);
    assertTrue(HeapSize.bytes(memory) <= EMPTY_BYTES, () -> "left: " + HeapSize.bytes(memory));
  }

  /** Who waits looks after it, unless the wait is over before the machine lets it look. */
  private void waitUntilItIsSmall() throws Exception {
    Until.holds(
        "it is small",
        () -> {
          assertNull(queue.poll(1_500_000_000L));
          return HeapSize.bytes(memory) <= EMPTY_BYTES;
        });
  }

  @Test
  void shouldGoOnAfterADeathWithThePutLock() throws Exception {
    queue.offer("before");
    QueueAddress there = address;
    runAndHalt(() -> new LogTail(LogMemory.attach(there), 0, Long.MAX_VALUE).lock().lock());
    assertTrue(queue.offer("after", PATIENCE_NANOS));
    assertEquals("before", queue.poll());
    assertEquals("after", queue.poll());
    assertGoodAsNew();
  }

  @Test
  void shouldGoOnAfterADeathWithTheTakeLock() throws Exception {
    queue.offer("first");
    QueueAddress there = address;
    runAndHalt(() -> new LogHead(LogMemory.attach(there), 0, false, null).lock().lock());
    assertEquals("first", queue.poll(PATIENCE_NANOS));
    assertGoodAsNew();
  }

  @Test
  void shouldForgetWhatWasWrittenIntoTheLogAndNotCounted() throws Exception {
    queue.offer("before");
    QueueAddress there = address;
    runAndHalt(
        () -> {
          LogMemory log = LogMemory.attach(there);
          new LogTail(log, 0, Long.MAX_VALUE).lock().lock();
          LogCursor cursor = new LogCursor(log.heap(), 0);
          int at = LogMemoryLayout.log(0);
          cursor.load(log.words(), LogLayout.putState(at, 1));
          cursor.writeLong(LogEntry.of(LogEntry.INLINE, LogEntry.OBJECT, 60_000));
          cursor.write(new byte[60_000], 60_000);
          cursor.write(new byte[60_000], 60_000); // two more blocks are in the chain by now
          cursor.write(new byte[60_000], 60_000);
          cursor.store(log.words(), LogLayout.putState(at, 2));
        });
    assertTrue(queue.offer("after", PATIENCE_NANOS));
    assertEquals("before", queue.poll());
    assertEquals("after", queue.poll());
    assertGoodAsNew();
  }

  @Test
  void shouldFindABlockThatNothingLeadsTo() throws Exception {
    QueueAddress there = address;
    runAndHalt(
        () -> {
          LogMemory log = LogMemory.attach(there);
          new LogTail(log, 0, Long.MAX_VALUE).lock().lock();
          int block = log.heap().claim();
          log.heap().setOwner(block, BlockOwner.log(0, 1));
        });
    assertGoodAsNew(); // also, that its memory is given back
  }

  @Test
  void shouldGiveBackWhatAProducerHadNotYetPut() throws Exception {
    queue.offer("before");
    QueueAddress there = address;
    runAndHalt(() -> Coder.borrow().encode(LogMemory.attach(there).heap(), new byte[LARGE]));
    assertTrue(HeapSize.bytes(memory) > LARGE);
    assertEquals("before", queue.poll());
    waitUntilItIsSmall();
    assertGoodAsNew();
  }

  @Test
  void shouldGiveBackALargeElementThatWasNotCounted() throws Exception {
    QueueAddress there = address;
    runAndHalt(
        () -> {
          LogMemory log = LogMemory.attach(there);
          Coder coder = Coder.borrow();
          coder.encode(log.heap(), new byte[LARGE]);
          new LogTail(log, 0, Long.MAX_VALUE).lock().lock();
          LogCursor cursor = new LogCursor(log.heap(), 0);
          cursor.load(log.words(), LogLayout.putState(LogMemoryLayout.log(0), 0));
          coder.output().appendTo(cursor, LogEntry.OBJECT, 0, 0);
        });
    assertNull(queue.poll());
    assertGoodAsNew();
  }

  @Test
  void shouldKeepAnElementThatWasReadAndNotCountedAsTaken() throws Exception {
    queue.offer(bytes(1, LARGE));
    queue.offer("second");
    QueueAddress there = address;
    runAndHalt(
        () -> {
          LogMemory log = LogMemory.attach(there);
          new LogHead(log, 0, false, null).lock().lock();
          LogCursor cursor = new LogCursor(log.heap(), 0);
          int at = LogMemoryLayout.log(0);
          cursor.load(log.words(), LogLayout.takeState(at, 0));
          cursor.readLong();
          int block = (int) cursor.readLong();
          log.heap().setTaker(block, ProcessStamp.own());
          cursor.store(log.words(), LogLayout.takeState(at, 1));
        });
    memory.heap().sweep().run();
    memory.heap().sweep().giveBack(0);
    assertArrayEquals(bytes(1, LARGE), (byte[]) queue.poll(PATIENCE_NANOS));
    assertEquals("second", queue.poll());
    assertGoodAsNew();
  }

  @Test
  void shouldGiveBackALargeElementWhoseConsumerDied() throws Exception {
    queue.offer(bytes(1, LARGE));
    queue.offer("second");
    QueueAddress there = address;
    runAndHalt(() -> new LogHead(LogMemory.attach(there), 0, false, null).poll(new ElementInput()));
    assertEquals("second", queue.poll(PATIENCE_NANOS));
    waitUntilItIsSmall();
    assertGoodAsNew();
  }

  @Test
  void shouldLoseNothingToAConsumerThatIsKilledWaiting() throws Exception {
    QueueAddress there = address;
    CompletableFuture<Object> waiting =
        other.callAsync(() -> ElementQueue.attach(there).poll(PATIENCE_NANOS));
    assertEquals(0L, other.call(() -> ElementQueue.attach(there).size())); // it is at it
    other.kill();
    assertTrue(queue.offer("mine"));
    assertEquals("mine", queue.poll(PATIENCE_NANOS));
    try {
      waiting.get();
    } catch (ExecutionException e) {
      assertGoodAsNew();
    }
  }

  @Test
  void shouldHaveNoMemoryLeftWhenItIsClosed() throws Exception {
    for (int i = 0; i < 100; i++) {
      queue.offer(new byte[i * 5000]);
    }
    assertTrue(HeapSize.bytes(memory) > LARGE);
    queue.close();
    HeapSize.awaitAtMost(BlockFileLayout.TABLE_OFFSET + 4096 * 8, memory);
  }

  @Test
  void shouldGiveMemoryBackAMomentAfterItIsDrained() throws Exception {
    for (int i = 0; i < 50; i++) {
      queue.offer(new byte[1 << 20]);
      queue.offer(new byte[10_000]);
    }
    assertTrue(HeapSize.bytes(memory) > 50 << 20);
    while (queue.poll() != null) {
      // until it is empty
    }
    HeapSize.awaitAtMost(EMPTY_BYTES, memory);
  }
}
