package io.multiprocessing.internal.parent;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Parent side: the thread that runs the user's callbacks, first in first out. This class is
 * thread-safe.
 *
 * <p>It is one thread, but for when a callback waits for another result: then a second one goes on.
 */
final class Callbacks implements Executor {

  private static final long PATIENCE_SECONDS = 60;

  private final ForkJoinPool threads =
      new ForkJoinPool(1, ForkJoinPool.defaultForkJoinWorkerThreadFactory, null, true);
  private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
  private volatile boolean ended; // what is added from now on is run by its caller

  /** Runs a callback soon; right here when the pool has ended. */
  @Override
  public void execute(Runnable callback) {
    waiting.add(callback);
    if (!ended) {
      try {
        threads.execute(this::runOldest);
        return;
      } catch (RejectedExecutionException e) {
        // the end has come since we looked
      }
    }
    if (waiting.remove(callback)) { // else whoever empties the queue has it
      callback.run();
    }
  }

  /** Not the one that came with it: the threads have a queue per caller, and drivers change. */
  private boolean runOldest() {
    Runnable oldest = waiting.poll();
    if (oldest != null) {
      oldest.run();
    }
    return oldest != null;
  }

  /**
   * Waits until what was waiting at the shutdown has run, though not for ever: a callback may wait
   * for its caller. Returns at once inside a callback.
   */
  void awaitEnd() throws InterruptedException {
    if (ForkJoinTask.getPool() != threads
        && !threads.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      Log.warning("callbacks of a closed pool still run after " + PATIENCE_SECONDS + " s");
    }
  }

  /**
   * Begins to run what is waiting, and to end the thread after it. A ForkJoinPool that is told to
   * end may forget tasks that come from several threads at that moment: so the queue is empty
   * before it is told.
   */
  void shutdown() {
    ended = true; // before the queue is emptied: what comes later is run by its caller
    threads.execute(this::runAllAndEnd);
  }

  private void runAllAndEnd() {
    boolean more = true;
    while (more) {
      try {
        more = runOldest();
      } catch (RuntimeException | Error e) {
        Log.warning("a callback of a closed pool failed", e);
      }
    }
    threads.shutdown();
  }
}
