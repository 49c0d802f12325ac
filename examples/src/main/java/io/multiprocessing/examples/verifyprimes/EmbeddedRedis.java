package io.multiprocessing.examples.verifyprimes;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;

/**
 * A real redis-server, out of the embedded-redis jar, that only this machine reaches and only this
 * JVM knows the password of. It ends with {@link #close()}, or else with this JVM, however that
 * ends.
 */
final class EmbeddedRedis implements AutoCloseable {

  private static final String PROGRAM = "/redis-server-7.0.15-linux-";

  /**
   * Runs the server until standard input ends, as it does when this JVM has closed its end of the
   * pipe, or is gone; then nothing is left of it. Ctrl-C goes to the shell too, which has to stay.
   */
  private static final String UNTIL_INPUT_ENDS =
      """
      trap '' INT TERM HUP
      cd "$1" || exit 1
      ./redis-server redis.conf < /dev/null > /dev/null 2>&1 &
      cat > /dev/null
      kill -9 $!
      wait $!
      rm -rf "$1"
      """;

  private static final String SERVER = "redis-server";
  private static final String CONFIGURATION = "redis.conf";
  private static final String LOG = "redis.log";

  private static final int ATTEMPTS = 3;
  private static final long LOOK_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
  private static final long START_TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final long STOP_TIMEOUT_SECONDS = 10;

  private final Path folder;
  private final String url;
  private final Process shell;

  private EmbeddedRedis(Path folder, String url, Process shell) {
    this.folder = folder;
    this.url = url;
    this.shell = shell;
  }

  /** Starts a server and waits until it answers. */
  static EmbeddedRedis start() {
    for (int attempt = 1; ; attempt++) {
      EmbeddedRedis server = launch();
      if (server.answersInTime()) {
        return server;
      }
      String log = server.log();
      server.close();
      if (attempt == ATTEMPTS) { // else somebody may have taken the port
        throw new IllegalStateException("redis-server does not start; its log: " + log);
      }
    }
  }

  /** Returns where the server is, with the password. */
  String url() {
    return url;
  }

  private static EmbeddedRedis launch() {
    String program = programOfThisMachine();
    try {
      Path folder = Files.createTempDirectory("multiprocessing-redis-"); // nobody else reads it
      try {
        String url = prepare(folder, program);
        return new EmbeddedRedis(folder, url, startShell(folder));
      } catch (IOException e) {
        Files.deleteIfExists(folder.resolve(SERVER));
        Files.deleteIfExists(folder.resolve(CONFIGURATION));
        Files.deleteIfExists(folder);
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException("redis-server cannot be started", e);
    }
  }

  private static String programOfThisMachine() {
    boolean linux = System.getProperty("os.name").equals("Linux");
    String machine =
        switch (System.getProperty("os.arch")) {
          case "amd64" -> "amd64";
          case "aarch64" -> "arm64";
          default -> "unknown";
        };
    if (!linux || EmbeddedRedis.class.getResource(PROGRAM + machine) == null) {
      throw new IllegalStateException(
          "there is no redis-server for this machine in the jar; name another with --redis URL");
    }
    return PROGRAM + machine;
  }

  /** Returns the URL of the server to be. */
  private static String prepare(Path folder, String program) throws IOException {
    Path server = folder.resolve(SERVER);
    try (InputStream resource = EmbeddedRedis.class.getResourceAsStream(program)) {
      Files.copy(resource, server);
    }
    if (!server.toFile().setExecutable(true)) {
      throw new IOException("cannot be made executable: " + server);
    }
    String password = UUID.randomUUID().toString();
    int port = freePort();
    List<String> configuration =
        List.of(
            "bind 127.0.0.1",
            "port " + port,
            "requirepass " + password,
            "save \"\"", // nothing is to outlive it
            "logfile " + LOG);
    Files.write(folder.resolve(CONFIGURATION), configuration);
    return "redis://:" + password + "@127.0.0.1:" + port;
  }

  private static Process startShell(Path folder) throws IOException {
    return new ProcessBuilder("sh", "-c", UNTIL_INPUT_ENDS, "redis", folder.toString())
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private boolean answersInTime() {
    long begin = System.nanoTime();
    while (!Thread.currentThread().isInterrupted()
        && System.nanoTime() - begin < START_TIMEOUT_NANOS) {
      try (Jedis connection = new Jedis(url)) {
        connection.ping();
        return true;
      } catch (JedisException e) {
        LockSupport.parkNanos(LOOK_EVERY_NANOS);
      }
    }
    return false;
  }

  private String log() {
    try {
      return Files.readString(folder.resolve(LOG));
    } catch (IOException e) {
      return "none";
    }
  }

  @Override
  public void close() {
    try {
      shell.getOutputStream().close();
      if (!shell.waitFor(STOP_TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
        shell.destroyForcibly();
      }
    } catch (IOException e) {
      shell.destroyForcibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // it goes on without us
    }
  }
}
