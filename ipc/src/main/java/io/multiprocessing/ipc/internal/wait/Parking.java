package io.multiprocessing.ipc.internal.wait;

/** Both sides: how a thread sleeps until a 32-bit word of shared memory changes. */
interface Parking {

  /**
   * Sleeps while the word has the expected value, for no longer than a time; may return early for
   * no reason.
   *
   * @param expected the value seen last
   * @param waitedNanos how long this wait has lasted already
   * @param timeoutNanos how long to sleep at most; positive
   */
  void park(int expected, long waitedNanos, long timeoutNanos);

  /**
   * Wakes threads, of any process, that sleep on the word; first those that have slept longest.
   *
   * @param most how many at most
   */
  void unpark(int most);
}
