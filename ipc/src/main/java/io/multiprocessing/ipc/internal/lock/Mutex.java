package io.multiprocessing.ipc.internal.lock;

import io.multiprocessing.ipc.internal.memory.Memory;
import io.multiprocessing.ipc.internal.segment.Region;
import java.nio.ByteBuffer;

/**
 * Both sides: a lock for threads of several JVMs that outlives its owner.
 *
 * <p>This class is thread-safe; any number of objects, in any number of processes, may stand for
 * the same memory.
 *
 * <p>Memory consistency: what the owner did before {@link #release()} happens-before what the next
 * owner does. What a dead owner did is there as far as it had come.
 */
public final class Mutex {

  /*
   * States of the owner word (layout: MutexLayout)
   *
   *            0 ──take──▶ P ──release──▶ 0
   *                        │ P dies
   *                        ▼
   *        Q|TAKEOVER|INCONSISTENT ──▶ Q|INCONSISTENT ──release──▶ INCONSISTENT ──take──▶ R|INCONSISTENT
   *                        │ Q dies          │ markConsistent                                 │
   *                        ▼                 ▼                                                ▼
   *                   taken over too         Q                                                R
   *
   * Taking is one compare-and-set that names the process. The thread's id follows in a word of its
   * own, so a thread owns the mutex if the owner word names its process and the thread word names
   * the thread. Only the owner clears the thread word, before it releases; so it is 0 when somebody
   * else's compare-and-set succeeds, except after a death.
   *
   * Death of the owner. Who waits (or tries) looks now and then whether the process named in the
   * owner word lives: pid and start time, so a new process with the old pid is not taken for it. If
   * it does not, one compare-and-set makes the looker the owner, with two flags. TAKEOVER says that
   * the thread word is still the dead one's, which may be the id of a thread here: nobody owns the
   * mutex until it is replaced and the flag is cleared. If the one that takes over is killed here,
   * it is an owner that died. INCONSISTENT is part of the word from then on, whoever owns it, until
   * an owner says that what it guards is in order. A process that ended right between two
   * critical sections, its word still there, is reported too: nobody can tell.
   *
   * A thread that ends while its JVM lives, and has not released, owns the mutex for as long as
   * the JVM lives.
   */

  /** What a region needs to hold a mutex at its beginning. */
  public static final int BYTES = MutexLayout.BYTES;

  private static final long INCONSISTENT = 1L << 62;
  private static final long TAKEOVER = 1L << 63;

  private final ByteBuffer memory;
  private final WaitingRoom room;
  private final Prize prize = new OwnerWord();

  /**
   * Stands for the mutex at the beginning of a region; zeros are a free one.
   *
   * @param region at least {@link #BYTES} long
   */
  public Mutex(Region region) {
    memory = region.memory();
    room =
        new WaitingRoom(
            region,
            MutexLayout.CLAIM,
            MutexLayout.BELL,
            MutexLayout.CLAIM_BELL,
            MutexLayout.PATROL);
  }

  /**
   * Takes it if it is free and nobody who has waited long is to be next. Does not block.
   *
   * @return whether the caller owns it now
   */
  public boolean takeIfFree() {
    // the claim first, on the same cache line: this and one compare-and-set are all it costs
    return !room.hasClaim()
        && Memory.compareAndSetLong(memory, MutexLayout.OWNER, 0, ProcessWord.self())
        && own();
  }

  private boolean own() {
    Memory.putLongOpaque(memory, MutexLayout.THREAD, currentThreadId());
    Memory.putInt(memory, MutexLayout.HOLDS, 1);
    return true;
  }

  /**
   * Takes it if it is free, or if its owner is found dead. Does not block.
   *
   * @return whether the caller owns it now
   */
  public boolean tryAcquire() {
    return prize.tryTake(true) || (room.patrol().isDue() && prize.tryRecover());
  }

  /** Blocks until the caller owns it; an interrupt is kept for later. */
  public void acquire() {
    if (!takeIfFree()) {
      room.awaitUninterruptibly(prize);
    }
  }

  /**
   * Blocks until the caller owns it.
   *
   * @param timeoutNanos how long at most
   * @return false after the timeout
   * @throws InterruptedException if the caller was interrupted; it does not own it then
   */
  public boolean acquire(long timeoutNanos) throws InterruptedException {
    return takeIfFree() || room.await(prize, timeoutNanos, true);
  }

  /** Gives it back, however often the owner holds it. The caller must be the owner. */
  public void release() {
    Memory.putLongOpaque(memory, MutexLayout.THREAD, 0);
    // volatile: publishes what the owner did, pairs with the compare-and-set of the next owner;
    // and before the look for waiters. Nobody else changes the word while its owner lives
    Memory.putLongVolatile(memory, MutexLayout.OWNER, ownerWord() & INCONSISTENT);
    room.wakeOne();
  }

  /**
   * Tells whether the calling thread owns it.
   *
   * @return false if it is free, or owned by any other thread
   */
  public boolean isHeldByCurrentThread() {
    // acquire: the thread word is not older; pairs with the end of a takeover. No thread but this
    // one writes its id, so seeing it is proof
    long owner = Memory.getLongAcquire(memory, MutexLayout.OWNER);
    return (owner & ~INCONSISTENT) == ProcessWord.self()
        && Memory.getLongOpaque(memory, MutexLayout.THREAD) == currentThreadId();
  }

  /**
   * Returns how often the owner holds it. The caller must be the owner.
   *
   * @return 1 or more
   */
  public int holds() {
    return Memory.getInt(memory, MutexLayout.HOLDS);
  }

  /**
   * Sets how often the owner holds it; has no meaning of its own here. The caller must be the
   * owner.
   *
   * @param holds 1 or more
   */
  public void setHolds(int holds) {
    Memory.putInt(memory, MutexLayout.HOLDS, holds);
  }

  /**
   * Tells whether some thread owns it. Does not look whether that lives.
   *
   * @return false if it is free
   */
  public boolean isLocked() {
    return pid(ownerWord()) != 0;
  }

  /**
   * Returns which process owns it, or did when it died. Does not look whether that lives.
   *
   * @return a pid, 0 if it is free
   */
  public long ownerPid() {
    return pid(ownerWord());
  }

  /**
   * Tells whether an owner has died and none has called {@link #markConsistent()} since.
   *
   * @return true if what it guards may be half changed
   */
  public boolean isInconsistent() {
    return (ownerWord() & INCONSISTENT) != 0;
  }

  /** Says that what it guards is in order. The caller must be the owner. */
  public void markConsistent() {
    Memory.putLongVolatile(memory, MutexLayout.OWNER, ProcessWord.self());
  }

  /**
   * Returns which owner died last.
   *
   * @return its pid, 0 if none did
   */
  public long victimPid() {
    return pid(Memory.getLongOpaque(memory, MutexLayout.VICTIM));
  }

  /**
   * Returns what {@link #setPolicy(int)} has written.
   *
   * @return a number of the type built on this
   */
  public int policy() {
    return Memory.getInt(memory, MutexLayout.POLICY);
  }

  /**
   * Writes a number for the type built on this; before anybody else knows the region.
   *
   * @param policy any number
   */
  public void setPolicy(int policy) {
    Memory.putIntVolatile(memory, MutexLayout.POLICY, policy);
  }

  @SuppressWarnings("deprecation") // JDK 19 has another name for it, which 17 has not
  static long currentThreadId() {
    return Thread.currentThread().getId();
  }

  private long ownerWord() {
    return Memory.getLongOpaque(memory, MutexLayout.OWNER);
  }

  private static long pid(long word) {
    return ProcessWord.pid(word);
  }

  /** Both sides: the owner word, as waiters see it. */
  private final class OwnerWord implements Prize {

    @Override
    public boolean tryTake(boolean isClaimant) {
      if (!isClaimant && room.hasClaim()) {
        return false;
      }
      // volatile: see WaitingRoom, no lost wake-up
      long free = Memory.getLongVolatile(memory, MutexLayout.OWNER);
      return (free & ~INCONSISTENT) == 0
          && Memory.compareAndSetLong(memory, MutexLayout.OWNER, free, free | ProcessWord.self())
          && own();
    }

    @Override
    public boolean tryRecover() {
      long owner = ownerWord();
      return (owner & ProcessWord.MASK) != 0 && !ProcessWord.isAlive(owner) && takeOver(owner);
    }

    private boolean takeOver(long dead) {
      long mine = ProcessWord.self() | INCONSISTENT;
      if (!Memory.compareAndSetLong(memory, MutexLayout.OWNER, dead, mine | TAKEOVER)) {
        return false; // somebody else did
      }
      Memory.putLongOpaque(memory, MutexLayout.VICTIM, dead & ProcessWord.MASK);
      own();
      // volatile, as a release: the thread word is ours now; pairs with isHeldByCurrentThread()
      Memory.putLongVolatile(memory, MutexLayout.OWNER, mine);
      return true;
    }

    @Override
    public boolean looksFree() {
      return (ownerWord() & ~INCONSISTENT) == 0;
    }

    @Override
    public boolean isFree() {
      // volatile: see WaitingRoom, no lost wake-up
      return (Memory.getLongVolatile(memory, MutexLayout.OWNER) & ~INCONSISTENT) == 0;
    }
  }
}
