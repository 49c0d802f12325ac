package io.multiprocessing.managed;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.multiprocessing.AsyncResult;
import io.multiprocessing.JvmProcess;
import io.multiprocessing.ManagedQueue;
import io.multiprocessing.ManagedValue;
import io.multiprocessing.Manager;
import io.multiprocessing.ManagerLostException;
import io.multiprocessing.Pool;
import io.multiprocessing.TaskFailedException;
import io.multiprocessing.internal.manager.Request;
import io.multiprocessing.internal.manager.Requests;
import io.multiprocessing.testing.Await;
import io.multiprocessing.testing.ChildJvm;
import io.multiprocessing.testing.NothingLeftBehind;
import io.multiprocessing.testing.Processes;
import io.multiprocessing.testing.Signals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The server dies, its owner dies, or a client dies. */
@ExtendWith(NothingLeftBehind.class)
class ManagerDeathTest {

  private static final String SECRET = "correct horse battery staple";

  @Test
  void shouldTellEverybodyWhenTheServerIsKilled() throws Exception {
    try (Manager manager = Manager.start();
        Pool pool = Pool.create(1)) {
      ManagedQueue<String> empty = manager.queue();
      ManagedQueue<String> full = manager.queue(1);
      full.put("a");
      ManagedValue<Integer> waiting = manager.value(0);
      FutureTask<Object> taker = waiter(waiting, empty::take);
      FutureTask<Object> poller = waiter(waiting, () -> empty.poll(100, SECONDS));
      FutureTask<Object> putter = waiter(waiting, () -> full.offer("b", 100, SECONDS));
      AsyncResult<String> worker =
          pool.applyAsync(
              () -> {
                waiting.updateAndGet(n -> n + 1);
                return empty.take();
              });
      Await.until("all are about to wait", () -> waiting.get() == 4);

      Signals.send("KILL", manager.pid());

      for (FutureTask<Object> task : List.of(taker, poller, putter)) {
        ManagerLostException failure = lost(assertThrows(ExecutionException.class, task::get));
        assertEquals(manager.pid(), failure.pid());
        assertEquals(Optional.of(137), failure.exitCode());
        assertTrue(failure.getMessage().contains("SIGKILL"), failure::getMessage);
      }
      TaskFailedException failed =
          assertInstanceOf(
              TaskFailedException.class,
              assertThrows(ExecutionException.class, worker::get).getCause());
      assertEquals(manager.pid(), lost(failed).pid());
      assertThrows(ManagerLostException.class, waiting::get);
      assertThrows(ManagerLostException.class, manager::list);
      assertTrue(manager.toString().endsWith("(ended)"), manager::toString);
    }
  }

  private interface Waiting {
    Object run() throws Exception;
  }

  private static FutureTask<Object> waiter(ManagedValue<Integer> count, Waiting action) {
    return ManagedContract.async(
        () -> {
          count.updateAndGet(n -> n + 1);
          return action.run();
        });
  }

  private static ManagerLostException lost(Throwable failure) {
    return assertInstanceOf(ManagerLostException.class, failure.getCause());
  }

  @Test
  void shouldSayThatTheHeapOfTheServerWasExhausted() {
    try (Manager manager =
        Manager.builder().maxHeap("32m").outputListener((id, source, line) -> {}).start()) {
      ManagedValue<byte[]> value = manager.value(new byte[0]);
      ManagerLostException failure =
          assertThrows(ManagerLostException.class, () -> value.set(new byte[64 << 20]));
      assertTrue(failure.getMessage().contains("out of memory"), failure::getMessage);
    }
  }

  @Test
  void shouldSayHowTheServerEndedThoughItsLastWordsAreLate() {
    CountDownLatch said = new CountDownLatch(1);
    try (Manager manager =
        Manager.builder().maxHeap("32m").outputListener((id, source, line) -> hold(said)).start()) {
      ManagedValue<byte[]> value = manager.value(new byte[0]);
      ManagerLostException failure =
          assertThrows(ManagerLostException.class, () -> value.set(new byte[64 << 20]));
      assertEquals(Optional.of(3), failure.exitCode(), failure::getMessage);
    } finally {
      said.countDown();
    }
  }

  private static void hold(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void shouldKillAServerThatDoesNotEnd() throws Exception {
    Manager manager = Manager.start();
    ManagedQueue<String> queue = manager.queue();
    FutureTask<String> taker = ManagedContract.async(queue::take);
    Signals.send("STOP", manager.pid());
    manager.close();
    assertTrue(Processes.hasEnded(manager.pid()));
    assertInstanceOf(
        IllegalStateException.class, assertThrows(ExecutionException.class, taker::get).getCause());
  }

  @Test
  void shouldEndWithTheJvmThatHasStartedIt() throws Exception {
    try (ChildJvm owner = ChildJvm.start(KeepManagerMain.class)) {
      long server = Long.parseLong(owner.awaitLine("SERVER"));
      Path socket = Path.of(owner.awaitLine("ADDRESS"));
      assertTrue(Files.exists(socket));

      Signals.send("KILL", owner.pid());

      Await.until("the server has ended", () -> Processes.hasEnded(server));
      Await.until("its folder is gone", () -> !Files.exists(socket.getParent()));
    }
  }

  @Test
  void shouldGiveBackWhatADeadClientHasNotReceived() throws Exception {
    try (Manager manager = Manager.builder().secret(SECRET).start()) {
      ManagedQueue<Integer> queue = manager.queue();
      queue.addAll(List.of(1, 2, 3, 4));
      long id = StrangersTest.queueId(queue);
      try (RawClient first = RawClient.known(manager, SECRET);
          RawClient second = RawClient.known(manager, SECRET)) {
        take(first, id, 2);
        take(second, id, 1);
        assertEquals(List.of(4), queue.snapshot());
      }
      Await.until("all are back", () -> queue.size() == 4);
      assertEquals(List.of(1, 2, 3, 4), queue.snapshot());

      try (RawClient client = RawClient.known(manager, SECRET)) {
        take(client, id, 3);
        client.send(Request.of(Requests.ACK, 0, 0, 0));
      }
      assertEquals(4, queue.poll(20, SECONDS));
      assertEquals(0, queue.size());
    }
  }

  private static void take(RawClient client, long queue, int most) throws IOException {
    client.send(Request.of(Requests.QUEUE_TAKE, queue, 0, most));
    assertEquals(most, client.receiveReply().cells().size());
  }

  @Test
  void shouldForgetARequestThatIsNotComplete() throws Exception {
    try (Manager manager = Manager.builder().secret(SECRET).start()) {
      ManagedQueue<Integer> queue = manager.queue();
      try (RawClient client = RawClient.known(manager, SECRET)) {
        client.sendFrame(1_000_000, Requests.QUEUE_OFFER, (byte) 0, (byte) 0);
      }
      queue.put(1);
      assertEquals(List.of(1), queue.snapshot());
    }
  }

  @Test
  void shouldLoseNothingToAClientThatIsKilledInTheMiddle() throws Exception {
    try (Manager manager = Manager.start()) {
      ManagedQueue<byte[]> queue = manager.queue(3);
      ManagedQueue<String> empty = manager.queue();
      ManagedValue<Integer> ready = manager.value(0);
      try (JvmProcess client =
          JvmProcess.start(
              () -> {
                Thread taker = new Thread(() -> takeForEver(empty));
                taker.start();
                for (int i = 0; i < 3; i++) {
                  queue.put(new byte[5_000_000]);
                }
                ready.set(1);
                queue.put(new byte[5_000_000]); // waits for room, with all its bytes in the server
              })) {
        Await.until("the client waits for room", () -> ready.get() == 1);
        client.kill();
        client.join();
      }
      empty.put("for somebody who lives");
      assertEquals("for somebody who lives", empty.poll(20, SECONDS));
      for (int i = 0; i < 3; i++) {
        assertEquals(5_000_000, queue.take().length);
      }
    }
  }

  private static void takeForEver(ManagedQueue<String> queue) {
    try {
      while (true) {
        queue.take();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
