package io.multiprocessing;

import java.util.Optional;

/**
 * Success or failure of one item.
 *
 * @param <R> the type of the result
 */
public sealed interface Outcome<R> {

  /**
   * The item's result.
   *
   * @param value the result, may be null
   * @param <R> the type of the result
   */
  record Success<R>(R value) implements Outcome<R> {}

  /**
   * The item's failure.
   *
   * @param exception what happened
   * @param <R> the type of the result
   */
  record Failure<R>(PoolException exception) implements Outcome<R> {}

  /**
   * Tells whether the item has a result.
   *
   * @return true for a success
   */
  default boolean isSuccess() {
    return this instanceof Success;
  }

  /**
   * Returns the result.
   *
   * @return the result, may be null
   * @throws PoolException the failure, when the item failed
   */
  default R get() {
    if (this instanceof Failure<R> failure) {
      throw failure.exception();
    }
    return ((Success<R>) this).value();
  }

  /**
   * Returns the failure.
   *
   * @return the failure, or empty for a success
   */
  default Optional<PoolException> failure() {
    return this instanceof Failure<R> failure ? Optional.of(failure.exception()) : Optional.empty();
  }
}
