package io.multiprocessing.internal.protocol;

import io.multiprocessing.SerializableCallable;
import java.util.concurrent.Callable;

/**
 * Both sides: a {@code Callable} that an executor was given.
 *
 * @param action the user's
 * @param <R> type of the result
 */
public record CallableTask<R>(Callable<R> action) implements SerializableCallable<R>, Wrapper {

  @Override
  public R call() throws Exception {
    return action.call();
  }

  @Override
  public Object wrapped() {
    return action;
  }
}
