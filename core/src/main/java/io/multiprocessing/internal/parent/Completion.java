package io.multiprocessing.internal.parent;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Parent side: the end of a call, settled once by the driver, awaited by any thread. This class is
 * thread-safe.
 *
 * @param <R> type of the result
 */
final class Completion<R> {

  private final List<Thread> waiters = new ArrayList<>(); // guarded by this
  private Runnable onSettled; // guarded by this
  private volatile boolean settled;
  private Supplier<? extends R> result; // written before settled, read after it
  private RuntimeException failure; // written before settled, read after it

  boolean isSettled() {
    return settled;
  }

  /**
   * Settles; only the first call counts. The supplier runs in the thread that asks for the result.
   */
  boolean settle(Supplier<? extends R> newResult, RuntimeException newFailure) {
    Runnable action;
    synchronized (this) {
      if (settled) {
        return false;
      }
      result = newResult;
      failure = newFailure;
      settled = true; // volatile: publishes the two above
      waiters.forEach(LockSupport::unpark);
      waiters.clear();
      action = onSettled;
    }
    if (action != null) {
      action.run();
    }
    return true;
  }

  /** Runs an action when settled, in the settling thread, or at once. At most one action. */
  void onSettled(Runnable action) {
    synchronized (this) {
      if (!settled) {
        onSettled = action;
        return;
      }
    }
    action.run();
  }

  void addWaiter(Thread thread) {
    synchronized (this) {
      if (!settled) {
        waiters.add(thread);
        return;
      }
    }
    LockSupport.unpark(thread);
  }

  synchronized void removeWaiter(Thread thread) {
    waiters.remove(thread);
  }

  /** Returns the result or throws the failure; only when settled. */
  R get() {
    if (failure != null) {
      throw failure;
    }
    return result.get();
  }
}
