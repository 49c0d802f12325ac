package io.multiprocessing.internal.manager.client;

import io.multiprocessing.ManagerLostException;
import io.multiprocessing.internal.manager.Endpoint;
import io.multiprocessing.internal.manager.ManagerAddress;
import io.multiprocessing.internal.manager.Replies;
import io.multiprocessing.internal.manager.Reply;
import io.multiprocessing.internal.manager.Request;
import io.multiprocessing.internal.manager.Requests;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * Client side: this JVM's end of one manager: all its proxies call through here. Each thread that
 * calls has a connection to itself meanwhile, so one that waits for an element holds nobody up.
 * This class is thread-safe.
 */
public final class ManagerClient {

  private static final int KEPT_CONNECTIONS = 32;
  private static final Map<UUID, ManagerClient> CLIENTS = new ConcurrentHashMap<>();

  private final ManagerAddress address;
  private final ConcurrentLinkedDeque<ClientConnection> idle = new ConcurrentLinkedDeque<>();
  private final Codecs codecs = new Codecs();
  private volatile ServerWatch watch = Optional::empty;
  private volatile boolean owner; // this JVM has started the server, and remembers it for ever
  private volatile boolean closed; // this JVM has closed the manager, or the server has said so

  private ManagerClient(ManagerAddress address) {
    this.address = address;
  }

  /**
   * Returns this JVM's end of a manager.
   *
   * @param address of the manager
   * @return the only one of this JVM
   */
  public static ManagerClient of(ManagerAddress address) {
    UUID id = address.identity().id();
    ManagerClient known = CLIENTS.get(id);
    if (known != null) {
      return known;
    }
    // a worker may see thousands of managers come and go, and is never told that one has ended
    CLIENTS.values().removeIf(ManagerClient::isForgotten);
    return CLIENTS.computeIfAbsent(id, unused -> new ManagerClient(address));
  }

  /**
   * Finds out who listens at an address.
   *
   * @param endpoint where
   * @param secret of the manager
   * @return its address
   * @throws ManagerLostException if it cannot be reached
   * @throws SecurityException if it has another secret
   */
  public static ManagerAddress discover(Endpoint endpoint, byte[] secret) {
    try {
      Connector connector = Connector.connect(endpoint, secret, Patience.CONNECT);
      ManagerAddress address = new ManagerAddress(endpoint, secret, connector.identity());
      connector.connection().setPatience(Patience.ANSWER);
      of(address).giveBack(connector.connection());
      return address;
    } catch (IOException e) {
      throw new ManagerLostException(
          "no manager can be reached at " + endpoint + ": " + reason(e), e, -1, null);
    }
  }

  /**
   * Sets who knows how the server has ended.
   *
   * @param newWatch of the JVM that has started it
   */
  public void watchBy(ServerWatch newWatch) {
    watch = newWatch;
    owner = true;
  }

  /**
   * Sets where the classes of elements are found, if the context of the thread that calls does not
   * know them.
   *
   * @param loader of the code that has started the manager or connected to it
   */
  public void findClassesIn(ClassLoader loader) {
    codecs.setHome(loader);
  }

  /**
   * Returns what turns elements into bytes and back.
   *
   * @return the codecs
   */
  Codecs codecs() {
    return codecs;
  }

  /**
   * Asks the server and waits for its answer, whatever interrupts come.
   *
   * @param request what to ask
   * @return the answer
   * @throws IllegalStateException if the manager is closed
   * @throws ManagerLostException if the server has died or cannot be reached
   */
  public Reply call(Request request) {
    try {
      return call(request, false);
    } catch (InterruptedException e) {
      throw new AssertionError("a call that cannot be cancelled was", e);
    }
  }

  /**
   * Asks the server and waits for its answer.
   *
   * @param request what to ask
   * @return the answer
   * @throws InterruptedException if the thread is interrupted; then the request had no effect
   * @throws IllegalStateException if the manager is closed
   * @throws ManagerLostException if the server has died or cannot be reached
   */
  public Reply callInterruptibly(Request request) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    return call(request, true);
  }

  private Reply call(Request request, boolean cancellable) throws InterruptedException {
    ClientConnection connection = connection(Patience.CONNECT);
    boolean interrupted = false;
    boolean intact = false;
    try {
      Reply reply = exchange(connection, request, cancellable);
      interrupted = connection.takeInterrupt();
      intact = true;
      if (reply.status() == Replies.CANCELLED && interrupted) {
        interrupted = false;
        throw new InterruptedException();
      }
      return reply;
    } catch (IOException e) {
      throw lost(e);
    } finally {
      interrupted |= connection.takeInterrupt();
      if (intact) {
        giveBack(connection);
      } else {
        connection.close();
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private Reply exchange(ClientConnection connection, Request request, boolean cancellable)
      throws IOException {
    try {
      connection.send(request);
    } catch (IOException e) {
      farewell(connection);
      throw e;
    }
    Reply reply = cancellable ? connection.receiveOrCancel() : connection.receive();
    if (reply.status() == Replies.CLOSED) {
      closed = true;
      throw closedException();
    }
    if (request.code() == Requests.QUEUE_TAKE && !reply.cells().isEmpty()) {
      // when this cannot be sent the elements are not ours: the server gives them to others
      connection.send(Request.of(Requests.ACK, 0, 0, 0));
    }
    return reply;
  }

  /** A server that ends in order says so to everybody. */
  private void farewell(ClientConnection connection) {
    try {
      Reply last = connection.receiveUnasked();
      if (last != null && last.status() == Replies.CLOSED) {
        closed = true;
      }
    } catch (IOException e) {
      // it has not
    }
  }

  private ClientConnection connection(Patience patience) {
    ClientConnection kept = keptConnection();
    return kept == null ? connect(patience) : kept;
  }

  /** Returns one that nobody uses at the moment, or null. */
  private ClientConnection keptConnection() {
    if (closed) {
      throw closedException();
    }
    for (ClientConnection next = idle.pollFirst(); next != null; next = idle.pollFirst()) {
      if (isThere(next)) {
        return next;
      }
      next.close();
      if (closed) {
        throw closedException();
      }
    }
    return null;
  }

  private boolean isThere(ClientConnection connection) {
    try {
      Reply unasked = connection.receiveUnasked();
      if (unasked != null && unasked.status() == Replies.CLOSED) {
        closed = true;
      }
      return unasked == null;
    } catch (IOException e) {
      return false;
    }
  }

  private ClientConnection connect(Patience patience) {
    try {
      return reach(patience);
    } catch (SecurityException e) { // somebody else's, on the port that was ours
      throw lost(new IOException(e.getMessage(), e));
    } catch (IOException e) {
      throw lost(e);
    }
  }

  private ClientConnection reach(Patience patience) throws IOException {
    Connector connector = Connector.connect(address.endpoint(), address.secret(), patience);
    if (connector.identity().equals(address.identity())) {
      connector.connection().setPatience(Patience.ANSWER);
      return connector.connection();
    }
    connector.connection().close();
    throw new IOException("another manager, " + connector.identity().pid() + ", listens there");
  }

  private void giveBack(ClientConnection connection) {
    if (closed || idle.size() >= KEPT_CONNECTIONS) {
      connection.close();
    } else {
      idle.addFirst(connection);
      if (closed) { // since we looked: nobody would close it
        closeIdle();
      }
    }
  }

  private boolean isForgotten() {
    for (ClientConnection next : List.copyOf(idle)) {
      if (idle.remove(next)) { // nobody uses it meanwhile
        if (isThere(next)) {
          idle.addLast(next);
        } else {
          next.close();
        }
      }
    }
    return !owner && idle.isEmpty();
  }

  /**
   * Closes the connections that nobody uses at the moment, and forgets the manager. Proxies that
   * have been used go on with this object, others with a new one.
   */
  public void release() {
    CLIENTS.remove(address.identity().id(), this);
    closeIdle();
  }

  private void closeIdle() {
    for (ClientConnection next = idle.pollFirst(); next != null; next = idle.pollFirst()) {
      next.close();
    }
  }

  /**
   * Asks the server to end, and refuses all calls from now on. Takes a few seconds at the most.
   *
   * @return whether it has answered
   */
  public boolean shutDown() {
    ClientConnection connection = null;
    try {
      connection = keptConnection();
      if (connection == null) {
        connection = reach(Patience.SHORT); // a failure is no reason to ask what the process does
      }
      closed = true;
      connection.setPatience(Patience.SHORT);
      connection.send(Request.of(Requests.SHUTDOWN, 0, 0, 0));
      connection.receive();
      return true;
    } catch (IOException | RuntimeException e) {
      return false; // it has ended before, or will be ended by its process
    } finally {
      closed = true;
      watch = Optional::empty; // this stays here for ever, these need not
      codecs.clear();
      if (connection != null) {
        giveUp(connection);
      }
      closeIdle();
    }
  }

  private static void giveUp(ClientConnection connection) {
    if (connection.takeInterrupt()) {
      Thread.currentThread().interrupt();
    }
    connection.close();
  }

  private IllegalStateException closedException() {
    return new IllegalStateException(address + " is closed");
  }

  /** Says what is known about a server that cannot be reached any more. */
  private RuntimeException lost(IOException cause) {
    if (closed) {
      return closedException();
    }
    long pid = address.identity().pid();
    Optional<ServerWatch.End> end = watch.awaitEnd();
    if (closed) { // by another thread of this JVM, meanwhile
      return closedException();
    }
    if (end.isPresent()) {
      return new ManagerLostException(
          address + " " + end.get().text() + "; its objects are lost",
          cause,
          pid,
          end.get().exitCode());
    }
    return new ManagerLostException(
        address + " cannot be reached: " + reason(cause) + "; it was closed, or has died",
        cause,
        pid,
        null);
  }

  private static String reason(IOException e) {
    return e.getMessage() == null ? e.toString() : e.getMessage();
  }

  @Override
  public String toString() {
    return address.toString();
  }
}
