package io.multiprocessing.internal.manager.client;

import io.multiprocessing.internal.manager.Endpoint;
import io.multiprocessing.internal.manager.Handshake;
import io.multiprocessing.internal.manager.Handshake.Identity;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Client side: a new connection, with its handshake done.
 *
 * @param connection the connection
 * @param identity which server it leads to
 */
record Connector(ClientConnection connection, Identity identity) {

  private static final int ATTEMPTS = 10;
  private static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  /**
   * Connects.
   *
   * @throws IOException if nobody listens there, or it does not answer
   * @throws SecurityException if one of the sides does not know the secret
   */
  static Connector connect(Endpoint endpoint, byte[] secret, Patience patience) throws IOException {
    long pauseNanos = FIRST_PAUSE_NANOS;
    for (int attempt = 1; ; attempt++) {
      try {
        return connectOnce(endpoint, secret, patience);
      } catch (Crowded e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
      LockSupport.parkNanos(pauseNanos); // an interrupt makes it shorter, and is kept
      pauseNanos *= 2;
    }
  }

  private static Connector connectOnce(Endpoint endpoint, byte[] secret, Patience patience)
      throws IOException {
    SocketChannel channel = endpoint.open();
    ClientConnection connection = ClientConnection.of(channel, patience);
    boolean interrupted = false;
    boolean done = false;
    try {
      begin(endpoint, connection);
      Identity identity = shakeHands(endpoint, secret, connection);
      done = true;
      return new Connector(connection, identity);
    } finally {
      interrupted = connection.takeInterrupt();
      if (!done) {
        connection.close();
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static void begin(Endpoint endpoint, ClientConnection connection) throws IOException {
    SocketChannel channel = connection.channel();
    if (endpoint.isTcp()) {
      channel.connect(endpoint.address());
      connection.awaitConnected();
      endpoint.configure(channel);
      return;
    }
    try {
      channel.connect(endpoint.address()); // at once, or not at all
    } catch (ConnectException e) {
      throw e; // nobody listens
    } catch (SocketException e) {
      if (Files.exists(Path.of(endpoint.host()))) { // too many wait to be accepted
        throw new Crowded(e.getMessage());
      }
      throw e;
    }
  }

  private static Identity shakeHands(Endpoint endpoint, byte[] secret, ClientConnection connection)
      throws IOException {
    Handshake handshake = new Handshake(secret);
    byte verdict;
    try {
      connection.sendRaw(handshake.answer(connection.receiveRaw(Handshake.HELLO_BYTES)));
      verdict = connection.receiveRaw(1)[0];
    } catch (EOFException e) { // a server that is flooded by strangers drops those it knows least
      throw new Crowded("the connection has ended before the server knew this client");
    }
    if (verdict == Handshake.REFUSED) {
      throw new SecurityException("the manager at " + endpoint + " has another secret");
    }
    Identity identity =
        verdict == Handshake.ACCEPTED
            ? handshake.judge(connection.receiveRaw(Handshake.WELCOME_BYTES))
            : null;
    if (identity == null) {
      throw new SecurityException(
          "what listens at " + endpoint + " does not know the secret of the manager");
    }
    return identity;
  }

  /** Client side: the server had no place for one more; try again. */
  private static final class Crowded extends IOException {
    private static final long serialVersionUID = 1L;

    Crowded(String message) {
      super(message);
    }
  }
}
