package io.multiprocessing.internal.manager.client;

/**
 * Client side: how long a server may be silent before it is taken for lost. Counted in ticks of
 * waiting and not by the clock, so that a JVM that was itself stopped for an hour does not blame
 * the server for it.
 *
 * @param tickMillis length of a tick
 * @param ticks how many
 */
record Patience(long tickMillis, int ticks) {

  /** For an answer; a server that has to let a request wait says so every ten seconds. */
  static final Patience ANSWER = new Patience(5_000, 12);

  /** For a connection and its handshake. */
  static final Patience CONNECT = new Patience(5_000, 2);

  /** For the answer to a wish that is enforced otherwise if need be. */
  static final Patience SHORT = new Patience(1_000, 3);

  long millis() {
    return tickMillis * ticks;
  }
}
