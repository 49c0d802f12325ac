package io.multiprocessing.managed;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.multiprocessing.ManagedQueue;
import io.multiprocessing.ManagedValue;
import io.multiprocessing.Manager;
import io.multiprocessing.ManagerLostException;
import io.multiprocessing.internal.manager.Handshake;
import io.multiprocessing.internal.manager.Replies;
import io.multiprocessing.internal.manager.Request;
import io.multiprocessing.internal.manager.Requests;
import io.multiprocessing.testing.NothingLeftBehind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Clients that do not know the secret, and clients that know it and talk nonsense. */
@ExtendWith(NothingLeftBehind.class)
class StrangersTest {

  enum Transport {
    UNIX,
    TCP
  }

  private static final String SECRET = "correct horse battery staple";
  private static final Map<Transport, Manager> MANAGERS = new EnumMap<>(Transport.class);
  private static final Map<Transport, ManagedValue<String>> VALUES = new EnumMap<>(Transport.class);

  @BeforeAll
  static void start() {
    MANAGERS.put(Transport.UNIX, Manager.builder().secret(SECRET).maxHeap("64m").start());
    MANAGERS.put(Transport.TCP, Manager.builder().secret(SECRET).maxHeap("64m").tcp().start());
    MANAGERS.forEach((transport, manager) -> VALUES.put(transport, manager.value("intact")));
  }

  @AfterAll
  static void close() {
    MANAGERS.values().forEach(Manager::close);
  }

  @AfterEach
  void othersAreNotHarmed() {
    VALUES.values().forEach(value -> assertEquals("intact", value.get()));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @ParameterizedTest
  @EnumSource
  void shouldRefuseGarbage(Transport transport) throws IOException {
    List<byte[]> greetings =
        List.of(
            ascii("GET / HTTP/1.1\r\nHost: localhost\r\nUser-Agent: somebody who is lost\r\n\r\n"),
            new byte[10_000],
            Handshake.random(100_000));
    for (byte[] greeting : greetings) {
      try (RawClient client = RawClient.silent(MANAGERS.get(transport))) {
        client.receive(Handshake.HELLO_BYTES);
        try {
          client.send(greeting);
        } catch (IOException e) {
          // it was closed in the middle of it
        }
        client.awaitEnd();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldRefuseAnAnswerMadeWithAnotherSecret(Transport transport) throws IOException {
    try (RawClient client = RawClient.silent(MANAGERS.get(transport))) {
      Handshake handshake = new Handshake(ascii("another secret"));
      client.send(handshake.answer(client.receive(Handshake.HELLO_BYTES)));
      assertArrayEquals(new byte[] {Handshake.REFUSED}, client.receive(1));
      client.awaitEnd();
    }
    Manager manager = MANAGERS.get(transport);
    String message =
        assertThrows(
                SecurityException.class, () -> Manager.connect(manager.address(), "wrong secret"))
            .getMessage();
    assertTrue(message.endsWith("has another secret"), message);
  }

  @ParameterizedTest
  @EnumSource
  void shouldRefuseAnAnswerThatWasRightForAnotherConnection(Transport transport)
      throws IOException {
    Manager manager = MANAGERS.get(transport);
    try (RawClient first = RawClient.silent(manager);
        RawClient second = RawClient.silent(manager)) {
      Handshake handshake = new Handshake(ascii(SECRET));
      byte[] answer = handshake.answer(first.receive(Handshake.HELLO_BYTES));
      second.receive(Handshake.HELLO_BYTES);
      second.send(answer);
      assertArrayEquals(new byte[] {Handshake.REFUSED}, second.receive(1));
    }
  }

  @Test
  void shouldCloseSilentConnectionsAndLetOthersIn() throws IOException {
    List<RawClient> silent = new ArrayList<>();
    try {
      for (Manager manager : MANAGERS.values()) {
        for (int i = 0; i < 100; i++) {
          silent.add(RawClient.silent(manager));
        }
        try (RawClient known = RawClient.known(manager, SECRET)) {
          known.send(Request.of(Requests.SIZE, Requests.ROOT, 0, 0));
          assertEquals(Replies.OK, known.receiveReply().status());
        }
        try {
          silent.get(silent.size() - 1).send(Arrays.copyOf(ascii("JMP"), 3)); // slowly
        } catch (IOException e) {
          // its five seconds were over before this thread got there
        }
      }
      othersAreNotHarmed();
      for (RawClient client : silent) {
        client.awaitEnd();
      }
    } finally {
      for (RawClient client : silent) {
        client.close();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldNotAllocateWhatALengthAnnounces(Transport transport) throws IOException {
    Manager manager = MANAGERS.get(transport);
    List<RawClient> clients = new ArrayList<>();
    try {
      for (int i = 0; i < 20; i++) { // of 2 GB each, in a heap of 64 MB
        RawClient client = RawClient.known(manager, SECRET);
        clients.add(client);
        client.sendFrame(Integer.MAX_VALUE - 100, new byte[100]);
      }
      othersAreNotHarmed();
    } finally {
      for (RawClient client : clients) {
        client.close();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldCloseAConnectionThatTalksNonsense(Transport transport) throws IOException {
    byte[] request = new byte[29]; // code, three numbers, length of a blob
    request[0] = Requests.LIST_GET;
    request[25] = 0x7f;
    List<byte[]> frames = List.of(new byte[1], new byte[25], new byte[27], request);
    for (byte[] frame : frames) {
      try (RawClient client = RawClient.known(MANAGERS.get(transport), SECRET)) {
        client.sendFrame(frame.length, frame);
        if (frame.length == 25) { // well-formed, about no object
          assertEquals(Replies.GONE, client.receiveReply().status());
          client.sendFrame(0);
        }
        client.awaitEnd();
      }
    }
    for (int length : new int[] {0, -1, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
      try (RawClient client = RawClient.known(MANAGERS.get(transport), SECRET)) {
        client.sendFrame(length);
        client.awaitEnd();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldCloseAConnectionThatAsksTheWrongObjectOrOutOfTurn(Transport transport)
      throws IOException {
    Manager manager = MANAGERS.get(transport);
    try (RawClient client = RawClient.known(manager, SECRET)) {
      client.send(Request.of(Requests.QUEUE_PEEK, Requests.ROOT, 0, 0));
      client.awaitEnd();
    }
    try (RawClient client = RawClient.known(manager, SECRET)) {
      client.send(Request.of(Requests.CREATE_QUEUE, 0, 1, 0));
      long queue = client.receiveReply().number();
      client.send(Request.of(Requests.QUEUE_TAKE, queue, Requests.FOREVER, 1));
      client.send(Request.of(Requests.SIZE, queue, 0, 0)); // while the first one waits
      client.awaitEnd();
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldCloseAHalfClosedConnection(Transport transport) throws IOException {
    try (RawClient client = RawClient.known(MANAGERS.get(transport), SECRET)) {
      client.send(Request.of(Requests.SIZE, Requests.ROOT, 0, 0));
      assertEquals(Replies.OK, client.receiveReply().status());
      client.closeHalf();
      client.awaitEnd();
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldServeOthersWhileAClientDoesNotReadItsReply(Transport transport) throws Exception {
    Manager manager = MANAGERS.get(transport);
    ManagedQueue<byte[]> queue = manager.queue();
    queue.put(new byte[8_000_000]);
    manager.root().set("queue", queue);
    try (RawClient client = RawClient.known(manager, SECRET)) {
      long id = queueId(queue);
      client.send(Request.of(Requests.QUEUE_TAKE, id, 0, 1));
      client.receive(1000);
      othersAreNotHarmed();
      assertEquals(0, queue.size());
    }
    byte[] back = queue.poll(20, SECONDS); // since it had not arrived
    assertEquals(8_000_000, back == null ? -1 : back.length);
    queue.delete();
  }

  /** The text of a proxy begins with its type and its number. */
  static long queueId(ManagedQueue<?> queue) {
    return Long.parseLong(queue.toString().split(" ")[1]);
  }

  @Test
  void shouldSayThatNobodyListens() throws IOException {
    try (Socket silent = new Socket()) { // has the port, so that nobody else gets it; is no server
      silent.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      SocketAddress address = silent.getLocalSocketAddress();
      ManagerLostException failure =
          assertThrows(ManagerLostException.class, () -> Manager.connect(address, SECRET));
      assertEquals(-1, failure.pid());
      assertTrue(failure.getMessage().contains("tcp:127.0.0.1:"), failure::getMessage);
      assertFalse(failure.getMessage().contains(SECRET), failure::getMessage);
    }
  }

  @Test
  void shouldSayThatSomethingElseListens() throws Exception {
    String message = connectTo(ascii("SSH-2.0-OpenSSH_9.6p1 and some more text to be long enough"));
    assertTrue(message.contains("is not a manager"), message);
  }

  @Test
  void shouldNotTrustAServerThatDoesNotKnowTheSecret() throws Exception {
    byte[] hello = new Handshake(ascii("somebody else's")).hello();
    byte[] said = Arrays.copyOf(hello, hello.length + 1 + Handshake.WELCOME_BYTES);
    said[hello.length] = Handshake.ACCEPTED;
    String message = connectTo(said);
    assertTrue(message.contains("does not know the secret"), message);
  }

  /** Connects to a server that says the same to everybody, and returns what it throws. */
  private static String connectTo(byte[] said) throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      FutureTask<Integer> server =
          ManagedContract.async(
              () -> {
                try (Socket client = socket.accept()) {
                  client.getOutputStream().write(said);
                  return client.getInputStream().readAllBytes().length;
                }
              });
      RuntimeException failure =
          assertThrows(
              RuntimeException.class,
              () -> Manager.connect(socket.getLocalSocketAddress(), SECRET));
      server.get();
      return failure.getMessage();
    }
  }
}
