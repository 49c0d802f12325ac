package io.multiprocessing.examples.verifyprimes;

import java.io.Serializable;

/**
 * What the workers of {@link VerifyPrimes} tell each other: that one has found a factor. Travels to
 * them with the task.
 */
interface Flag extends Serializable, AutoCloseable {

  /** Sets it back; the parent only, before the workers start. */
  void clear();

  /** Tells the others. */
  void set();

  /** Tells whether somebody has set it. */
  boolean isSet();

  /** Removes it; the parent only. */
  @Override
  void close();
}
