package io.multiprocessing.internal.protocol;

import io.multiprocessing.SerializableCallable;

/**
 * Both sides: a {@code Runnable} that an executor was given.
 *
 * @param action the user's
 * @param value what it results in
 * @param <R> type of the result
 */
public record RunnableTask<R>(Runnable action, R value)
    implements SerializableCallable<R>, Wrapper {

  @Override
  public R call() {
    action.run();
    return value;
  }

  @Override
  public Object wrapped() {
    return action;
  }
}
