package io.multiprocessing.examples.verifyprimes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

class EmbeddedRedisTest {

  @Test
  void shouldServeThoseWhoKnowThePasswordUntilItIsClosed() {
    String url;
    Path folder;
    try (EmbeddedRedis server = EmbeddedRedis.start()) {
      url = server.url();
      try (Jedis friend = new Jedis(url);
          Jedis stranger = new Jedis(url.replaceFirst("//.*@", "//"))) {
        friend.set("key", "value");
        folder = folder(friend);
        assertEquals("value", friend.get("key"));
        assertThrows(JedisDataException.class, () -> stranger.get("key"));
      }
      assertTrue(Files.exists(folder));
    }
    assertFalse(isThere(url));
    assertFalse(Files.exists(folder));
  }

  @Test
  void shouldEndWithItsJvmHoweverThatEnds() throws IOException {
    Process child =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                StartRedisAndWaitMain.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader said = child.inputReader()) {
      String url = said.readLine();
      Path folder;
      try (Jedis connection = new Jedis(url)) {
        folder = folder(connection);
      }

      child.destroyForcibly(); // kill -9

      await(() -> !isThere(url));
      await(() -> !Files.exists(folder));
    } finally {
      child.destroyForcibly();
    }
  }

  /** Starts a server, says where, and waits to be killed. */
  static final class StartRedisAndWaitMain {

    private StartRedisAndWaitMain() {}

    public static void main(String[] args) throws InterruptedException {
      try (EmbeddedRedis server = EmbeddedRedis.start()) {
        System.out.println(server.url());
        Thread.currentThread().join(Duration.ofMinutes(1).toMillis());
      }
    }
  }

  private static Path folder(Jedis connection) {
    return Path.of(connection.configGet("dir").get("dir"));
  }

  private static boolean isThere(String url) {
    try (Jedis connection = new Jedis(url)) {
      connection.ping();
      return true;
    } catch (JedisException e) { // nobody, or somebody else, who has another password
      return false;
    }
  }

  private interface State {
    boolean isReached();
  }

  /** The time limit of the test is the deadline. */
  private static void await(State state) {
    while (!state.isReached()) {
      if (Thread.interrupted()) {
        throw new AssertionError("not within the time limit");
      }
      LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
    }
  }
}
