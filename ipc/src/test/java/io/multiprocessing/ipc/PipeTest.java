package io.multiprocessing.ipc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.multiprocessing.ipc.testing.OtherJvm;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PipeTest {

  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(30);

  private final Pipe pipe = Pipe.open();
  private final Connection here = pipe.first();
  private final Connection there = pipe.second();
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void endAll() {
    pipe.close();
    threads.shutdownNow();
  }

  @Test
  void shouldCarryMessagesInBothDirections() throws Exception {
    here.send("ping");
    there.send(List.of(1, 2));
    here.send(null);
    assertEquals(List.of(1, 2), here.receive());
    assertEquals("ping", there.receive(String.class));
    assertNull(there.receive());
    there.send(1);
    assertThrows(ClassCastException.class, () -> here.receive(String.class));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 100, 65_536, 65_537, 3_000_000})
  void shouldCarryBytesAsTheyAre(int count) throws Exception {
    byte[] bytes = new byte[count + 20];
    new Random(count).nextBytes(bytes);
    here.sendBytes(bytes, 10, count);
    byte[] received = there.receiveBytes();
    here.sendBytes(new byte[] {1, 2});
    assertArrayEquals(Arrays.copyOfRange(bytes, 10, 10 + count), received);
    assertArrayEquals(new byte[] {1, 2}, (byte[]) there.receive());
    assertThrows(IndexOutOfBoundsException.class, () -> here.sendBytes(bytes, 10, count + 11));
  }

  @Test
  void shouldPollForAMessage() throws Exception {
    assertFalse(here.poll());
    assertFalse(here.poll(SHORT));
    Future<Boolean> polling = threads.submit(() -> here.poll(LONG));
    there.send("x");
    assertTrue(polling.get(60, TimeUnit.SECONDS));
    assertTrue(here.poll());
    assertEquals("x", here.receive());
    assertFalse(here.poll());
  }

  @Test
  void shouldWaitForAReceiverWhenMuchWasSent() throws Exception {
    byte[] part = new byte[100_000];
    Future<?> sending =
        threads.submit(
            () -> {
              for (int i = 0; i < 30; i++) {
                here.sendBytes(part);
              }
              return null;
            });
    for (int i = 0; i < 15; i++) {
      there.receiveBytes();
    }
    assertFalse(sending.isDone()); // 1.5 MB are left to be sent, of which 1 MB has room
    for (int i = 0; i < 15; i++) {
      there.receiveBytes();
    }
    sending.get(60, TimeUnit.SECONDS);
    assertFalse(there.poll());
  }

  @Test
  void shouldRefuseWhatCannotTravelAndGoOn() throws Exception {
    assertThrows(SerializationException.class, () -> here.send(new Thread()));
    here.send("good");
    assertEquals("good", there.receive());
  }

  @Test
  void shouldTellTheEndOfTheStreamAfterTheLastMessage() throws Exception {
    here.send("last");
    here.close();
    here.close();
    assertTrue(there.poll());
    assertEquals("last", there.receive());
    assertTrue(there.poll());
    assertThrows(EndOfStreamException.class, there::receive);
    assertThrows(EndOfStreamException.class, there::receiveBytes);
    assertThrows(EndOfStreamException.class, () -> there.send("to nobody"));
    assertThrows(IllegalStateException.class, here::receive);
    assertThrows(IllegalStateException.class, () -> here.send("x"));
    assertThrows(IllegalStateException.class, here::poll);
    there.close();
    assertThrows(IllegalStateException.class, there::receive);
  }

  @Test
  void shouldEndWaitsWhenAnEndIsClosed() throws Exception {
    Future<Object> peer = threads.submit(() -> there.receive());
    Future<Object> own = threads.submit(() -> here.receive());
    here.close();
    assertInstanceOf(EndOfStreamException.class, failure(peer));
    assertInstanceOf(IllegalStateException.class, failure(own));
  }

  @Test
  void shouldEndAWaitToSendWhenThePeerCloses() throws Exception {
    here.sendBytes(new byte[2 << 20]);
    Future<?> sending =
        threads.submit(
            () -> {
              here.send("no room");
              return null;
            });
    there.close();
    assertInstanceOf(EndOfStreamException.class, failure(sending));
  }

  private static Throwable failure(Future<?> future) {
    return assertThrows(ExecutionException.class, () -> future.get(60, TimeUnit.SECONDS))
        .getCause();
  }

  @Test
  void shouldEndAWaitWhenInterrupted() throws Exception {
    Thread.currentThread().interrupt();
    assertThrows(InterruptedException.class, here::receive);
    Thread.currentThread().interrupt();
    assertThrows(InterruptedException.class, () -> here.send("x"));
    assertFalse(there.poll());
    Thread waiter = new Thread(() -> assertThrows(InterruptedException.class, here::receive));
    waiter.start();
    waiter.interrupt();
    waiter.join(30_000);
    assertFalse(waiter.isAlive());
  }

  @Test
  void shouldTalkToAnotherJvm() throws Exception {
    Connection its = there;
    try (OtherJvm other = OtherJvm.start()) {
      CompletableFuture<Object> echo =
          other.runAsync(
              () -> {
                while (its.receive() instanceof Integer number) {
                  its.send(number * 2);
                }
                its.sendBytes(new byte[5_000_000]);
                its.close();
              });
      for (int i = 0; i < 500; i++) {
        here.send(i);
        assertEquals(i * 2, here.receive());
      }
      here.send("end");
      assertEquals(5_000_000, here.receiveBytes().length);
      assertThrows(EndOfStreamException.class, here::receive);
      OtherJvm.get(echo);
    }
  }

  @Test
  void shouldTellTheEndOfTheStreamWhenItsPeerIsKilled() throws Exception {
    Connection its = there;
    try (OtherJvm other = OtherJvm.start()) {
      other.run(
          () -> {
            its.send("last words");
            its.sendBytes(new byte[1 << 20]);
          });
      Future<Object> waiting =
          threads.submit(
              () -> {
                assertEquals("last words", here.receive());
                assertEquals(1 << 20, here.receiveBytes().length);
                return here.receive();
              });
      other.kill();
      Throwable end = failure(waiting);
      assertInstanceOf(EndOfStreamException.class, end);
      assertTrue(end.getMessage().contains("process " + other.pid()), end.getMessage());
      assertTrue(here.poll(LONG));
      assertThrows(EndOfStreamException.class, () -> sendForLong(here));

      there.send("the end is ours now"); // another process takes its place
      assertEquals("the end is ours now", here.receive());
    }
  }

  /** Its peer is looked at now and then, and when there is no room. */
  private static void sendForLong(Connection connection) throws InterruptedException {
    for (int i = 0; i < 100; i++) {
      connection.sendBytes(new byte[100_000]);
    }
  }

  @Test
  void shouldBeTheSameEndEverywhere() throws Exception {
    try (SharedQueue<Connection> queue = SharedQueue.unbounded()) {
      queue.put(here);
      queue.put(there);
      assertEquals(here, queue.take());
      Connection copy = queue.take();
      assertEquals(there, copy);
      assertNotEquals(here, copy);
      here.send("to both");
      assertEquals("to both", copy.receive());
    }
    assertFalse(there.poll());
  }

  @Test
  void shouldGoOnWithoutTheProcessThatOpenedIt() throws Exception {
    try (OtherJvm opener = OtherJvm.start();
        OtherJvm peer = OtherJvm.start()) {
      List<Connection> ends =
          opener.call(
              () -> {
                Pipe opened = Pipe.open();
                return List.of(opened.first(), opened.second());
              });
      Connection mine = ends.get(0);
      Connection its = ends.get(1);
      CompletableFuture<Object> echo =
          peer.runAsync(
              () -> {
                while (true) {
                  its.send(its.receive());
                }
              });
      mine.send("before");
      assertEquals("before", mine.receive());
      opener.kill();
      mine.send("after");
      assertEquals("after", mine.receive());
      mine.close();
      assertThrows(ExecutionException.class, () -> OtherJvm.get(echo));
    }
  }
}
