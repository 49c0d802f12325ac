package io.multiprocessing.internal.parent;

import io.multiprocessing.PoolException;
import io.multiprocessing.ipc.internal.wait.Doorbell;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Parent side: decides which thread runs the pool's engine. This class is thread-safe.
 *
 * <p>All state of a pool has one owner at a time: the thread that holds the driver role. A caller
 * that waits for a result takes the role itself when it is free, so that no thread hand-over lies
 * between a worker's answer and the caller; when it is done and work remains, the controller thread
 * takes over. Everybody else sends events.
 */
final class Driver {

  /**
   * What the driving thread does. All methods are called by the driver only, except {@code isBusy}.
   */
  interface Duty {

    /** Does what can be done now; returns whether there was anything. */
    boolean work();

    /** Returns how long the driver may sleep without missing a deadline. */
    long nanosToDeadline();

    /** Tells whether there is a processor that the driver may keep busy while it waits. */
    boolean maySpin();

    /**
     * Says that an event or {@link #work} threw, which is a defect: nothing may wait for ever
     * because of it.
     */
    void failed(Throwable defect);

    /** Any thread: tells whether somebody has to drive. */
    boolean isBusy();
  }

  private static final long SPIN_NANOS = 20_000; // about half of what a sleep and a wake cost
  private static final long MAX_SLEEP_NANOS = 1_000_000_000L;
  private static final long DEFECT_PAUSE_NANOS = 10_000_000;

  private final Doorbell bell;
  private final Duty duty;
  private final Queue<Runnable> events = new ConcurrentLinkedQueue<>();
  private final AtomicReference<Thread> role = new AtomicReference<>();
  private final Thread controller;
  private volatile boolean stopped; // written once, by the helper that ends the pool

  Driver(String poolName, Doorbell bell, Duty duty) {
    this.bell = bell;
    this.duty = duty;
    this.controller = new Thread(this::control, poolName + "-controller");
    controller.setDaemon(true);
  }

  void start() {
    controller.start();
  }

  /** Ends the controller thread; from then on, events are run by whoever posts them. */
  void stop() {
    stopped = true;
    LockSupport.unpark(controller);
  }

  /** Has the driver run an event soon. */
  void post(Runnable event) {
    events.add(event);
    wake();
  }

  /** Throws if the calling thread drives, so that it would wait for itself. */
  void checkNotDriving(String what) {
    if (role.get() == Thread.currentThread()) {
      throw new IllegalStateException(
          "the pool cannot be " + what + " inside the serialization of an item");
    }
  }

  private void wake() {
    bell.ring(); // the driver, if there is one and it sleeps
    if (role.get() == null) {
      LockSupport.unpark(controller);
    }
    if (stopped) {
      runLateEvents();
    }
  }

  /**
   * Waits until a condition holds, driving meanwhile if nobody else does.
   *
   * @param event posted first, or null
   * @param done becomes true through the engine's work; its change must be followed by an unpark of
   *     this thread
   * @param deadlineNanos {@link System#nanoTime()} to give up at
   * @return whether the condition holds
   * @throws InterruptedException if the thread is interrupted
   */
  boolean await(Runnable event, BooleanSupplier done, long deadlineNanos)
      throws InterruptedException {
    if (role.get() == Thread.currentThread()) {
      throw new IllegalStateException(
          "the pool cannot wait for itself inside the serialization of an item");
    }
    if (event != null) {
      events.add(event);
    }
    while (!done.getAsBoolean()) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      long left = deadlineNanos - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      if (role.compareAndSet(null, Thread.currentThread())) {
        try {
          drive(() -> done.getAsBoolean() || Thread.currentThread().isInterrupted(), deadlineNanos);
        } finally {
          release();
        }
      } else {
        wake();
        park(done, left);
      }
    }
    return true;
  }

  /** Has the driver compute something, and waits for it. */
  <V> V ask(Supplier<V> question) {
    Completion<V> answer = new Completion<>();
    answer.addWaiter(Thread.currentThread());
    Runnable event =
        () -> {
          try {
            V value = question.get();
            answer.settle(() -> value, null);
          } catch (RuntimeException | Error e) {
            answer.settle(null, new PoolException("the pool has failed: " + e, e));
            throw e;
          }
        };
    boolean interrupted = false;
    while (!answer.isSettled()) {
      try {
        await(event, answer::isSettled, System.nanoTime() + Long.MAX_VALUE);
      } catch (InterruptedException e) {
        interrupted = true; // the answer comes at once; there is nothing to cancel
      }
      event = null;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return answer.get();
  }

  private void control() {
    while (!stopped) {
      if (!events.isEmpty() || duty.isBusy()) {
        if (role.compareAndSet(null, Thread.currentThread())) {
          try {
            drive(
                () -> stopped || (events.isEmpty() && !duty.isBusy()),
                Long.MAX_VALUE + System.nanoTime());
          } finally {
            release();
          }
          continue;
        }
      }
      LockSupport.park(this); // whoever posts an event or gives the role back unparks us
    }
    runLateEvents(); // of threads that posted them before they could see that we stop
  }

  private void release() {
    role.set(null);
    if (Thread.currentThread() != controller && (!events.isEmpty() || duty.isBusy())) {
      LockSupport.unpark(controller);
      if (stopped) {
        runLateEvents();
      }
    }
  }

  /**
   * After the end nobody drives for others. Who finds the role taken here has posted its event
   * before, and whoever has the role looks at the events again after giving it back.
   */
  private void runLateEvents() {
    while (!events.isEmpty() && role.compareAndSet(null, Thread.currentThread())) {
      try {
        turn();
      } finally {
        role.set(null);
      }
    }
  }

  private void drive(BooleanSupplier done, long deadlineNanos) {
    while (true) {
      int seen = bell.sequence(); // before looking for work, so that a later ring is noticed
      boolean worked = turn();
      if (done.getAsBoolean()) {
        return;
      }
      if (!worked) {
        long left = deadlineNanos - System.nanoTime();
        if (left <= 0) {
          return;
        }
        long sleep = Math.min(Math.min(left, duty.nanosToDeadline()), MAX_SLEEP_NANOS);
        bell.await(seen, duty.maySpin() ? SPIN_NANOS : 0, sleep);
      }
    }
  }

  private boolean turn() {
    try {
      boolean worked = runEvents();
      return duty.work() || worked;
    } catch (RuntimeException | Error e) {
      failed(e);
      return false;
    }
  }

  /** Without file descriptors no class can be loaded, and then anything may fail. */
  private void failed(Throwable defect) {
    try {
      duty.failed(defect);
    } catch (RuntimeException | Error e) {
      defect.addSuppressed(e); // the next turn, which will fail as well, tries again
    }
    LockSupport.parkNanos(this, DEFECT_PAUSE_NANOS); // or it might fail a million times a second
  }

  private boolean runEvents() {
    boolean worked = false;
    for (Runnable event = events.poll(); event != null; event = events.poll()) {
      event.run();
      worked = true;
    }
    return worked;
  }

  private static void park(BooleanSupplier done, long nanos) throws InterruptedException {
    // a callback of ours that waits for another result must not use up the only callback thread
    long deadline = System.nanoTime() + nanos;
    ForkJoinPool.managedBlock(
        new ForkJoinPool.ManagedBlocker() {
          @Override
          public boolean block() {
            LockSupport.parkNanos(this, Math.max(1, deadline - System.nanoTime()));
            return true;
          }

          @Override
          public boolean isReleasable() {
            return done.getAsBoolean();
          }
        });
  }
}
