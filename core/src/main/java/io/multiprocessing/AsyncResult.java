package io.multiprocessing;

import java.util.concurrent.CompletableFuture;

/**
 * The result of a call to come: a {@link CompletableFuture} whose {@code cancel(true)} stops the
 * call even when it runs.
 *
 * <p>It completes exceptionally with a {@link PoolException}: {@code get()} throws it wrapped in an
 * {@link java.util.concurrent.ExecutionException}, {@code join()} in a {@link
 * java.util.concurrent.CompletionException}, and {@link #await()} as it is. Dependent stages run on
 * a thread of the pool that exists for them, one after the other in the order of completion; what
 * they throw goes where {@code CompletableFuture} says, and never harms the pool.
 *
 * <p>This class is thread-safe. It is not intended to be extended by users.
 *
 * @param <R> the type of the result
 */
public abstract class AsyncResult<R> extends CompletableFuture<R> {

  /** For the pool. */
  protected AsyncResult() {}

  /**
   * Waits for the result as the blocking form of the call would have done.
   *
   * @return the result
   * @throws PoolException the failure of the call itself, not wrapped; also when the thread is
   *     interrupted, which cancels the call
   * @throws java.util.concurrent.CancellationException when the call was cancelled
   */
  public abstract R await();

  /**
   * Cancels the call: what has not started never will.
   *
   * @param mayInterruptIfRunning true also stops what runs: the task's thread is interrupted, and
   *     where that does not end it within the pool's grace time its JVM is killed and replaced;
   *     false lets running items end and drops their results
   * @return true when the call is now cancelled, false when it had completed before
   */
  @Override
  public abstract boolean cancel(boolean mayInterruptIfRunning);
}
