package io.multiprocessing.ipc.internal.lock;

/**
 * Both sides: how many of something each process has (permits, waiting threads), so that the share
 * of a dead one is known.
 *
 * <pre>
 *   +0  process  long  ProcessWord
 *   +8  count    long  era in the upper half, count in the lower; of no meaning in another era
 *   … 254 of these slots
 * </pre>
 *
 * <p>A slot whose count is 0, or of an older era, is free for another process. A new era sets all
 * counts to 0 at once. Counts change within a ledger; this class is as thread-safe as that.
 */
final class Census {

  static final int SLOTS = 254;
  private static final int NONE = -1;

  /** Gets what a dead process had. */
  interface Heir {
    void inherit(long process, int count);
  }

  private static final int SLOT_BYTES = 2 * Long.BYTES;
  static final int BYTES = SLOTS * SLOT_BYTES;

  private final Ledger ledger;
  private final int at;
  private volatile int lastSlot; // where this process was found last: a guess

  Census(Ledger ledger, int at) {
    this.ledger = ledger;
    this.at = at;
  }

  /** Adds to the count of this process. Takes up to two changes of the ledger. */
  void add(int era, int delta) {
    int slot = findOwn();
    if (slot == NONE) {
      slot = findFree(era);
      ledger.set(processAt(slot), ProcessWord.self());
    }
    lastSlot = slot;
    int count = countIn(slot, era) + delta;
    ledger.set(countAt(slot), (long) era << Integer.SIZE | (count & 0xFFFF_FFFFL));
  }

  /** Returns the count of this process. */
  int own(int era) {
    int slot = findOwn();
    return slot == NONE ? 0 : countIn(slot, era);
  }

  private int findOwn() {
    int guess = lastSlot;
    if (processIn(guess) == ProcessWord.self()) {
      return guess;
    }
    for (int slot = 0; slot < SLOTS; slot++) {
      if (processIn(slot) == ProcessWord.self()) {
        return slot;
      }
    }
    return NONE;
  }

  /** Prefers slots that never had an owner: that one will want it back. */
  private int findFree(int era) {
    int free = NONE;
    for (int slot = 0; slot < SLOTS; slot++) {
      if (processIn(slot) == 0) {
        return slot;
      }
      if (free == NONE && countIn(slot, era) == 0) {
        free = slot;
      }
    }
    if (free == NONE) {
      throw new IllegalStateException(
          "more than " + SLOTS + " processes hold or await the same thing at the same time");
    }
    return free;
  }

  private int countIn(int slot, int era) {
    long word = ledger.get(countAt(slot));
    return word >>> Integer.SIZE == (era & 0xFFFF_FFFFL) ? (int) word : 0;
  }

  private long processIn(int slot) {
    return ledger.get(processAt(slot));
  }

  /**
   * Sets the counts of dead processes to 0, each in a turn of the ledger, in which the heir may
   * make changes too. Takes 10 µs for each process that counts, most of it outside of a turn.
   */
  void buryDead(int era, Heir heir) {
    for (int slot = 0; slot < SLOTS; slot++) {
      long process = processIn(slot);
      if (process != 0 && countIn(slot, era) != 0 && !ProcessWord.isAlive(process)) {
        bury(slot, process, era, heir); // dead ones stay dead
      }
    }
  }

  private void bury(int slot, long process, int era, Heir heir) {
    ledger.begin();
    try {
      int count = countIn(slot, era);
      if (processIn(slot) == process && count != 0) { // nobody was faster
        ledger.set(countAt(slot), 0);
        heir.inherit(process, count);
        ledger.commit();
      }
    } finally {
      ledger.end();
    }
  }

  private int processAt(int slot) {
    return at + slot * SLOT_BYTES;
  }

  private int countAt(int slot) {
    return processAt(slot) + Long.BYTES;
  }
}
