package io.multiprocessing.managed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.multiprocessing.AsyncResult;
import io.multiprocessing.ManagedMap;
import io.multiprocessing.ManagedQueue;
import io.multiprocessing.ManagedValue;
import io.multiprocessing.Manager;
import io.multiprocessing.ManagerLostException;
import io.multiprocessing.Pool;
import io.multiprocessing.PoolException;
import io.multiprocessing.TaskFailedException;
import io.multiprocessing.ipc.SerializationException;
import io.multiprocessing.testing.Await;
import io.multiprocessing.testing.ChildJvm;
import io.multiprocessing.testing.NothingLeftBehind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Start and end of a manager, and who can reach it. */
@ExtendWith(NothingLeftBehind.class)
class ManagerLifeTest {

  private static final String SECRET = "correct horse battery staple";

  record Key(String text) {}

  @Test
  void shouldListenWhereOnlyThisUserCanGo() throws Exception {
    try (Manager manager = Manager.start()) {
      Path socket = assertInstanceOf(UnixDomainSocketAddress.class, manager.address()).getPath();
      assertEquals(
          "rwx------",
          PosixFilePermissions.toString(Files.getPosixFilePermissions(socket.getParent())));
      assertEquals(
          "manager " + manager.pid() + " at unix:" + socket + " (running)", manager.toString());
    }
  }

  @Test
  void shouldSayWhichManagerWasClosed() throws Exception {
    Manager manager = Manager.start();
    ManagedQueue<String> queue = manager.queue();
    ManagedValue<Integer> waiting = manager.value(0);
    try (Pool pool = Pool.create(1)) {
      AsyncResult<String> worker =
          pool.applyAsync(
              () -> {
                waiting.set(1);
                return queue.take();
              });
      FutureTask<String> taker = ManagedContract.async(queue::take);
      Await.until("the worker is about to wait", () -> waiting.get() == 1);
      manager.close();
      manager.close();

      Throwable here = assertThrows(ExecutionException.class, taker::get).getCause();
      Throwable there = assertThrows(ExecutionException.class, worker::get).getCause();
      assertInstanceOf(TaskFailedException.class, there);
      for (Throwable failure :
          List.of(
              here,
              there.getCause(),
              assertThrows(IllegalStateException.class, queue::size),
              assertThrows(IllegalStateException.class, manager::list))) {
        assertInstanceOf(IllegalStateException.class, failure);
        assertTrue(failure.getMessage().startsWith("manager " + manager.pid()), failure::toString);
        assertTrue(failure.getMessage().endsWith(" is closed"), failure::toString);
      }
      TaskFailedException again =
          assertThrows(TaskFailedException.class, () -> pool.apply(queue::size));
      assertInstanceOf(IllegalStateException.class, again.getCause());
    }
  }

  @Test
  void shouldNeedNoThreadForThoseWhoWait() throws Exception {
    try (Manager manager = Manager.start()) {
      ManagedQueue<Integer> queue = manager.queue();
      ManagedValue<Integer> waiting = manager.value(0);
      int before = threads(manager.pid());
      List<FutureTask<Integer>> takers =
          IntStream.range(0, 50)
              .mapToObj(
                  i ->
                      ManagedContract.async(
                          () -> {
                            waiting.updateAndGet(n -> n + 1);
                            return queue.take();
                          }))
              .toList();
      Await.until("all are about to wait", () -> waiting.get() == 50);
      int after = threads(manager.pid());
      // the JVM adds some of its own, more of them where there are more cores
      assertTrue(after < before + 40, before + " threads, then " + after);
      for (int i = 0; i < 50; i++) {
        queue.put(i);
      }
      int sum = 0;
      for (FutureTask<Integer> taker : takers) {
        sum += taker.get();
      }
      assertEquals(50 * 49 / 2, sum);
    }
  }

  private static int threads(long pid) throws IOException {
    return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
        .filter(line -> line.startsWith("Threads:"))
        .map(line -> Integer.parseInt(line.split("\\s+")[1]))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void shouldServeAProcessThatHasConnected() throws Exception {
    try (Manager manager = Manager.builder().tcp().secret(SECRET).start()) {
      ManagedQueue<String> questions = manager.queue();
      manager.root().set("questions", questions);
      int port = assertInstanceOf(InetSocketAddress.class, manager.address()).getPort();
      try (ChildJvm other = ChildJvm.start(ConnectMain.class, port, SECRET)) {
        questions.put("answer:");
        assertEquals(0, other.awaitExit(Duration.ofSeconds(50)), () -> other.stderr().toString());
      }
      ManagedQueue<String> answers = manager.root().get("answers", ManagedQueue.class);
      assertEquals("answer: 42", answers.take());
    }
  }

  @Test
  void shouldEndOnlyWhatWasStartedHere() {
    try (Manager owner = Manager.builder().secret(SECRET).start()) {
      Manager connected = Manager.connect(owner.address(), SECRET);
      ManagedValue<Integer> value = connected.value(1);
      connected.close();
      assertEquals(1, value.get());
      assertEquals(owner.pid(), connected.pid());
    }
  }

  @Test
  void shouldNotTakeAnotherManagerAtTheSamePortForItself() throws IOException {
    try (Socket reservation = new Socket()) { // nobody is given this port in between
      reservation.setReuseAddress(true);
      reservation.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      InetSocketAddress address = (InetSocketAddress) reservation.getLocalSocketAddress();
      ManagedValue<Integer> old;
      try (Manager first = Manager.builder().tcp(address).secret(SECRET).start()) {
        old = first.value(1);
      }
      try (Manager second = Manager.builder().tcp(address).secret(SECRET).start();
          Pool pool = Pool.create(1)) {
        second.value(2);
        TaskFailedException failure =
            assertThrows(TaskFailedException.class, () -> pool.apply(old::get));
        String message =
            assertInstanceOf(ManagerLostException.class, failure.getCause()).getMessage();
        assertTrue(message.contains("another manager, " + second.pid()), message);
      }
    }
  }

  @Test
  void shouldNeedTheClassesOfKeysOnly(@TempDir Path empty) {
    try (Manager manager = Manager.builder().classPath(empty).start()) {
      ManagedMap<String, Key> values = manager.map();
      values.put("a", new Key("value"));
      assertEquals(new Key("value"), values.get("a"));
      ManagedMap<Key, String> keys = manager.map();
      String message =
          assertThrows(SerializationException.class, () -> keys.put(new Key("k"), "v"))
              .getMessage();
      assertTrue(message.contains(Key.class.getName()), message);
    }
  }

  @Test
  void shouldStartInsideAWorker() {
    try (Pool pool = Pool.create(1)) {
      int result =
          pool.apply(
              () -> {
                try (Manager manager = Manager.start()) {
                  return manager.value(7).get();
                }
              });
      assertEquals(7, result);
    }
  }

  @Test
  void shouldSayWhyItDoesNotStart() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      InetSocketAddress address = (InetSocketAddress) taken.getLocalSocketAddress();
      String message =
          assertThrows(PoolException.class, () -> Manager.builder().tcp(address).start())
              .getMessage();
      assertTrue(message.contains("cannot listen at tcp:127.0.0.1:"), message);
    }
    String message =
        assertThrows(
                PoolException.class,
                () ->
                    Manager.builder()
                        .jvmArgs("-XX:+NoSuchOption")
                        .outputListener((id, source, line) -> {})
                        .start())
            .getMessage();
    assertTrue(message.contains("NoSuchOption"), message);
  }

  @Test
  void shouldLeaveNothingWhenItsStartIsInterrupted() {
    Thread.currentThread().interrupt();
    assertThrows(PoolException.class, Manager::start);
    assertTrue(Thread.interrupted());
  }

  @Test
  void shouldNameWhatIsWrongWithASetting() {
    Manager.Builder builder = Manager.builder();
    refuses("secret", "length=7", () -> builder.secret("too few"));
    refuses("maxHeap", "maxHeap=big", () -> builder.maxHeap("big"));
    refuses("address", "address=0.0.0.0", () -> builder.tcp(new InetSocketAddress(0)));
    refuses(
        "address",
        "address=",
        () -> builder.tcp(InetSocketAddress.createUnresolved("no.such.host.invalid", 1)));
    refuses("secret", "length=0", () -> Manager.connect(UnixDomainSocketAddress.of("x"), ""));
    assertThrows(NullPointerException.class, () -> Manager.connect(null, SECRET));
  }

  private static void refuses(String name, String value, Executable action) {
    String message = assertThrows(IllegalArgumentException.class, action).getMessage();
    assertTrue(message.contains(name) && message.contains(value), message);
  }
}
