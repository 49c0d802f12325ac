package io.multiprocessing.ipc.internal.wait;

import io.multiprocessing.ipc.internal.memory.MappedFile;
import io.multiprocessing.ipc.internal.memory.Memory;
import java.nio.ByteBuffer;

/**
 * Both sides: lets threads of any process sleep until a thread of any process rings.
 *
 * <p>To wait for a condition in shared memory without missing it, read {@link #sequence()} first,
 * then look at the condition, then {@link #await(int, long)} with the sequence read; who makes the
 * condition true rings afterwards.
 *
 * <p>A ring wakes all that wait, unless it says how many. This class is thread-safe, and any number
 * of objects, in any number of processes, may stand for the same place in a file.
 *
 * <p>Memory consistency: what happened before {@link #ring()} happens-before what follows a {@link
 * #sequence()} or {@link #await(int, long)} that sees the sequence changed by it.
 */
public final class Doorbell {

  /*
   * Layout, relative to the offset
   *
   *      0 +---------------------------+
   *        | sequence, even   | bit 0: |   int; all zeros is a valid beginning
   *        |                  | waiting|
   *      4 +---------------------------+
   *        | unused: two cache lines, which processors fetch as a pair
   *    128 +---------------------------+
   *
   * Protocol
   *   ring   in one compare-and-set adds 2 and clears the waiting bit; if the bit was set, wakes
   *          all sleepers.
   *   await  sets the bit by compare-and-set, then sleeps in the kernel "while the word is still
   *          this".
   *   announce, ringIfAwaited
   *          the other order, for those who ring often and seldom for anybody: the waiter sets the
   *          bit before it looks at its condition, and a ring without the bit changes nothing.
   *
   * No lost wake-up. Sequence and bit are one word, so all changes to it have one order, and the
   * kernel compares and goes to sleep in one step with respect to wake-ups of that word. A waiter
   * sleeps only on a word whose bit is set and whose sequence is the one its caller saw. The next
   * ring in the order of changes therefore finds the bit set, since only rings clear it, and wakes
   * after having changed the word. Either the waiter was asleep by then and is woken, or its
   * comparison fails.
   *
   * The same for ringIfAwaited. Its look at the word and the setting of the bit are volatile. If the
   * ringer does not see the bit, it was set later, and the waiter's look at its condition, later
   * still, sees what the ringer did before. If the ringer sees it, the argument above holds.
   *
   * Waking a few. ring(int) leaves the bit, since others sleep on. ringIfAwaited(int) clears it all
   * the same, or else each of its calls would be a system call. So sleepers may be left that no bit
   * tells of; they rely on those that were woken, of which each announces itself anew, or passes
   * the wake-up on, before it gives up waiting.
   *
   * Death of a peer. A waiter killed asleep leaves the bit set: the next ring makes one system call
   * for nobody and clears it. A ringer killed between the change and the wake-up leaves sleepers
   * behind; they look at the word every SLICE_NANOS (sleep(): PATIENT_SLICE_NANOS). So do those who
   * rely on a woken thread that is killed. The same slice bounds how late an interrupt is noticed,
   * except in sleep(), and a ring by a process that has no futex.
   *
   * The sequence wraps after 2^31 rings; a waiter would have to be stopped between two instructions
   * for exactly that many.
   */

  /** How much of the file a doorbell takes. */
  public static final int BYTES = 128;

  private static final int ALIGNMENT = 64;
  private static final int WAITING = 1;
  private static final int STEP = 2;
  private static final long SLICE_NANOS = 50_000_000;
  private static final long PATIENT_SLICE_NANOS = Futex.MAX_SLEEP_NANOS;

  private final MappedFile file;
  private final ByteBuffer memory;
  private final int offset;
  private final Parking parking;

  /**
   * Stands for the doorbell at a place in a file; nothing is written, as zeros are a doorbell
   * nobody has rung.
   *
   * <p>The first doorbell in a JVM loads a native library, which takes 30 to 60 ms.
   *
   * @param file holds it
   * @param offset the byte at which it begins, a multiple of 64
   */
  public Doorbell(MappedFile file, int offset) {
    this(file, offset, parkingFor(file, offset));
  }

  Doorbell(MappedFile file, int offset, Parking parking) {
    if (offset < 0 || offset % ALIGNMENT != 0 || offset > file.size() - BYTES) {
      throw new IllegalArgumentException(
          "offset="
              + offset
              + ", must be a multiple of 64 with "
              + BYTES
              + " bytes after it in "
              + file);
    }
    this.file = file;
    this.memory = file.buffer();
    this.offset = offset;
    this.parking = parking;
  }

  private static Parking parkingFor(MappedFile file, int offset) {
    return Futex.isAvailable() ? new FutexParking(file.buffer(), offset) : new TimedParking();
  }

  /**
   * Returns a number that changes with every ring.
   *
   * @return what to pass to {@link #await(int, long)}; only equality has a meaning
   * @throws IllegalStateException if the file was closed
   */
  public int sequence() {
    file.checkOpen();
    // acquire: the caller's look at its condition comes after; pairs with the write in ring()
    return Memory.getIntAcquire(memory, offset) & ~WAITING;
  }

  /**
   * Changes the sequence and wakes everybody who waits.
   *
   * <p>Does not block. Costs some nanoseconds if nobody waits, a system call otherwise.
   *
   * @throws IllegalStateException if the file was closed
   */
  public void ring() {
    file.checkOpen();
    if ((change(0) & WAITING) != 0) {
      parking.unpark(Integer.MAX_VALUE);
    }
  }

  /**
   * Changes the sequence and wakes some of those who sleep, the longest asleep first.
   *
   * <p>Does not block. Costs a system call, so call it only if somebody waits. Those who are not
   * woken stay asleep, whatever the sequence; which is right if a wake-up is good for one waiter
   * and whoever was woken rings for the others. A waiter that has not yet fallen asleep goes on.
   *
   * @param most how many to wake at most
   * @throws IllegalStateException if the file was closed
   */
  public void ring(int most) {
    file.checkOpen();
    change(WAITING);
    parking.unpark(most);
  }

  /**
   * Wakes some of those who sleep if somebody has called {@link #announce()} since the last ring;
   * does nothing otherwise, in about a nanosecond.
   *
   * <p>Who is woken must call {@link #announce()} again, or this, before it leaves: others may
   * still sleep, of which nothing is known any more.
   *
   * <p>The caller has made the condition true by a volatile write or a compare-and-set.
   *
   * @param most how many to wake at most
   * @throws IllegalStateException if the file was closed
   */
  public void ringIfAwaited(int most) {
    // volatile: after the caller's write; pairs with announce()
    if ((Memory.getIntVolatile(memory, offset) & WAITING) != 0) {
      file.checkOpen();
      change(0);
      parking.unpark(most);
    }
  }

  /** Changes the sequence and the waiting bit if it is not to be kept; returns the word before. */
  private int change(int kept) {
    int word;
    do {
      // opaque: the compare-and-set finds out if it is old. That one's volatile write publishes
      // what the caller did before, and pairs with the acquire of waiters
      word = Memory.getIntOpaque(memory, offset);
    } while (!Memory.compareAndSetInt(memory, offset, word, (word & (~WAITING | kept)) + STEP));
    return word;
  }

  /**
   * Asks for the next {@link #ringIfAwaited(int)}; to be followed by a look at the condition, with
   * volatile reads, and then by {@link #sleep(int, long)} or {@link #await(int, long)}.
   *
   * @return the sequence, to be passed to those
   * @throws IllegalStateException if the file was closed
   */
  public int announce() {
    while (true) {
      file.checkOpen();
      // volatile: before the caller's look at its condition; pairs with ringIfAwaited()
      int word = Memory.getIntVolatile(memory, offset);
      if ((word & WAITING) != 0 || Memory.compareAndSetInt(memory, offset, word, word | WAITING)) {
        return word & ~WAITING;
      }
    }
  }

  /**
   * Waits until the sequence is no longer the one seen.
   *
   * <p>Blocks for at most the timeout, and at most 50 ms longer than it takes another thread to
   * interrupt this one; an interrupt ends the wait early and stays pending. A virtual thread is
   * pinned meanwhile.
   *
   * @param seen a result of {@link #sequence()}
   * @param timeoutNanos how long to wait; zero or less means only to look
   * @return true if it has changed, false after the timeout or an interrupt
   * @throws IllegalStateException if the file was closed, within 50 ms also if that happens during
   *     the wait
   */
  public boolean await(int seen, long timeoutNanos) {
    return await(seen, 0, timeoutNanos);
  }

  /**
   * Waits until the sequence is no longer the one seen, at first without giving up the processor.
   *
   * @param seen a result of {@link #sequence()}
   * @param spinNanos how long to spin before blocking; part of the timeout
   * @param timeoutNanos how long to wait; zero or less means only to look
   * @return true if it has changed, false after the timeout or an interrupt
   * @throws IllegalStateException if the file was closed, within 50 ms also if that happens during
   *     the wait
   * @see #await(int, long)
   */
  public boolean await(int seen, long spinNanos, long timeoutNanos) {
    if (sequence() != seen) {
      return true;
    }
    if (timeoutNanos <= 0) {
      return false;
    }
    long startNanos = System.nanoTime();
    if (spinNanos > 0 && spin(seen, startNanos, Math.min(spinNanos, timeoutNanos))) {
      return true;
    }
    return block(seen, startNanos, timeoutNanos, SLICE_NANOS);
  }

  /**
   * Waits as {@link #await(int, long, long)} does, for a thread that sleeps for long and that
   * nobody interrupts: it wakes less than twice a second, so that an idle process costs next to
   * nothing, and notices an interrupt or a closed file that much later.
   *
   * @param seen a result of {@link #sequence()}
   * @param spinNanos how long to spin before blocking; part of the timeout
   * @param timeoutNanos how long to wait; zero or less means only to look
   * @return true if it has changed, false after the timeout or an interrupt
   * @throws IllegalStateException if the file was closed
   */
  public boolean awaitPatiently(int seen, long spinNanos, long timeoutNanos) {
    if (sequence() != seen) {
      return true;
    }
    long startNanos = System.nanoTime();
    if (spinNanos > 0 && spin(seen, startNanos, Math.min(spinNanos, timeoutNanos))) {
      return true;
    }
    return block(seen, startNanos, timeoutNanos, PATIENT_SLICE_NANOS);
  }

  /**
   * Waits as {@link #await(int, long)} does, but an interrupt ends the wait at once, and the thread
   * wakes less than twice a second, so that many can sleep for long. Costs an object of 100 bytes.
   *
   * @param seen a result of {@link #sequence()} or {@link #announce()}
   * @param timeoutNanos how long to wait; zero or less means only to look
   * @return whether the sequence has changed; the interrupt of any waiter in this method changes it
   * @throws IllegalStateException if the file was closed
   */
  public boolean sleep(int seen, long timeoutNanos) {
    if (sequence() != seen) {
      return true;
    }
    if (timeoutNanos <= 0) {
      return false;
    }
    InterruptBell interrupts = InterruptBell.hang(this);
    try {
      return block(seen, System.nanoTime(), timeoutNanos, PATIENT_SLICE_NANOS);
    } finally {
      interrupts.takeDown();
    }
  }

  private boolean spin(int seen, long startNanos, long spinNanos) {
    while (System.nanoTime() - startNanos < spinNanos) {
      Thread.onSpinWait();
      if (sequence() != seen) {
        return true;
      }
    }
    return false;
  }

  private boolean block(int seen, long startNanos, long timeoutNanos, long sliceNanos) {
    while (announce(seen)) {
      long waitedNanos = System.nanoTime() - startNanos;
      if (waitedNanos >= timeoutNanos || Thread.currentThread().isInterrupted()) {
        return false;
      }
      parking.park(seen | WAITING, waitedNanos, Math.min(sliceNanos, timeoutNanos - waitedNanos));
    }
    return true;
  }

  /** Sets the waiting bit, unless the sequence has changed. */
  private boolean announce(int seen) {
    while (true) {
      file.checkOpen();
      // acquire: what follows the end of a wait must see what preceded the ring
      int word = Memory.getIntAcquire(memory, offset);
      if ((word & ~WAITING) != seen) {
        return false;
      }
      if ((word & WAITING) != 0 || Memory.compareAndSetInt(memory, offset, word, word | WAITING)) {
        return true;
      }
    }
  }
}
