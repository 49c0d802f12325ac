package io.multiprocessing.examples;

/** What the variants of {@link VerifyPrimes} share; a Redis server of our own, once one asks. */
final class VerifySetup implements AutoCloseable {

  private final int workers;
  private final int checkEvery;
  private final String foreignRedis;
  private EmbeddedRedis ownRedis;

  /**
   * Starts nothing yet.
   *
   * @param workers the size of the pools
   * @param checkEvery how many candidates there are between two looks at a flag
   * @param foreignRedis the URL of a server that is there; null for one of our own
   */
  VerifySetup(int workers, int checkEvery, String foreignRedis) {
    this.workers = workers;
    this.checkEvery = checkEvery;
    this.foreignRedis = foreignRedis;
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

  @Override
  public void close() {
    if (ownRedis != null) {
      ownRedis.close();
    }
  }
}
