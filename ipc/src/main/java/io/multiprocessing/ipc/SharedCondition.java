package io.multiprocessing.ipc;

import io.multiprocessing.ipc.internal.lock.Mutex;
import io.multiprocessing.ipc.internal.lock.WaitSet;
import io.multiprocessing.ipc.internal.segment.Region.RegionAddress;
import java.io.Serializable;
import java.time.Duration;
import java.util.Date;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.function.BooleanSupplier;

/**
 * A condition of a {@link SharedLock} or {@link SharedRLock}: threads of several JVMs that hold the
 * lock wait until another one that holds it says that something has changed.
 *
 * <p>Make it with {@link SharedLock#newCondition()} or {@link #create()} and let a task's lambda
 * capture it, or send it: it is the same condition everywhere, and brings its lock along.
 *
 * <pre>{@code
 * lock.lock();
 * try {
 *   notEmpty.waitFor(() -> count.get() > 0);
 *   …
 * } finally {
 *   lock.unlock();
 * }
 * }</pre>
 *
 * <p>The methods that wait release the lock, however often it is held, and hold it as often again
 * when they return or throw. They return without a signal only in rare cases after the death of a
 * process that waited; {@link #waitFor(BooleanSupplier)} looks again by itself. A signal given to a
 * process that dies wakes another waiter. If a process dies holding the lock while this thread
 * waits, and the lock was made with {@link OwnerDeath#THROW}, they throw {@link
 * OwnerDiedException}, with the lock held.
 *
 * <p>All methods but {@link #getLock()} throw {@link IllegalMonitorStateException} if the calling
 * thread does not hold the lock, and those that wait {@link IllegalStateException} if threads of
 * more than 254 processes wait. This class is thread-safe.
 *
 * <p>Memory consistency: that of the lock.
 */
public final class SharedCondition implements Condition, Serializable {

  private static final long serialVersionUID = 1L;

  private final transient OwnedLock lock;
  private final transient WaitSet waiters;

  private SharedCondition(OwnedLock lock, WaitSet waiters) {
    this.lock = lock;
    this.waiters = waiters;
  }

  /**
   * Makes a condition with a new {@link SharedRLock} of its own; see {@link #getLock()}.
   *
   * @return a new condition
   */
  public static SharedCondition create() {
    return of(SharedRLock.create());
  }

  /**
   * Makes a condition of a lock.
   *
   * @param lock which lock
   * @return a new condition
   */
  public static SharedCondition create(SharedLock lock) {
    return of(lock);
  }

  /**
   * Makes a condition of a lock.
   *
   * @param lock which lock
   * @return a new condition
   */
  public static SharedCondition create(SharedRLock lock) {
    return of(lock);
  }

  static SharedCondition of(OwnedLock lock) {
    return new SharedCondition(Objects.requireNonNull(lock, "lock"), WaitSet.create());
  }

  /**
   * Returns the lock of this condition.
   *
   * @return the lock it was made with or by
   */
  public Lock getLock() {
    return lock;
  }

  /**
   * Waits for a signal.
   *
   * @throws InterruptedException if the caller was interrupted before or meanwhile, and took no
   *     signal
   */
  @Override
  public void await() throws InterruptedException {
    new Wait(Long.MAX_VALUE, true).run();
  }

  /** Waits for a signal; an interrupt does not end the wait, and stays pending. */
  @Override
  public void awaitUninterruptibly() {
    try {
      new Wait(Long.MAX_VALUE, false).run();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /**
   * Waits for a signal for a limited time.
   *
   * @param nanosTimeout how long, in nanoseconds
   * @return what is left of it; zero or less if it has passed
   * @throws InterruptedException as {@link #await()}
   */
  @Override
  public long awaitNanos(long nanosTimeout) throws InterruptedException {
    long startNanos = System.nanoTime();
    new Wait(nanosTimeout, true).run();
    return nanosTimeout - (System.nanoTime() - startNanos);
  }

  /**
   * Waits for a signal for a limited time.
   *
   * @param time how long
   * @param unit of the time
   * @return false if the time has passed without a signal
   * @throws InterruptedException as {@link #await()}
   */
  @Override
  public boolean await(long time, TimeUnit unit) throws InterruptedException {
    return new Wait(unit.toNanos(time), true).run();
  }

  /**
   * Waits for a signal until a time; a change of the system's clock meanwhile has no effect.
   *
   * @param deadline the time
   * @return false if it has passed without a signal
   * @throws InterruptedException as {@link #await()}
   */
  @Override
  @SuppressWarnings("JavaUtilDate") // the interface's
  public boolean awaitUntil(Date deadline) throws InterruptedException {
    long leftMillis = deadline.getTime() - System.currentTimeMillis();
    return new Wait(TimeUnit.MILLISECONDS.toNanos(leftMillis), true).run();
  }

  /**
   * Waits until something is true; looks at the beginning and after each signal. The usual way.
   *
   * @param condition what to wait for; called by this thread with the lock held, and what it throws
   *     is thrown here
   * @throws InterruptedException as {@link #await()}
   */
  public void waitFor(BooleanSupplier condition) throws InterruptedException {
    lock.checkHeld();
    while (!condition.getAsBoolean()) {
      await();
    }
  }

  /**
   * Waits until something is true, for a limited time.
   *
   * @param condition what to wait for; called by this thread with the lock held, and what it throws
   *     is thrown here
   * @param timeout how long; zero or less means only to look
   * @return whether it was true at last
   * @throws InterruptedException as {@link #await()}
   */
  public boolean waitFor(BooleanSupplier condition, Duration timeout) throws InterruptedException {
    lock.checkHeld();
    long timeoutNanos = Nanos.of(timeout);
    long startNanos = System.nanoTime();
    while (!condition.getAsBoolean()) {
      long leftNanos = timeoutNanos - (System.nanoTime() - startNanos);
      if (leftNanos <= 0) {
        return false;
      }
      new Wait(leftNanos, true).run();
    }
    return true;
  }

  /** Wakes one thread that waits, if there is one. Does not block. */
  @Override
  public void signal() {
    signal(1);
  }

  /**
   * Wakes some threads that wait: Python's {@code notify(n)}. Does not block.
   *
   * @param threads how many at most; at least 0
   */
  public void signal(int threads) {
    if (threads < 0) {
      throw new IllegalArgumentException("threads=" + threads + ", must be at least 0");
    }
    lock.checkHeld();
    if (threads > 0) {
      waiters.signal(threads);
    }
  }

  /** Wakes all threads that wait. Does not block. */
  @Override
  public void signalAll() {
    lock.checkHeld();
    waiters.signalAll();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SharedCondition that && waiters.region().equals(that.waiters.region());
  }

  @Override
  public int hashCode() {
    return waiters.region().hashCode();
  }

  @Override
  public String toString() {
    return "SharedCondition[" + waiters.waiting() + " waiting, " + lock + "]";
  }

  private Object writeReplace() {
    return new Travel(waiters.region().address(), lock);
  }

  /** Both sides: the condition on its way. */
  private record Travel(RegionAddress address, OwnedLock lock) implements Serializable {
    private Object readResolve() {
      return new SharedCondition(lock, WaitSet.attach(address));
    }
  }

  /** Both sides: one thread's wait, from the release of the lock until it is held again. */
  private final class Wait {

    private final Mutex mutex = lock.mutex();
    private final boolean knewInconsistent = lock.isInconsistent();
    private final long startNanos = System.nanoTime();
    private final long timeoutNanos;
    private final boolean interruptible;
    private boolean interrupted;

    Wait(long timeoutNanos, boolean interruptible) {
      this.timeoutNanos = timeoutNanos;
      this.interruptible = interruptible;
    }

    /** Returns whether there was a signal. */
    boolean run() throws InterruptedException {
      lock.checkHeld();
      if (interruptible && Thread.interrupted()) {
        throw new InterruptedException();
      }
      boolean signalled = awaitSignal(waiters.enter());
      boolean late = interrupted && (signalled || !interruptible);
      if (late) {
        Thread.currentThread().interrupt(); // the caller's to handle
      }
      if (!knewInconsistent && lock.isInconsistent() && lock.throwsIfInconsistent()) {
        throw lock.ownerDied();
      }
      if (interrupted && !late) {
        throw new InterruptedException();
      }
      return signalled;
    }

    private boolean awaitSignal(long ticket) {
      while (true) {
        awaitWithoutLock(ticket);
        boolean anyway = leftNanos() <= 0 || (interrupted && interruptible);
        boolean signalled = waiters.leave(ticket, anyway);
        if (signalled || anyway) {
          return signalled;
        }
      }
    }

    private void awaitWithoutLock(long ticket) {
      int holds = mutex.holds();
      mutex.release();
      try {
        waiters.awaitDue(ticket, leftNanos());
        interrupted |= Thread.interrupted(); // or else it would end the next round at once
      } finally {
        mutex.acquire();
        mutex.setHolds(holds);
      }
    }

    private long leftNanos() {
      return timeoutNanos - (System.nanoTime() - startNanos);
    }
  }
}
