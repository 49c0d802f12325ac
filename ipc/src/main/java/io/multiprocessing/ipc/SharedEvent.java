package io.multiprocessing.ipc;

import io.multiprocessing.ipc.internal.lock.Flag;
import io.multiprocessing.ipc.internal.segment.Region.RegionAddress;
import java.io.Serializable;
import java.time.Duration;

/**
 * A flag for threads of several JVMs to wait for.
 *
 * <p>Make it with {@link #create()} and let a task's lambda capture it, or send it: it is the same
 * event everywhere. It goes with the last process that uses it; there is nothing to close. Asking
 * costs a nanosecond, waiting no processor time to speak of; who waits is woken in some 50 µs. No
 * process that dies takes anything with it.
 *
 * <p>This class is thread-safe.
 *
 * <p>Memory consistency: what a thread did before {@link #set()} happens-before what follows an
 * {@link #isSet()} or {@code await} that returns true because of it, in shared memory also across
 * processes.
 */
public final class SharedEvent implements Serializable {

  private static final long serialVersionUID = 1L;

  private final transient Flag flag;

  private SharedEvent(Flag flag) {
    this.flag = flag;
  }

  /**
   * Makes an event that is not set.
   *
   * @return a new event
   */
  public static SharedEvent create() {
    return new SharedEvent(Flag.create());
  }

  /** Sets it, and wakes all who wait. Does not block; nothing happens if it is set. */
  public void set() {
    flag.set();
  }

  /**
   * Clears it: who comes later waits. Those who wait when it is set go on, also if it is cleared
   * right after. Does not block; nothing happens if it is not set.
   */
  public void clear() {
    flag.clear();
  }

  /**
   * Tells whether it is set. Does not block.
   *
   * @return true from {@link #set()} to {@link #clear()}
   */
  public boolean isSet() {
    return flag.isSet();
  }

  /**
   * Waits until it is set; returns at once if it is.
   *
   * @throws InterruptedException if the caller was interrupted before or meanwhile, which ends the
   *     wait at once
   */
  public void await() throws InterruptedException {
    flag.await(Long.MAX_VALUE);
  }

  /**
   * Waits until it is set, for a limited time.
   *
   * @param timeout how long; zero or less means only to look
   * @return false if the time has passed
   * @throws InterruptedException if the caller was interrupted before or meanwhile, which ends the
   *     wait at once
   */
  public boolean await(Duration timeout) throws InterruptedException {
    return flag.await(Nanos.of(timeout));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SharedEvent that && flag.region().equals(that.flag.region());
  }

  @Override
  public int hashCode() {
    return flag.region().hashCode();
  }

  @Override
  public String toString() {
    return isSet() ? "SharedEvent[set]" : "SharedEvent[not set]";
  }

  private Object writeReplace() {
    return new Travel(flag.region().address());
  }

  /** Both sides: the event on its way. */
  private record Travel(RegionAddress address) implements Serializable {
    private Object readResolve() {
      return new SharedEvent(Flag.attach(address));
    }
  }
}
