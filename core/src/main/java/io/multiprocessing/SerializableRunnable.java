package io.multiprocessing;

import java.io.Serializable;

/**
 * An action without a result, such as a worker's initializer.
 *
 * <p>Runs in a worker JVM, on the worker's task thread. Whatever a lambda captures is copied to the
 * workers once per call, so changes made there are not seen by the caller. An exception thrown here
 * fails the item it was thrown for.
 */
@FunctionalInterface
public interface SerializableRunnable extends Serializable {

  /**
   * Does its work.
   *
   * @throws Exception any failure
   */
  void run() throws Exception;
}
