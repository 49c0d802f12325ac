package io.multiprocessing;

import java.io.Serializable;
import java.util.concurrent.Callable;

/**
 * One call without arguments.
 *
 * <p>Runs in a worker JVM, on the worker's task thread. Whatever a lambda captures is copied to the
 * workers once per call, so changes made there are not seen by the caller. An exception thrown here
 * fails the item it was thrown for.
 *
 * @param <R> the type of the result
 */
@FunctionalInterface
public interface SerializableCallable<R> extends Callable<R>, Serializable {

  /**
   * Computes a result.
   *
   * @return the result; null is allowed
   * @throws Exception any failure
   */
  @Override
  R call() throws Exception;
}
