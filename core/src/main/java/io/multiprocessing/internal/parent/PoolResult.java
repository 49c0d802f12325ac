package io.multiprocessing.internal.parent;

import io.multiprocessing.AsyncResult;
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
    completion.onSettled(() -> session.callBack(this::completeFromCompletion));
  }

  private void completeFromCompletion() {
    R value;
    try {
      value = completion.get();
    } catch (RuntimeException | Error e) { // no room for the list of results, for example
      super.completeExceptionally(e);
      return;
    }
    super.complete(value);
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
    completeFromCompletion();
    return true;
  }

  @Override
  public boolean complete(R value) {
    boolean changed = completion.settle(() -> value, null);
    completeFromCompletion();
    return changed;
  }

  @Override
  public boolean completeExceptionally(Throwable failure) {
    boolean changed = super.completeExceptionally(failure);
    if (changed) {
      RuntimeException unchecked =
          failure instanceof RuntimeException known ? known : new CompletionException(failure);
      completion.settle(null, unchecked);
    }
    return changed;
  }

  @Override
  public boolean isDone() {
    if (!super.isDone() && completion.isSettled()) {
      completeFromCompletion();
    }
    return super.isDone();
  }

  @Override
  public boolean isCancelled() {
    return isDone() && super.isCancelled();
  }

  @Override
  public boolean isCompletedExceptionally() {
    return isDone() && super.isCompletedExceptionally();
  }

  @Override
  public R getNow(R valueIfAbsent) {
    return isDone() ? super.getNow(valueIfAbsent) : valueIfAbsent;
  }

  @Override
  public R get() throws InterruptedException, ExecutionException {
    awaitSettled(System.nanoTime() + Long.MAX_VALUE);
    isDone();
    return super.get();
  }

  @Override
  public R get(long timeout, TimeUnit unit)
      throws InterruptedException, ExecutionException, TimeoutException {
    if (!awaitSettled(System.nanoTime() + unit.toNanos(timeout))) {
      throw new TimeoutException(
          "no result of " + job.name() + " within " + timeout + " " + unit + "; it goes on");
    }
    isDone();
    return super.get();
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
    isDone();
    return super.join();
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
