package io.multiprocessing.examples.verifyprimes;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import redis.clients.jedis.Jedis;

/**
 * A flag in a Redis server: each look at it is a message there and one back.
 *
 * @param url where the server is
 */
record RedisFlag(String url) implements Flag {

  private static final String KEY = "redis_primes_flag"; // the book's
  private static final String SET = "1";
  private static final String CLEAR = "0";

  /** One for each JVM, as the flag itself is copied for every call; a worker's ends with it. */
  private static final Map<String, Jedis> CONNECTIONS = new ConcurrentHashMap<>();

  @Override
  public void clear() {
    connection().set(KEY, CLEAR);
  }

  @Override
  public void set() {
    connection().set(KEY, SET);
  }

  @Override
  public boolean isSet() {
    return SET.equals(connection().get(KEY));
  }

  @Override
  public void close() {
    try (Jedis connection = CONNECTIONS.remove(url)) {
      if (connection != null) {
        connection.del(KEY);
      }
    }
  }

  private Jedis connection() {
    return CONNECTIONS.computeIfAbsent(url, Jedis::new);
  }
}
