package io.multiprocessing.ipc.internal.wait;

import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.spi.AbstractSelectableChannel;
import java.nio.channels.spi.AbstractSelector;
import java.util.Set;

/**
 * Both sides: rings a doorbell when the thread that waits for it is interrupted.
 *
 * <p>A thread asleep in the kernel notices an interrupt only when it wakes. The JDK calls back what
 * a thread is blocked in for selectors alone, so this pretends to be one; nothing is ever selected.
 * The interrupting thread rings.
 */
final class InterruptBell extends AbstractSelector {

  private final Doorbell doorbell;

  private InterruptBell(Doorbell doorbell) {
    super(null);
    this.doorbell = doorbell;
  }

  /** From now on, and at once if an interrupt is pending, an interrupt of this thread rings. */
  static InterruptBell hang(Doorbell doorbell) {
    InterruptBell bell = new InterruptBell(doorbell);
    bell.begin();
    return bell;
  }

  /** Called by the thread that has called {@link #hang}. */
  void takeDown() {
    end();
  }

  @Override
  public Selector wakeup() {
    try {
      doorbell.ring(Integer.MAX_VALUE); // also sleepers that no bit tells of
    } catch (IllegalStateException e) {
      // closed: the waiter finds out by itself, and the interrupting thread has no part in it
    }
    return this;
  }

  @Override
  protected void implCloseSelector() {}

  @Override
  protected SelectionKey register(AbstractSelectableChannel channel, int ops, Object attachment) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Set<SelectionKey> keys() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Set<SelectionKey> selectedKeys() {
    throw new UnsupportedOperationException();
  }

  @Override
  public int selectNow() {
    throw new UnsupportedOperationException();
  }

  @Override
  public int select(long timeoutMillis) {
    throw new UnsupportedOperationException();
  }

  @Override
  public int select() {
    throw new UnsupportedOperationException();
  }
}
