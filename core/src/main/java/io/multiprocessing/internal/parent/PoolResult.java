package io.multiprocessing.internal.parent;

import io.multiprocessing.AsyncResult;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Parent side: a result to come. Waiting for it drives the pool; its dependents run on the pool's
 * callback thread. This class is thread-safe.
 *
 * @param <R> type of the result
 */
final class PoolResult<R> extends AsyncResult<R> {

  private final PoolSession session;
  private final Job job;
  private final Completion<R> completion;
  private final JvmPool pool; // a pool is reachable as long as one of its results is

  PoolResult(JvmPool pool, PoolSession session, Job job, Completion<R> completion) {
    this.pool = pool;
    this.session = session;
    this.job = job;
    this.completion = completion;
    completion.onSettled(() -> session.callBack(this::completeStages));
  }

  /**
   * Callback thread: completes what {@code CompletableFuture} has of this, and so runs the
   * dependents. Everybody else asks the completion, so that no dependent runs in a thread that only
   * looks or waits.
   */
  private void completeStages() {
    Throwable failure = failure();
    if (failure == null) {
      super.complete(completion.get());
    } else {
      super.completeExceptionally(failure instanceof ByUser given ? given.getCause() : failure);
    }
  }

  /** Only when settled: why there is no result, or null. */
  private Throwable failure() {
    try {
      completion.get();
      return null;
    } catch (RuntimeException | Error e) { // no room for the list of results, for example
      return e;
    }
  }

  @Override
  public R await() {
    return session.await(job, completion);
  }

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    if (!completion.settle(
        null, new CancellationException("the call was cancelled: " + job.name()))) {
      return isCancelled();
    }
    session.cancel(job, new CancellationException(), mayInterruptIfRunning);
    return true;
  }

  @Override
  public boolean complete(R value) {
    return completion.settle(() -> value, null);
  }

  @Override
  public boolean completeExceptionally(Throwable failure) {
    return completion.settle(
        null, failure instanceof RuntimeException known ? known : new ByUser(failure));
  }

  /** Carries a failure given by the user that is no RuntimeException. */
  private static final class ByUser extends CompletionException {

    private static final long serialVersionUID = 1L;

    ByUser(Throwable failure) {
      super(Objects.requireNonNull(failure, "failure"));
    }
  }

  @Override
  public boolean isDone() {
    return completion.isSettled();
  }

  @Override
  public boolean isCancelled() {
    return isDone() && failure() instanceof CancellationException;
  }

  @Override
  public boolean isCompletedExceptionally() {
    return isDone() && failure() != null;
  }

  @Override
  public R getNow(R valueIfAbsent) {
    return isDone() ? join() : valueIfAbsent;
  }

  /** As {@code Future.resultNow} of JDK 19, which would look past the completion. */
  @SuppressWarnings("MissingOverride") // it overrides nothing on JDK 17
  public R resultNow() {
    if (!isDone() || failure() != null) {
      throw new IllegalStateException("there is no result: " + this);
    }
    return completion.get();
  }

  /** As {@code Future.exceptionNow} of JDK 19, which would look past the completion. */
  @SuppressWarnings("MissingOverride") // it overrides nothing on JDK 17
  public Throwable exceptionNow() {
    Throwable failure = isDone() ? failure() : null;
    if (failure == null || failure instanceof CancellationException) {
      throw new IllegalStateException("there is no failure: " + this);
    }
    return withoutWrapping(failure);
  }

  private static Throwable withoutWrapping(Throwable failure) {
    boolean wraps = failure instanceof CompletionException && failure.getCause() != null;
    return wraps ? failure.getCause() : failure;
  }

  @Override
  public R get() throws InterruptedException, ExecutionException {
    awaitSettled(System.nanoTime() + Long.MAX_VALUE);
    return report();
  }

  @Override
  public R get(long timeout, TimeUnit unit)
      throws InterruptedException, ExecutionException, TimeoutException {
    if (!awaitSettled(System.nanoTime() + unit.toNanos(timeout))) {
      throw new TimeoutException(
          "no result of " + job.name() + " within " + timeout + " " + unit + "; it goes on");
    }
    return report();
  }

  private R report() throws ExecutionException {
    try {
      return completion.get();
    } catch (CancellationException e) {
      throw e;
    } catch (RuntimeException | Error e) {
      throw new ExecutionException(withoutWrapping(e));
    }
  }

  @Override
  public R join() {
    boolean interrupted = false;
    while (!completion.isSettled()) {
      try {
        awaitSettled(System.nanoTime() + Long.MAX_VALUE);
      } catch (InterruptedException e) {
        interrupted = true; // as CompletableFuture.join: waits on, and says so afterwards
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    try {
      return completion.get();
    } catch (CancellationException | CompletionException e) {
      throw e;
    } catch (RuntimeException | Error e) {
      throw new CompletionException(e);
    }
  }

  private boolean awaitSettled(long deadlineNanos) throws InterruptedException {
    if (completion.isSettled()) {
      return true;
    }
    Thread self = Thread.currentThread();
    completion.addWaiter(self);
    try {
      return session.driver().await(null, completion::isSettled, deadlineNanos);
    } finally {
      completion.removeWaiter(self);
    }
  }

  @Override
  public String toString() {
    return "result of " + job.name() + " in " + pool + ": " + super.toString();
  }
}
