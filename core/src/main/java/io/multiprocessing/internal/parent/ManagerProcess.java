package io.multiprocessing.internal.parent;

import io.multiprocessing.ManagerLostException;
import io.multiprocessing.PoolException;
import io.multiprocessing.internal.manager.Endpoint;
import io.multiprocessing.internal.manager.Handshake.Identity;
import io.multiprocessing.internal.manager.ManagerAddress;
import io.multiprocessing.internal.manager.StartReport;
import io.multiprocessing.internal.manager.client.Loaders;
import io.multiprocessing.internal.manager.client.ManagerClient;
import io.multiprocessing.internal.manager.client.ServerWatch;
import io.multiprocessing.internal.manager.server.ManagerServer;
import io.multiprocessing.internal.protocol.Nesting;
import io.multiprocessing.ipc.NoSpaceException;
import io.multiprocessing.ipc.internal.files.SessionFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * Parent side: the server process of a manager, from its start to its end. This class is
 * thread-safe.
 */
public final class ManagerProcess implements ServerWatch {

  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final Duration EXIT_GRACE = Duration.ofSeconds(3);

  // from the end of a connection to that of the process: what a busy machine takes for it
  private static final Duration END_LIMIT = Duration.ofSeconds(5);
  // from the end of the process until its last words are here and its files are gone
  private static final Duration REPORT_LIMIT = Duration.ofSeconds(10);
  private static final long LOOK_MILLIS = 2;

  // a socket's path may have 108 bytes, with the zero at its end; 104 on macOS
  private static final int MAX_PATH_BYTES = 103;
  private static final int FOLDER_AND_SOCKET_BYTES =
      52; // name of a session folder, and of a socket
  private static final List<Path> SHORT_BASES = List.of(Path.of("/tmp"), Path.of("/var/tmp"));

  private final ChildProcess child;
  private final ManagerAddress address;

  private ManagerProcess(ChildProcess child, ManagerAddress address) {
    this.child = child;
    this.address = address;
  }

  /**
   * Starts a server and waits until it listens.
   *
   * @param config how to start it
   * @param home class loader of the code that starts it, or null
   * @return the server
   * @throws PoolException if it does not come up
   */
  public static ManagerProcess start(ManagerConfig config, ClassLoader home) {
    Nesting.check();
    try {
      return launch(config, home);
    } catch (UncheckedIOException | NoSpaceException e) {
      throw new PoolException("the server of a manager cannot be started: " + e.getMessage(), e);
    }
  }

  private static ManagerProcess launch(ManagerConfig config, ClassLoader home) {
    Path base = config.tcp() == null ? shortBase() : SessionFolder.defaultBase();
    SessionFolder.sweep(base);
    SessionFolder folder = SessionFolder.create(base, "manager");
    Path report = folder.path().resolve("listens");
    Endpoint endpoint =
        config.tcp() == null
            ? new Endpoint(folder.path().resolve("socket").toString(), Endpoint.UNIX)
            : config.tcp();
    UUID id = UUID.randomUUID();
    ManagerServer server = new ManagerServer(endpoint, config.secret(), id, report);
    ChildProcess child = startIn(folder, config, server, home);
    boolean listens = false;
    try {
      Endpoint bound = new Endpoint(endpoint.host(), awaitListening(child, report));
      Identity identity = new Identity(id, child.process().pid());
      ManagerProcess process =
          new ManagerProcess(child, new ManagerAddress(bound, config.secret(), identity));
      ManagerClient.of(process.address).watchBy(process);
      listens = true;
      return process;
    } finally {
      if (!listens) {
        child.kill();
        awaitUninterruptibly(child, REPORT_LIMIT);
      }
    }
  }

  /** The context is where the process will ask for classes that its class path lacks. */
  private static ChildProcess startIn(
      SessionFolder folder, ManagerConfig config, ManagerServer server, ClassLoader home) {
    Thread thread = Thread.currentThread();
    ClassLoader context = thread.getContextClassLoader();
    thread.setContextClassLoader(Loaders.forThread(home));
    try {
      return ChildProcess.startIn(folder, config.jvm(), server, config.outputListener());
    } finally {
      thread.setContextClassLoader(context);
    }
  }

  /** Returns a folder in which the path of a socket is short enough. */
  private static Path shortBase() {
    Path usual = SessionFolder.defaultBase();
    if (fits(usual)) {
      return usual;
    }
    for (Path base : SHORT_BASES) {
      if (Files.isWritable(base)) {
        return base;
      }
    }
    throw new PoolException(
        "the path of a socket would be too long: temp folder="
            + usual
            + "; set java.io.tmpdir to a shorter one, or use tcp()");
  }

  private static boolean fits(Path base) {
    int bytes = base.toString().getBytes(StandardCharsets.UTF_8).length;
    return bytes + FOLDER_AND_SOCKET_BYTES <= MAX_PATH_BYTES;
  }

  private static int awaitListening(ChildProcess child, Path file) {
    long start = System.nanoTime();
    try {
      while (true) {
        boolean ended = !child.process().isAlive(); // before we look: it writes, then ends
        Optional<StartReport> report = StartReport.read(file);
        if (report.isPresent()) {
          return port(report.get());
        }
        if (ended) {
          throw endedTooEarly(child);
        }
        if (System.nanoTime() - start > START_LIMIT.toNanos()) {
          throw new PoolException("the server of a manager did not come up within " + START_LIMIT);
        }
        TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PoolException("interrupted while a manager was started", e);
    } catch (IOException e) {
      throw new PoolException("the server of a manager cannot be reached: " + e.getMessage(), e);
    }
  }

  private static int port(StartReport report) {
    if (!report.failure().isEmpty()) {
      throw new PoolException("the server of a manager " + report.failure());
    }
    return report.port();
  }

  private static PoolException endedTooEarly(ChildProcess child) {
    awaitUninterruptibly(child, REPORT_LIMIT);
    return new ManagerLostException(
        "the server of a manager has not come up: process "
            + child.process().pid()
            + " "
            + child.howItEnded(),
        null,
        child.process().pid(),
        child.process().exitValue());
  }

  /**
   * Returns how to reach it.
   *
   * @return its address
   */
  public ManagerAddress address() {
    return address;
  }

  /**
   * Tells whether the process runs.
   *
   * @return false once it has ended
   */
  public boolean isAlive() {
    return child.process().isAlive();
  }

  @Override
  public Optional<End> awaitEnd() {
    boolean known =
        awaitUninterruptibly(child, END_LIMIT)
            || (!isAlive() && awaitUninterruptibly(child, REPORT_LIMIT));
    return known
        ? Optional.of(new End(child.process().exitValue(), child.howItEnded()))
        : Optional.empty();
  }

  /**
   * Ends the server: asks it to, and kills it if it is silent for three seconds, or has not ended
   * three seconds after its answer. Returns when the process and its files are gone.
   */
  public void close() {
    boolean answered = ManagerClient.of(address).shutDown();
    if (!awaitUninterruptibly(child, answered ? EXIT_GRACE : Duration.ZERO)) {
      child.kill();
      awaitUninterruptibly(child, REPORT_LIMIT);
    }
  }

  private static boolean awaitUninterruptibly(ChildProcess child, Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return child.await(deadline - System.nanoTime());
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
