package io.multiprocessing.ipc;

import io.multiprocessing.ipc.internal.lock.Rendezvous;
import io.multiprocessing.ipc.internal.segment.Region.RegionAddress;
import java.io.Serializable;
import java.time.Duration;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.TimeoutException;

/**
 * Lets threads of several JVMs wait for each other: all go on when the last one has come, again and
 * again.
 *
 * <p>Make it with {@link #create(int)} and let a task's lambda capture it, or send it: it is the
 * same barrier everywhere. It goes with the last process that uses it; there is nothing to close.
 * Waiting takes no processor time to speak of.
 *
 * <p>If one party gives up (timeout, interrupt, a failed action) or {@link #abort()} is called, the
 * barrier is broken: all who wait, and all who come, get {@link BrokenBarrierException}, until
 * {@link #reset()}. The same happens if a process dies in which a party waits or runs the action,
 * within a second of a living party's waiting: the living notice it. A party whose process dies
 * before it comes is not known here: the others wait for it until their timeout, so give one where
 * processes may die.
 *
 * <p>This class is thread-safe.
 *
 * <p>Memory consistency: what the parties did before {@code await} happens-before the action, and
 * that happens-before what follows their return from {@code await}, in shared memory also across
 * processes.
 */
public final class SharedBarrier implements Serializable {

  private static final long serialVersionUID = 1L;

  /** What the last party runs before all go on; a lambda that captures what can travel. */
  @FunctionalInterface
  public interface Action extends Runnable, Serializable {}

  private final transient Rendezvous rendezvous;
  private final transient Action action; // null if there is none

  private SharedBarrier(Rendezvous rendezvous, Action action) {
    this.rendezvous = rendezvous;
    this.action = action;
  }

  /**
   * Makes a barrier.
   *
   * @param parties how many threads wait for each other, at least 1
   * @return a new barrier
   */
  public static SharedBarrier create(int parties) {
    return make(parties, null);
  }

  /**
   * Makes a barrier with an action, which runs once each time, in the last party to come, before
   * the others go on. It travels with the barrier, so each process has a copy of what it captures.
   *
   * @param parties how many threads wait for each other, at least 1
   * @param action what to run; if it throws, the barrier is broken, and the exception goes to the
   *     party that has run it
   * @return a new barrier
   */
  public static SharedBarrier create(int parties, Action action) {
    if (action == null) {
      throw new NullPointerException("action");
    }
    return make(parties, action);
  }

  private static SharedBarrier make(int parties, Action action) {
    if (parties < 1) {
      throw new IllegalArgumentException("parties=" + parties + ", must be at least 1");
    }
    return new SharedBarrier(Rendezvous.create(parties), action);
  }

  /**
   * Waits until all parties have come.
   *
   * @return in which order: 0 for the first to come, parties - 1 for the last
   * @throws BrokenBarrierException if the barrier is broken or reset, before or meanwhile
   * @throws InterruptedException if the caller was interrupted before or meanwhile, which ends the
   *     wait at once and breaks the barrier
   * @throws IllegalStateException if threads of more than 254 processes wait
   */
  public int await() throws InterruptedException, BrokenBarrierException {
    try {
      return new Wait(Long.MAX_VALUE).run();
    } catch (TimeoutException e) {
      throw new AssertionError(e);
    }
  }

  /**
   * Waits until all parties have come, for a limited time.
   *
   * @param timeout how long; zero or less means that only the last party does not break the barrier
   * @return in which order: 0 for the first to come, parties - 1 for the last
   * @throws TimeoutException if the time has passed, which breaks the barrier
   * @throws BrokenBarrierException as {@link #await()}
   * @throws InterruptedException as {@link #await()}
   * @throws IllegalStateException as {@link #await()}
   */
  public int await(Duration timeout)
      throws InterruptedException, BrokenBarrierException, TimeoutException {
    return new Wait(Nanos.of(timeout)).run();
  }

  /**
   * Makes the barrier empty and whole: those who wait get {@link BrokenBarrierException}, those who
   * come wait for a full number of parties. Does not block.
   */
  public void reset() {
    rendezvous.reset();
  }

  /**
   * Breaks the barrier, for a party that knows that it will not come. Does not block. Nothing
   * happens if it is broken.
   */
  public void abort() {
    rendezvous.breakUp(rendezvous.generation(), Rendezvous.ABORT);
  }

  /**
   * Tells whether the barrier is broken. Does not block.
   *
   * @return true until {@link #reset()}
   */
  public boolean isBroken() {
    return rendezvous.isBroken();
  }

  /**
   * Returns how many parties wait for each other.
   *
   * @return as it was made
   */
  public int getParties() {
    return rendezvous.parties();
  }

  /**
   * Returns how many parties have come and wait now; a hint, as it may change at once.
   *
   * @return a number of threads
   */
  public int getNumberWaiting() {
    return rendezvous.waiting();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SharedBarrier that
        && rendezvous.region().equals(that.rendezvous.region());
  }

  @Override
  public int hashCode() {
    return rendezvous.region().hashCode();
  }

  @Override
  public String toString() {
    return "SharedBarrier["
        + (isBroken() ? "broken" : getNumberWaiting() + " of " + getParties() + " waiting")
        + "]";
  }

  private Object writeReplace() {
    return new Travel(rendezvous.region().address(), action);
  }

  /** Both sides: the barrier on its way. */
  private record Travel(RegionAddress address, Action action) implements Serializable {
    private Object readResolve() {
      return new SharedBarrier(Rendezvous.attach(address), action);
    }
  }

  /** Both sides: one party, from its arrival until it goes on. */
  private final class Wait {

    private final long startNanos = System.nanoTime();
    private final long timeoutNanos;

    Wait(long timeoutNanos) {
      this.timeoutNanos = timeoutNanos;
    }

    int run() throws InterruptedException, BrokenBarrierException, TimeoutException {
      while (true) {
        int generation = rendezvous.generation();
        if (Thread.interrupted()) {
          rendezvous.breakUp(generation, Rendezvous.INTERRUPT);
          throw new InterruptedException();
        }
        int order = rendezvous.arrive(generation);
        if (order == Rendezvous.BROKEN) {
          throw broken(generation);
        }
        if (order == getParties() - 1) {
          act(generation);
          return order;
        }
        if (order != Rendezvous.FULL) {
          awaitOthers(generation);
          return order;
        }
        awaitNext(generation);
      }
    }

    private void act(int generation) throws BrokenBarrierException {
      boolean done = false;
      try {
        if (action != null) {
          action.run();
        }
        done = true;
      } finally {
        if (!done) {
          rendezvous.breakUp(generation, Rendezvous.ACTION);
        }
      }
      if (!rendezvous.open(generation)) {
        throw broken(generation);
      }
    }

    private void awaitOthers(int generation)
        throws InterruptedException, BrokenBarrierException, TimeoutException {
      Rendezvous.Outcome outcome = rendezvous.await(generation, leftNanos());
      if (outcome == Rendezvous.Outcome.WAITING) {
        boolean interrupted = Thread.currentThread().isInterrupted();
        rendezvous.breakUp(generation, interrupted ? Rendezvous.INTERRUPT : Rendezvous.TIMEOUT);
        outcome = rendezvous.outcome(generation);
        if (outcome == Rendezvous.Outcome.BROKEN) {
          if (Thread.interrupted()) {
            throw new InterruptedException();
          }
          throw new TimeoutException("the parties did not come in time; the barrier is broken");
        }
      }
      if (outcome == Rendezvous.Outcome.BROKEN) {
        throw broken(generation);
      }
    }

    /** All parties of this generation are there, and this is not one of them. */
    private void awaitNext(int generation) throws TimeoutException {
      Rendezvous.Outcome outcome = rendezvous.await(generation, leftNanos());
      if (outcome == Rendezvous.Outcome.WAITING && leftNanos() <= 0) {
        throw new TimeoutException("the action of the parties before this one did not end in time");
      }
    }

    private BrokenBarrierException broken(int generation) {
      return new BrokenBarrierException("the barrier " + rendezvous.reason(generation));
    }

    private long leftNanos() {
      return timeoutNanos - (System.nanoTime() - startNanos);
    }
  }
}
