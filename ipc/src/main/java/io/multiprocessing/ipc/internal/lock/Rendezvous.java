package io.multiprocessing.ipc.internal.lock;

import io.multiprocessing.ipc.internal.memory.Memory;
import io.multiprocessing.ipc.internal.segment.Region;
import io.multiprocessing.ipc.internal.segment.Region.RegionAddress;
import io.multiprocessing.ipc.internal.wait.Doorbell;

/**
 * Both sides: where threads of several JVMs wait until there are enough of them.
 *
 * <p>This class is thread-safe.
 */
public final class Rendezvous {

  /*
   * States of a generation
   *
   *   OPEN ──last party arrives──▶ FULL ──its action is done──▶ the next generation, OPEN
   *     │                           │
   *     └────────── breakUp ────────┴─────▶ BROKEN ──reset──▶ the next generation, OPEN
   *
   * OPEN and FULL differ in the number of the arrived. In FULL the last party runs the action,
   * outside of the ledger; others that come wait for the next generation. reset() leaves OPEN and
   * FULL too; those that were there find their generation over, and in the history how it ended.
   *
   * Death of a party. Who waits looks now and then whether the processes of the arrived live, the
   * one that runs the action included, and breaks the generation up if one does not. A party that
   * dies before it arrives was never known here: the others wait for it until their timeout.
   */

  /** What has become of a generation. */
  public enum Outcome {
    /** It still waits for parties, or for the action. */
    WAITING,
    /** All parties had come and the action was done. */
    MET,
    /** It was broken up, or reset. */
    BROKEN
  }

  /** A party's timeout ended. */
  public static final int TIMEOUT = 1;

  /** A party was interrupted. */
  public static final int INTERRUPT = 2;

  /** Somebody wanted it. */
  public static final int ABORT = 3;

  /** The action failed. */
  public static final int ACTION = 4;

  /** A party died. */
  public static final int DEATH = 5;

  private static final int REASON_BITS = 8;

  /** What {@link #arrive} returns if all parties are there. */
  public static final int FULL = -1;

  /** What {@link #arrive} returns if the generation is broken. */
  public static final int BROKEN = -2;

  private static final int TAG = 0x4241_5252; // BARR
  private static final long SLICE_NANOS = 200_000_000;

  private final Region region;
  private final Ledger ledger;
  private final Census census;
  private final Doorbell bell;
  private final Patrol patrol;

  private Rendezvous(Region region) {
    this.region = region;
    ledger = new Ledger(region);
    census = new Census(ledger, RendezvousLayout.CENSUS);
    bell = region.doorbell(RendezvousLayout.BELL);
    patrol = new Patrol(region.memory(), RendezvousLayout.PATROL);
  }

  /**
   * Makes one.
   *
   * @param parties how many have to come, 1 or more
   * @return the new one
   */
  public static Rendezvous create(int parties) {
    Region region = Region.allocate(TAG, RendezvousLayout.BYTES);
    Memory.putLongVolatile(region.memory(), RendezvousLayout.PARTIES, parties);
    return new Rendezvous(region);
  }

  /**
   * Attaches one that this or another process has made.
   *
   * @param address where it is
   * @return the same one
   */
  public static Rendezvous attach(RegionAddress address) {
    return new Rendezvous(Region.attach(address, TAG));
  }

  /**
   * Returns the memory.
   *
   * @return the region that holds it
   */
  public Region region() {
    return region;
  }

  /**
   * Returns how many have to come.
   *
   * @return 1 or more
   */
  public int parties() {
    return (int) ledger.get(RendezvousLayout.PARTIES);
  }

  /**
   * Returns the present generation.
   *
   * @return a number
   */
  public int generation() {
    return (int) ledger.get(RendezvousLayout.GENERATION);
  }

  /**
   * Arrives, unless the generation is over.
   *
   * @param generation in which
   * @return how many had come before; {@link #FULL} if it is full or over, {@link #BROKEN}
   */
  public int arrive(int generation) {
    ledger.begin();
    try {
      long arrived = ledger.get(RendezvousLayout.ARRIVED);
      if (generation != generation()) {
        return FULL;
      }
      if (isBroken()) { // first: it may be full as well, and then nobody will open it
        return BROKEN;
      }
      if (arrived == parties()) {
        return FULL;
      }
      ledger.set(RendezvousLayout.ARRIVED, arrived + 1);
      census.add(generation, 1);
      ledger.commit();
      return (int) arrived;
    } finally {
      ledger.end();
    }
  }

  /**
   * Ends a generation that is full, and wakes those who wait.
   *
   * @param generation which
   * @return false if it was broken up or reset before
   */
  public boolean open(int generation) {
    return turnOver(generation, false);
  }

  /** Ends the present generation, broken for those who have arrived, and begins another. */
  public void reset() {
    int generation;
    do {
      generation = generation();
    } while (!turnOver(generation, true));
  }

  private boolean turnOver(int generation, boolean broken) {
    ledger.begin();
    try {
      if (generation != generation() || (isBroken() && !broken)) {
        return false;
      }
      ledger.set(RendezvousLayout.GENERATION, ledger.get(RendezvousLayout.GENERATION) + 1);
      ledger.set(RendezvousLayout.ARRIVED, 0);
      ledger.set(RendezvousLayout.BROKEN, 0);
      ledger.set(
          RendezvousLayout.HISTORY, ledger.get(RendezvousLayout.HISTORY) << 1 | (broken ? 1 : 0));
      ledger.commit();
    } finally {
      ledger.end();
    }
    bell.ring();
    return true;
  }

  /**
   * Breaks a generation up, if it is not over, and wakes those who wait.
   *
   * @param generation which
   * @param reason one of the constants
   */
  public void breakUp(int generation, int reason) {
    ledger.begin();
    try {
      fallApart(generation, reason, ProcessWord.self());
      ledger.commit();
    } finally {
      ledger.end();
    }
    bell.ring();
  }

  /** In a turn of the ledger; the first reason stays. */
  private void fallApart(int generation, int reason, long process) {
    if (generation == generation() && !isBroken()) {
      ledger.set(RendezvousLayout.BROKEN, ProcessWord.pid(process) << REASON_BITS | reason);
    }
  }

  /**
   * Tells whether the present generation is broken.
   *
   * @return true until the next reset
   */
  public boolean isBroken() {
    return ledger.get(RendezvousLayout.BROKEN) != 0;
  }

  /**
   * Returns how many have arrived and wait.
   *
   * @return a number below that of the parties; 0 if it is broken
   */
  public int waiting() {
    ledger.begin();
    try {
      int arrived = (int) ledger.get(RendezvousLayout.ARRIVED);
      return isBroken() || arrived == parties() ? 0 : arrived;
    } finally {
      ledger.end();
    }
  }

  /**
   * Tells how a generation ended.
   *
   * @param generation which, not more than 64 ago
   * @return the outcome
   */
  public Outcome outcome(int generation) {
    ledger.begin();
    try {
      int age = generation() - generation;
      if (age == 0) {
        return isBroken() ? Outcome.BROKEN : Outcome.WAITING;
      }
      boolean broken =
          age > Long.SIZE || (ledger.get(RendezvousLayout.HISTORY) >>> (age - 1) & 1) != 0;
      return broken ? Outcome.BROKEN : Outcome.MET;
    } finally {
      ledger.end();
    }
  }

  /**
   * Blocks until a generation is over or broken, an interrupt, or the timeout.
   *
   * @param generation which
   * @param timeoutNanos how long at most
   * @return what has become of it
   */
  public Outcome await(int generation, long timeoutNanos) {
    long startNanos = System.nanoTime();
    while (true) {
      int seen = bell.sequence();
      Outcome outcome = outcome(generation);
      long leftNanos = timeoutNanos - (System.nanoTime() - startNanos);
      if (outcome != Outcome.WAITING || leftNanos <= 0 || Thread.currentThread().isInterrupted()) {
        return outcome;
      }
      if (!bell.sleep(seen, Math.min(SLICE_NANOS, leftNanos))) {
        lookForDead(generation);
      }
    }
  }

  private void lookForDead(int generation) {
    if (patrol.isDue()) {
      census.buryDead(generation, (process, count) -> fallApart(generation, DEATH, process));
    }
    if (isBroken()) {
      bell.ring(); // for the others; by chance also again
    }
  }

  /**
   * Says why a generation ended broken.
   *
   * @param generation which
   * @return words for a message
   */
  public String reason(int generation) {
    ledger.begin();
    try {
      return generation == generation() ? reason(ledger.get(RendezvousLayout.BROKEN)) : "was reset";
    } finally {
      ledger.end();
    }
  }

  private static String reason(long broken) {
    String process = "process " + (broken >>> REASON_BITS);
    return switch ((int) broken & (1 << REASON_BITS) - 1) {
      case TIMEOUT -> "is broken: the timeout of a party in " + process + " ended";
      case INTERRUPT -> "is broken: a party in " + process + " was interrupted";
      case ABORT -> "is broken: aborted by " + process;
      case ACTION -> "is broken: its action failed in " + process;
      case DEATH -> "is broken: " + process + " died, in which a party was waiting";
      default -> throw new IllegalStateException("broken=" + broken);
    };
  }
}
