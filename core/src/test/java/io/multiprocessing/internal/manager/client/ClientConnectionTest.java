package io.multiprocessing.internal.manager.client;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.EOFException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClientConnectionTest {

  private SocketChannel server;
  private ClientConnection client;

  @BeforeEach
  void connect() throws Exception {
    try (ServerSocketChannel listener = ServerSocketChannel.open()) {
      listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      SocketChannel channel = SocketChannel.open(listener.getLocalAddress());
      client = ClientConnection.of(channel, new Patience(10, 3));
      server = listener.accept();
    }
  }

  @AfterEach
  void close() throws Exception {
    client.close();
    server.close();
  }

  @Test
  void shouldNotWaitForEverForAServerThatIsSilent() {
    assertThrows(SocketTimeoutException.class, client::receive);
    assertFalse(client.takeInterrupt());
  }

  @Test
  void shouldNotWaitForEverForAServerThatDoesNotRead() {
    assertThrows(SocketTimeoutException.class, () -> client.sendRaw(new byte[50_000_000]));
  }

  @Test
  void shouldNoticeTheEnd() throws Exception {
    server.close();
    assertThrows(EOFException.class, client::receive);
  }

  @Test
  void shouldRememberAnInterruptAndStayOpen() throws Exception {
    Thread.currentThread().interrupt();
    assertThrows(SocketTimeoutException.class, client::receive);
    assertFalse(Thread.currentThread().isInterrupted());
    assertTrue(client.takeInterrupt());
    assertFalse(client.takeInterrupt());
    client.setPatience(Patience.CONNECT);
    client.sendRaw(new byte[] {1, 2});
    server.write(ByteBuffer.wrap(new byte[] {3, 4}));
    assertArrayEquals(new byte[] {3, 4}, client.receiveRaw(2));
  }
}
