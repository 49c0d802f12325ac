package io.multiprocessing.internal.parent;

import io.multiprocessing.AsyncResult;
import io.multiprocessing.SerializableCallable;
import io.multiprocessing.TaskSerializationException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Parent side: a pool for code written against {@code java.util.concurrent}. This class is
 * thread-safe.
 */
final class PoolExecutor extends AbstractExecutorService {

  private final JvmPool pool;
  private final PoolSession session;

  PoolExecutor(JvmPool pool, PoolSession session) {
    this.pool = pool;
    this.session = session;
  }

  @Override
  public <T> AsyncResult<T> submit(Callable<T> task) {
    if (task instanceof SerializableCallable<T> call) {
      return pool.applyAsync(call);
    }
    Objects.requireNonNull(task, "task");
    return pool.applyAsync(() -> task.call()); // the task must be serializable itself
  }

  @Override
  public AsyncResult<?> submit(Runnable task) {
    return submit(task, null);
  }

  @Override
  public <T> AsyncResult<T> submit(Runnable task, T result) {
    Objects.requireNonNull(task, "task");
    return pool.applyAsync(
        () -> {
          task.run();
          return result;
        });
  }

  @Override
  public void execute(Runnable command) {
    if (command instanceof CompletableFuture.AsynchronousCompletionTask) {
      throw new TaskSerializationException(
          "an action of a CompletableFuture cannot travel to a worker: it completes an object of this"
              + " JVM. Use pool.applyAsync(call), whose result is a CompletableFuture",
          null,
          -1);
    }
    submit(command)
        .whenComplete(
            (nothing, failure) -> {
              if (failure != null && !(failure instanceof CancellationException)) {
                Log.warning("what execute() was given has failed", failure); // nobody else can know
              }
            });
  }

  @Override
  public <T> List<Future<T>> invokeAll(Collection<? extends Callable<T>> tasks)
      throws InterruptedException {
    return invokeAll(tasks, Long.MAX_VALUE, TimeUnit.NANOSECONDS);
  }

  @Override
  public <T> List<Future<T>> invokeAll(
      Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
      throws InterruptedException {
    long deadline = System.nanoTime() + unit.toNanos(timeout);
    List<Future<T>> results = new ArrayList<>();
    boolean done = false;
    try {
      for (Callable<T> task : tasks) {
        results.add(submit(task));
      }
      for (Future<T> result : results) {
        awaitQuietly(result, deadline);
      }
      done = true;
      return results;
    } catch (TimeoutException e) {
      return results; // the rest is cancelled below, as the contract has it
    } finally {
      if (!done) {
        results.forEach(result -> result.cancel(true));
      }
    }
  }

  private static void awaitQuietly(Future<?> result, long deadline)
      throws InterruptedException, TimeoutException {
    try {
      result.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException | CancellationException e) {
      // the caller finds it in the future
    }
  }

  @Override
  public <T> T invokeAny(Collection<? extends Callable<T>> tasks)
      throws InterruptedException, ExecutionException {
    try {
      return invokeAny(tasks, Long.MAX_VALUE, TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError(e); // not in 292 years
    }
  }

  @Override
  public <T> T invokeAny(Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
      throws InterruptedException, ExecutionException, TimeoutException {
    if (tasks.isEmpty()) {
      throw new IllegalArgumentException("invokeAny needs at least one task");
    }
    List<AsyncResult<T>> results = new ArrayList<>();
    FirstSuccess<T> first = new FirstSuccess<>(tasks.size());
    try {
      for (Callable<T> task : tasks) {
        AsyncResult<T> result = submit(task);
        results.add(result);
        result.whenComplete(first::offer);
      }
      return first.get(timeout, unit);
    } finally {
      results.forEach(result -> result.cancel(true));
    }
  }

  @Override
  public void shutdown() {
    session.beginClose();
  }

  @Override
  public List<Runnable> shutdownNow() {
    session.beginTerminate();
    return List
        .of(); // what had not started has failed its future; there are no Runnables to give back
  }

  @Override
  public boolean isShutdown() {
    return pool.isClosed();
  }

  @Override
  public boolean isTerminated() {
    return session.isTerminated();
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
    return session.awaitTermination(timeout, unit);
  }
}
