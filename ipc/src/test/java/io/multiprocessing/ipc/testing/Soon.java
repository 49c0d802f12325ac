package io.multiprocessing.ipc.testing;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for states and for threads, with the patience a loaded machine needs. */
public final class Soon {

  public static final Duration PATIENCE = Duration.ofSeconds(20);

  private Soon() {}

  /** Waits until a state is reached. */
  public static void until(String state, Callable<Boolean> condition) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.call()) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError("not within " + PATIENCE + ": " + state);
      }
      Thread.sleep(1);
    }
  }

  /** A thread that calls something. */
  public record Running<T>(Thread thread, FutureTask<T> task) {

    /** Waits for the result; what the call threw is thrown here. */
    public T result() throws Exception {
      try {
        return task.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
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

  /** Starts a thread. */
  public static <T> Running<T> start(String name, Callable<T> call) {
    FutureTask<T> task = new FutureTask<>(call);
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
    return new Running<>(thread, task);
  }
}
