package io.multiprocessing.internal.manager.server;

import io.multiprocessing.SerializableRunnable;
import io.multiprocessing.internal.manager.Endpoint;
import io.multiprocessing.internal.manager.Handshake.Identity;
import io.multiprocessing.internal.manager.StartReport;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.UUID;

/** Server side: what the process of a manager runs. Travels from its owner to the process. */
public final class ManagerServer implements SerializableRunnable {

  private static final long serialVersionUID = 1L;
  private static final int BACKLOG = 1024;

  private final Endpoint endpoint;

  private final byte[] secret;
  private final UUID id;
  private final String reportFile;

  /**
   * Creates what the process runs.
   *
   * @param endpoint where to listen; port 0 takes any that is free
   * @param secret what clients have to know
   * @param id of the server
   * @param reportFile where to say that it listens, or why not
   */
  public ManagerServer(Endpoint endpoint, byte[] secret, UUID id, Path reportFile) {
    this.endpoint = endpoint;
    this.secret = secret;
    this.id = id;
    this.reportFile = reportFile.toString();
  }

  @Override
  public void run() throws IOException {
    Path report = Path.of(reportFile);
    try (ServerSocketChannel listener = endpoint.listen(BACKLOG)) {
      Identity identity = new Identity(id, ProcessHandle.current().pid());
      ServerLoop loop = new ServerLoop(listener, endpoint, secret, identity);
      StartReport.listening(port(listener)).write(report);
      loop.run();
    } catch (IOException e) {
      StartReport.failed("cannot listen at " + endpoint + ": " + e.getMessage()).write(report);
    }
  }

  private int port(ServerSocketChannel listener) throws IOException {
    return endpoint.isTcp()
        ? ((InetSocketAddress) listener.getLocalAddress()).getPort()
        : Endpoint.UNIX;
  }
}
