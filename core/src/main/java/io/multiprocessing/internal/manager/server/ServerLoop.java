package io.multiprocessing.internal.manager.server;

import io.multiprocessing.internal.manager.Cell;
import io.multiprocessing.internal.manager.Endpoint;
import io.multiprocessing.internal.manager.Handshake.Identity;
import io.multiprocessing.internal.manager.MalformedFrameException;
import io.multiprocessing.internal.manager.Reply;
import io.multiprocessing.internal.manager.Request;
import io.multiprocessing.ipc.internal.codec.ObjectCodec;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Server side: the one thread that accepts, reads, does what is asked, and answers. Nothing here
 * blocks but the wait for the sockets. Confined to that thread.
 */
final class ServerLoop {

  /*
   * Strangers. Until it has answered the handshake a connection costs a file descriptor and a few
   * hundred bytes, for five seconds; of more than 64 the oldest goes, so that those who do answer get in.
   *
   * Broken connections are collected and ended after the turn, since a queue that hands out elements
   * must not get some of them back meanwhile.
   */

  private static final int BUFFER_BYTES = 64 << 10;
  private static final int MAX_STRANGERS = 64;
  private static final long HANDSHAKE_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final int ACCEPTS_PER_TURN = 64;
  private static final long ACCEPT_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long FAREWELL_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  /*
   * Loaded before clients can use up the file descriptors, of which a class path of folders needs
   * one for each class.
   */
  private static final List<Class<?>> NEEDED =
      List.of(
          ServedList.class,
          ServedMap.class,
          ServedQueue.class,
          Waiter.class,
          Request.class,
          Reply.class,
          Cell.class,
          MalformedFrameException.class);

  private final Endpoint endpoint;
  private final byte[] secret;
  private final Identity identity;
  private final ServerSocketChannel listener;
  private final Selector selector;
  private final SelectionKey acceptKey;
  private final ByteBuffer in = ByteBuffer.allocateDirect(BUFFER_BYTES);
  private final ByteBuffer staging = ByteBuffer.allocateDirect(BUFFER_BYTES);
  private final Waiters waiters = new Waiters();
  private final ServedObjects objects;
  private final Map<ServerConnection, Long> strangers =
      new LinkedHashMap<>(); // and their deadlines
  private final List<ServerConnection> broken = new ArrayList<>();
  private long acceptAgainNanos = Long.MAX_VALUE; // MAX_VALUE while it accepts
  private boolean ending;

  ServerLoop(ServerSocketChannel listener, Endpoint endpoint, byte[] secret, Identity identity)
      throws IOException {
    this.listener = listener;
    this.endpoint = endpoint;
    this.secret = secret;
    this.identity = identity;
    this.selector = Selector.open();
    listener.configureBlocking(false);
    this.acceptKey = listener.register(selector, SelectionKey.OP_ACCEPT);
    loadClasses();
    ObjectCodec codec = new ObjectCodec(Thread.currentThread().getContextClassLoader());
    this.objects = new ServedObjects(waiters, codec, () -> ending = true);
  }

  private static void loadClasses() {
    try {
      for (Class<?> needed : NEEDED) {
        MethodHandles.lookup().ensureInitialized(needed);
      }
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("these classes are ours", e);
    }
  }

  ServedObjects objects() {
    return objects;
  }

  Identity identity() {
    return identity;
  }

  ByteBuffer staging() {
    return staging;
  }

  /** The connection has proved that it knows the secret. */
  void nowKnown(ServerConnection connection) {
    strangers.remove(connection);
  }

  /** Has a connection ended after this turn. */
  void drop(ServerConnection connection) {
    broken.add(connection);
  }

  /** Serves until a client asks for the end. */
  void run() throws IOException {
    while (!ending) {
      selector.select(this::serve, millisToWait());
      keepTime();
      endBroken();
    }
    sayFarewell();
  }

  private long millisToWait() {
    long next = acceptAgainNanos;
    if (!strangers.isEmpty()) {
      next = Math.min(next, strangers.values().iterator().next());
    }
    long millis = waiters.millisUntilNext();
    if (next == Long.MAX_VALUE) {
      return millis;
    }
    long own = Math.max(1, TimeUnit.NANOSECONDS.toMillis(next - waiters.nowNanos()) + 1);
    return millis == 0 ? own : Math.min(millis, own);
  }

  private void keepTime() {
    waiters.ring();
    long now = waiters.nowNanos();
    strangers.forEach(
        (connection, deadline) -> {
          if (deadline <= now) {
            drop(connection);
          }
        });
    if (acceptAgainNanos <= now) {
      acceptAgainNanos = Long.MAX_VALUE;
      acceptKey.interestOps(SelectionKey.OP_ACCEPT);
    }
  }

  private void endBroken() {
    // giving elements back may break further connections
    for (int i = 0; i < broken.size(); i++) {
      strangers.remove(broken.get(i));
      broken.get(i).end();
    }
    broken.clear();
  }

  /** One socket is ready; whatever goes wrong with it concerns nobody else. */
  private void serve(SelectionKey key) {
    if (key == acceptKey) {
      accept();
      return;
    }
    ServerConnection connection = (ServerConnection) key.attachment();
    try {
      if (key.isValid() && key.isWritable()) {
        connection.flush();
      }
      if (key.isValid() && key.isReadable()) {
        connection.read(in);
      }
    } catch (IOException e) {
      drop(connection);
    } catch (RuntimeException | LinkageError e) {
      // a defect of this library, or no file descriptor left; the owner shows what we print
      e.printStackTrace();
      drop(connection);
    }
  }

  private void accept() {
    try {
      for (int i = 0; i < ACCEPTS_PER_TURN; i++) {
        SocketChannel channel = listener.accept();
        if (channel == null) {
          return;
        }
        welcome(channel);
      }
    } catch (IOException e) {
      // no file descriptor left, mostly: it would be ready again at once, for ever
      acceptKey.interestOps(0);
      acceptAgainNanos = waiters.afterNanos(ACCEPT_PAUSE_NANOS);
    }
  }

  private void welcome(SocketChannel channel) throws IOException {
    try {
      endpoint.configure(channel);
      channel.configureBlocking(false);
      SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
      ServerConnection connection = new ServerConnection(this, channel, key, secret);
      key.attach(connection);
      if (strangers.size() >= MAX_STRANGERS) {
        ServerConnection oldest = strangers.keySet().iterator().next();
        strangers.remove(oldest);
        drop(oldest);
      }
      strangers.put(connection, waiters.afterNanos(HANDSHAKE_NANOS));
      connection.greet();
    } catch (IOException e) {
      channel.close(); // the client has gone already
    }
  }

  /** Tells all clients that this is an end in order; one that does not listen is not waited for. */
  private void sayFarewell() throws IOException {
    listener.close();
    List<ServerConnection> clients = new ArrayList<>();
    for (SelectionKey key : selector.keys()) {
      if (key.attachment() instanceof ServerConnection client) {
        clients.add(client);
      }
    }
    clients.forEach(ServerConnection::sayFarewell);
    long deadline = waiters.afterNanos(FAREWELL_NANOS);
    while (clients.stream().anyMatch(ServerConnection::hasMoreToSend)
        && waiters.nowNanos() < deadline) {
      selector.select(this::serve, 10);
      endBroken();
    }
  }
}
