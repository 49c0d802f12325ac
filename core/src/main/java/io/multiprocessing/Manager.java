package io.multiprocessing;

import io.multiprocessing.internal.manager.Endpoint;
import io.multiprocessing.internal.manager.Handshake;
import io.multiprocessing.internal.manager.ManagerAddress;
import io.multiprocessing.internal.manager.client.ManagerClient;
import io.multiprocessing.internal.parent.JvmConfig;
import io.multiprocessing.internal.parent.ManagerConfig;
import io.multiprocessing.internal.parent.ManagerProcess;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A server process that holds values, lists, maps, namespaces and queues for any number of JVMs:
 * Python's {@code Manager}.
 *
 * <pre>{@code
 * try (Manager manager = Manager.start();
 *     Pool pool = Pool.create()) {
 *   ManagedMap<String, Integer> counts = manager.map();
 *   pool.map(word -> counts.merge(word, 1, Integer::sum), List.of("to", "be", "or", "not", "to", "be"));
 *   counts.get("be"); // 2
 * }
 * }</pre>
 *
 * <p>What the methods return are proxies: small objects that can be captured by a task, handed to a
 * {@link JvmProcess}, kept in a worker's state, and stored in other objects of a manager. In each
 * JVM they reach the server by themselves. A manager can be captured, too, to make objects
 * elsewhere; only the one that was started here ends the server.
 *
 * <p><b>Elements are copies.</b> They travel as bytes: what a proxy returns is a new copy, and
 * changing it changes nothing in the server. Put it back, or use a method that takes a function,
 * such as {@link ManagedMap#compute compute}. The server does not load the classes of elements;
 * only keys of maps are objects there. It finds their classes where a worker of a pool would,
 * unless {@link Builder#classPath} says otherwise. In a client the classes of elements are found by
 * the context class loader of the calling thread, or, in the JVM that has started the manager or
 * connected to it, by that of the code that did.
 *
 * <p><b>Every method of a proxy is one step</b> that others see whole or not at all, unless it says
 * otherwise. A function that is given to one runs in the JVM that calls, without any lock, and is
 * called again when somebody has changed the element meanwhile; so it should have no side effects,
 * may capture anything, and its exceptions are the caller's.
 *
 * <p><b>Ends.</b> The objects live until the manager is closed, which ends the server, or until
 * they are deleted. The server also ends when the JVM that has started it does, however that
 * happens, and leaves nothing behind. After that the proxies throw {@link IllegalStateException}
 * where it is known that the manager was closed: in the JVM that has closed it, and in those that
 * were connected. When the server has died, or cannot be reached, they throw {@link
 * ManagerLostException}, also those that wait in a {@code take}: at once when its process has died,
 * and within a minute when it is there but does not answer.
 *
 * <p><b>Who may use it.</b> By default clients come through a socket in a folder that only this
 * user can enter. With {@link Builder#tcp()} they come from anywhere the address can be reached
 * from. In both cases client and server prove to each other that they know the secret, with HMAC
 * and SHA-256, before anything else is read; a proxy carries the secret with it. Whoever knows it
 * is trusted: keys of maps can make the server run any class on its class path. What goes over TCP
 * is not encrypted; use a network that you trust, or a tunnel.
 *
 * <p><b>Cost.</b> A call is one message there and one back, some ten to thirty microseconds on the
 * same machine. Each thread that calls has a connection to itself meanwhile, so one that waits
 * delays nobody. The server has one thread that does all the work, and needs none for those who
 * wait. It holds everything in its heap.
 *
 * <p>Memory consistency: what a thread did before it stored an element <i>happens-before</i> what
 * another thread, in whatever JVM, does after it has received that element.
 *
 * <p>This class is thread-safe.
 */
public final class Manager implements AutoCloseable, Serializable {

  private static final long serialVersionUID = 1L;

  private static final int SECRET_BYTES = 32;

  private final ManagerAddress address;
  private final transient ManagerProcess process; // null in a JVM that has not started it

  private Manager(ManagerAddress address, ManagerProcess process) {
    this.address = address;
    this.process = process;
  }

  /**
   * Starts a server with the defaults of {@link Builder}. Waits until it can be used, which takes
   * as long as a JVM takes to start.
   *
   * @return the manager
   * @throws PoolException when the server does not come up, or the thread is interrupted
   */
  public static Manager start() {
    return builder().start();
  }

  /**
   * Returns a builder.
   *
   * @return a new builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Connects to a manager that another process has started. Objects get from one to the other
   * through the {@link #root() root}.
   *
   * @param address where it listens: an {@link InetSocketAddress}, or a {@link
   *     java.net.UnixDomainSocketAddress}
   * @param secret the one that was given to {@link Builder#secret}
   * @return the manager; closing it does not end the server
   * @throws ManagerLostException when there is none, or it does not answer within ten seconds
   * @throws SecurityException when it has another secret
   */
  public static Manager connect(SocketAddress address, String secret) {
    Endpoint endpoint = Endpoint.of(Objects.requireNonNull(address, "address"));
    ManagerAddress found = ManagerClient.discover(endpoint, Builder.checkedSecret(secret));
    ManagerClient.of(found).findClassesIn(loaderOfCaller());
    return new Manager(found, null);
  }

  /** The code of the user that has called, be it a plug-in in a thread of its application. */
  private static ClassLoader loaderOfCaller() {
    return StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE)
        .walk(
            frames ->
                frames
                    .map(StackWalker.StackFrame::getDeclaringClass)
                    .filter(type -> type.getNestHost() != Manager.class)
                    .findFirst())
        .map(Class::getClassLoader)
        .orElse(null);
  }

  /**
   * Makes a value.
   *
   * @param initial its first content; null is allowed
   * @param <T> the type of the content
   * @return a proxy
   */
  public <T> ManagedValue<T> value(T initial) {
    return ManagedValue.create(address, initial);
  }

  /**
   * Makes an empty list.
   *
   * @param <E> the type of the elements
   * @return a proxy
   */
  public <E> ManagedList<E> list() {
    return ManagedList.create(address);
  }

  /**
   * Makes a list.
   *
   * @param elements what it holds first
   * @param <E> the type of the elements
   * @return a proxy
   */
  public <E> ManagedList<E> list(Collection<? extends E> elements) {
    ManagedList<E> list = list();
    list.addAll(elements);
    return list;
  }

  /**
   * Makes an empty map.
   *
   * @param <K> the type of the keys
   * @param <V> the type of the values
   * @return a proxy
   */
  public <K, V> ManagedMap<K, V> map() {
    return ManagedMap.create(address);
  }

  /**
   * Makes a map.
   *
   * @param entries what it holds first
   * @param <K> the type of the keys
   * @param <V> the type of the values
   * @return a proxy
   */
  public <K, V> ManagedMap<K, V> map(Map<? extends K, ? extends V> entries) {
    ManagedMap<K, V> map = map();
    map.putAll(entries);
    return map;
  }

  /**
   * Makes an empty namespace.
   *
   * @return a proxy
   */
  public ManagedNamespace namespace() {
    return ManagedNamespace.create(address);
  }

  /**
   * Returns the namespace that is there from the start, the same one for all clients of the
   * manager: the place to leave proxies for processes that have {@linkplain #connect connected}.
   *
   * @return a proxy; it cannot be deleted
   */
  public ManagedNamespace root() {
    return ManagedNamespace.root(address);
  }

  /**
   * Makes a queue without bounds.
   *
   * @param <E> the type of the elements
   * @return a proxy
   */
  public <E> ManagedQueue<E> queue() {
    return queue(Integer.MAX_VALUE);
  }

  /**
   * Makes a queue.
   *
   * @param capacity how many elements it holds, at least 1
   * @param <E> the type of the elements
   * @return a proxy
   */
  public <E> ManagedQueue<E> queue(int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException("capacity must be at least 1: capacity=" + capacity);
    }
    return ManagedQueue.create(address, capacity);
  }

  /**
   * Returns where the server listens.
   *
   * @return an {@link InetSocketAddress}, or a {@link java.net.UnixDomainSocketAddress}
   */
  public SocketAddress address() {
    try {
      return address.endpoint().address();
    } catch (UnknownHostException e) {
      throw new UncheckedIOException("the host of a manager is not known any more: " + address, e);
    }
  }

  /**
   * Returns the process id of the server.
   *
   * @return the pid, on the server's machine
   */
  public long pid() {
    return address.identity().pid();
  }

  /**
   * Ends the server with all its objects, if this is the manager that was started here; those who
   * wait for an element get an {@link IllegalStateException}. Returns when the process and its
   * files are gone; a server that is silent for three seconds, or has not ended three seconds after
   * its answer, is killed.
   *
   * <p>A manager that was connected to, or captured, only gives up connections that this JVM does
   * not use at the moment; the server, its objects and all proxies go on.
   *
   * <p>A second call does nothing. An interrupt does not cut it short, and is kept.
   */
  @Override
  public void close() {
    if (process == null) {
      ManagerClient.of(address).release();
    } else {
      process.close();
    }
  }

  @Override
  public String toString() {
    if (process == null) {
      return address.toString();
    }
    return address + (process.isAlive() ? " (running)" : " (ended)");
  }

  /**
   * Configures a manager.
   *
   * <p>Defaults: a Unix domain socket in a folder of its own, that only this user can enter; a
   * random secret; heap, JDK and class path as a {@link JvmProcess} has them; output forwarded to
   * this JVM's. Instances must be confined to one thread.
   */
  public static final class Builder {

    private static final int MIN_SECRET_LENGTH = 8;

    private Endpoint tcp;
    private byte[] secret;
    private String maxHeap;
    private final List<String> jvmArgs = new ArrayList<>();
    private List<Path> classPath;
    private OutputListener outputListener;

    private Builder() {}

    static byte[] checkedSecret(String secret) {
      if (secret.length() < MIN_SECRET_LENGTH) {
        throw new IllegalArgumentException(
            "secret must have at least "
                + MIN_SECRET_LENGTH
                + " characters: length="
                + secret.length());
      }
      return secret.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Has the server listen at a free TCP port of this machine's loopback address.
     *
     * @return this
     */
    public Builder tcp() {
      return tcp(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    /**
     * Has the server listen at a TCP port. Proxies carry this address, so it must be one that all
     * clients can reach.
     *
     * @param address of one network interface of this machine; port 0 takes any that is free
     * @return this
     */
    public Builder tcp(InetSocketAddress address) {
      if (address.isUnresolved() || address.getAddress().isAnyLocalAddress()) {
        throw new IllegalArgumentException(
            "address must be one that clients can reach: address=" + address);
      }
      this.tcp = Endpoint.of(address);
      return this;
    }

    /**
     * Sets the secret that clients have to know. Needed only for {@link Manager#connect}; proxies
     * know it anyway.
     *
     * @param text at least 8 characters; long and random is best
     * @return this
     */
    public Builder secret(String text) {
      this.secret = checkedSecret(text);
      return this;
    }

    /**
     * Sets the maximum heap of the server, which holds all elements. When it is exhausted, the
     * server dies.
     *
     * @param size as in the JVM's {@code -Xmx}: a number with an optional unit k, m, g or t
     * @return this
     */
    public Builder maxHeap(String size) {
      this.maxHeap = JvmConfig.checkHeap("maxHeap", size);
      return this;
    }

    /**
     * Adds arguments to the command line of the server's JVM.
     *
     * @param arguments JVM options
     * @return this
     */
    public Builder jvmArgs(String... arguments) {
      this.jvmArgs.addAll(List.of(arguments));
      return this;
    }

    /**
     * Sets the class path of the server in place of this JVM's; the library's own jars are added.
     * It needs the classes of the keys of maps.
     *
     * @param entries jars and folders
     * @return this
     */
    public Builder classPath(Path... entries) {
      this.classPath = List.of(entries);
      return this;
    }

    /**
     * Sets who receives what the server prints, which is nothing unless something is wrong; its
     * worker id is 0.
     *
     * @param listener the receiver
     * @return this
     */
    public Builder outputListener(OutputListener listener) {
      this.outputListener = Objects.requireNonNull(listener, "outputListener");
      return this;
    }

    /**
     * Starts the server. Waits until it can be used, which takes as long as a JVM takes to start.
     *
     * @return the manager
     * @throws PoolException when the server does not come up, because its port is in use for
     *     example, or the thread is interrupted
     */
    public Manager start() {
      JvmConfig jvm = new JvmConfig(maxHeap, List.copyOf(jvmArgs), Map.of(), null, classPath);
      byte[] shared = secret == null ? Handshake.random(SECRET_BYTES) : secret;
      ClassLoader loader = loaderOfCaller();
      ManagerProcess process =
          ManagerProcess.start(new ManagerConfig(jvm, tcp, shared, outputListener), loader);
      ManagerClient.of(process.address()).findClassesIn(loader);
      return new Manager(process.address(), process);
    }
  }
}
