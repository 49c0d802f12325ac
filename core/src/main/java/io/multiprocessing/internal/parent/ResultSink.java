package io.multiprocessing.internal.parent;

import io.multiprocessing.PoolException;
import java.nio.ByteBuffer;

/**
 * Parent side: where the results of a job's items go. Driver only; each index comes once, in any
 * order.
 */
interface ResultSink {

  /** Takes the result of an item. */
  void value(long index, Object value);

  /** Takes the results of items that follow each other: all that the buffer has left. */
  default void numbers(long first, ByteBuffer numbers) {
    throw new UnsupportedOperationException();
  }

  /**
   * Takes the failure of an item; returns false if a failure is not a result of its own here but
   * ends the job.
   */
  default boolean failure(long index, PoolException failure) {
    return false;
  }

  /** Says that the results that came together have all been taken. */
  default void handOver() {}

  /**
   * Says that the job has ended, nothing will follow.
   *
   * @param failure why, or null if all items are done
   */
  void end(RuntimeException failure);

  /** Tells whether the result is known before all items are done. */
  default boolean isDecided() {
    return false;
  }
}
