package io.multiprocessing.internal.manager;

import java.io.IOException;
import java.io.Serializable;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import jdk.net.ExtendedSocketOptions;

/**
 * Both sides: the address of a server, in a form that travels. Immutable.
 *
 * @param host name or number of a TCP address, or the path of a Unix domain socket
 * @param port of the TCP address, or {@link #UNIX}
 */
public record Endpoint(String host, int port) implements Serializable {

  /** In place of a port: it is a Unix domain socket. */
  public static final int UNIX = -1;

  // of a peer that is silent because its host is gone: after 10 s ask, three times, every 5 s
  private static final int KEEP_IDLE_SECONDS = 10;
  private static final int KEEP_INTERVAL_SECONDS = 5;
  private static final int KEEP_COUNT = 3;

  /**
   * Takes over an address of the JDK.
   *
   * @param address of a Unix domain socket or a TCP port
   * @return the endpoint
   * @throws IllegalArgumentException if it is another kind of address
   */
  public static Endpoint of(SocketAddress address) {
    if (address instanceof UnixDomainSocketAddress unix) {
      return new Endpoint(unix.getPath().toString(), UNIX);
    }
    if (address instanceof InetSocketAddress tcp) {
      String host = tcp.isUnresolved() ? tcp.getHostString() : tcp.getAddress().getHostAddress();
      return new Endpoint(host, tcp.getPort());
    }
    throw new IllegalArgumentException(
        "address must be an InetSocketAddress or a UnixDomainSocketAddress: address=" + address);
  }

  /**
   * Returns the address in the JDK's form.
   *
   * @return the address; of a TCP port, looked up now
   * @throws UnknownHostException if the name of the host is not known
   */
  public SocketAddress address() throws UnknownHostException {
    return isTcp()
        ? new InetSocketAddress(InetAddress.getByName(host), port)
        : UnixDomainSocketAddress.of(host);
  }

  /**
   * Opens one end of a connection, which is not connected yet.
   *
   * @return the channel
   * @throws IOException if there is no file descriptor left, mostly
   */
  public SocketChannel open() throws IOException {
    return isTcp() ? SocketChannel.open() : SocketChannel.open(StandardProtocolFamily.UNIX);
  }

  /**
   * Listens.
   *
   * @param backlog how many connections may wait to be accepted
   * @return the bound channel
   * @throws IOException if the address is in use, or not one of this machine
   */
  public ServerSocketChannel listen(int backlog) throws IOException {
    ServerSocketChannel channel =
        isTcp()
            ? ServerSocketChannel.open()
            : ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    return channel.bind(address(), backlog);
  }

  /**
   * Tells whether it is a TCP port.
   *
   * @return false for a Unix domain socket
   */
  public boolean isTcp() {
    return port != UNIX;
  }

  /**
   * Sets the options of a connection: small messages go at once, and the end of the other host is
   * noticed.
   *
   * @param channel one end of the connection
   * @throws IOException if the connection is broken
   */
  public void configure(SocketChannel channel) throws IOException {
    if (isTcp()) {
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
      if (channel.supportedOptions().contains(ExtendedSocketOptions.TCP_KEEPIDLE)) {
        channel.setOption(ExtendedSocketOptions.TCP_KEEPIDLE, KEEP_IDLE_SECONDS);
        channel.setOption(ExtendedSocketOptions.TCP_KEEPINTERVAL, KEEP_INTERVAL_SECONDS);
        channel.setOption(ExtendedSocketOptions.TCP_KEEPCOUNT, KEEP_COUNT);
      }
    }
  }

  @Override
  public String toString() {
    return port == UNIX ? "unix:" + host : "tcp:" + host + ":" + port;
  }
}
