package io.multiprocessing.internal.manager.server;

/**
 * Server side: a request that waits in a queue for an element or for room. Confined to the thread
 * of the loop.
 */
final class Waiter {

  private final ServedQueue queue;
  private final ServerConnection client;
  private final byte[] element; // to be put; null if one is to be taken
  private final int most; // elements to be taken
  private final long deadlineNanos; // on the clock of Waiters

  Waiter(ServedQueue queue, ServerConnection client, byte[] element, int most, long deadlineNanos) {
    this.queue = queue;
    this.client = client;
    this.element = element;
    this.most = most;
    this.deadlineNanos = deadlineNanos;
  }

  ServerConnection client() {
    return client;
  }

  byte[] element() {
    return element;
  }

  int most() {
    return most;
  }

  long deadlineNanos() {
    return deadlineNanos;
  }

  /** Gives the request up, for whatever reason. */
  void leave() {
    queue.leave(this);
  }
}
