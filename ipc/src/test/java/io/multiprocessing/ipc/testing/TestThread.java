package io.multiprocessing.ipc.testing;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A thread of a test that calls something, which may block. */
public record TestThread<T>(Thread thread, FutureTask<T> task) {

  private static final long DEADLINE_SECONDS = 60;

  /** Starts a thread, which ends with the JVM at the latest. */
  public static <T> TestThread<T> start(String name, Callable<T> call) {
    FutureTask<T> task = new FutureTask<>(call);
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
    return new TestThread<>(thread, task);
  }

  /** Waits for the result; what the call threw is thrown here. */
  public T result() throws Exception {
    try {
      return task.get(DEADLINE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Exception cause) {
        throw cause;
      }
      throw e;
    } catch (TimeoutException e) {
      AssertionError hangs = new AssertionError("hangs: " + thread.getName());
      hangs.setStackTrace(thread.getStackTrace());
      throw hangs;
    }
  }
}
