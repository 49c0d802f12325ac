package io.multiprocessing.examples.verifyprimes;

import io.multiprocessing.Manager;
import io.multiprocessing.Pool;

/**
 * What the variants of {@link VerifyPrimes} share: a pool, and a manager and a Redis server of our
 * own, each once one asks.
 */
final class VerifySetup implements AutoCloseable {

  private final int workers;
  private final int checkEvery;
  private final String foreignRedis;
  private Pool pool;
  private EmbeddedRedis ownRedis;
  private Manager manager;

  /**
   * Starts nothing yet.
   *
   * @param workers the size of the pool
   * @param checkEvery how many candidates there are between two looks at a flag
   * @param foreignRedis the URL of a server that is there; null for one of our own
   */
  VerifySetup(int workers, int checkEvery, String foreignRedis) {
    this.workers = workers;
    this.checkEvery = checkEvery;
    this.foreignRedis = foreignRedis;
  }

  /** Returns the pool; starts it if need be. */
  Pool pool() {
    if (pool == null) {
      pool = Pool.create(workers);
    }
    return pool;
  }

  int workers() {
    return workers;
  }

  int checkEvery() {
    return checkEvery;
  }

  /** Returns where a Redis server is; starts one if need be. */
  String redisUrl() {
    if (foreignRedis != null) {
      return foreignRedis;
    }
    if (ownRedis == null) {
      ownRedis = EmbeddedRedis.start();
    }
    return ownRedis.url();
  }

  /** Returns the manager; starts it if need be. */
  Manager manager() {
    if (manager == null) {
      manager = Manager.start();
    }
    return manager;
  }

  @Override
  public void close() {
    if (pool != null) {
      pool.close();
    }
    if (manager != null) {
      manager.close();
    }
    if (ownRedis != null) {
      ownRedis.close();
    }
  }
}
