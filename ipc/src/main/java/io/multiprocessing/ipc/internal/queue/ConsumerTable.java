package io.multiprocessing.ipc.internal.queue;

import io.multiprocessing.ipc.internal.jvm.ProcessStamp;
import io.multiprocessing.ipc.internal.memory.Memory;
import io.multiprocessing.ipc.internal.wait.Doorbell;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;

/**
 * Both sides: which process has taken how many tasks, and how many of them are done.
 *
 * <pre>
 *   256 entries of 64 bytes
 *   +0  process   long   ProcessStamp, or 0: this entry and those behind it were never used
 *   +8  taken     long   tasks ever taken by the processes of this entry
 *  +16  done      long   of those, how many are done
 *
 * 16384  finished  bell   rung when everything is done
 * </pre>
 *
 * <pre>
 * field     writer                 reader      access
 * process   holder of take lock    everybody   release, acquire
 * taken     holder of take lock    everybody   release, acquire
 * done      everybody              everybody   compare-and-set
 * </pre>
 *
 * <p>This class is thread-safe.
 */
final class ConsumerTable {

  /*
   * A task counts as taken by a process in the same store that takes it: the state which that store
   * makes current names the entry and its new count, which is then copied to the entry. If the taker
   * dies before the copy, the next one makes it.
   *
   * Counts are never set back. An entry goes over to another process, by one store, when the one
   * before has ended and all it had taken is done. So the sum of done never exceeds the sum of
   * taken, nor that the number of tasks ever put; and when it is equal to that, everything is done.
   */

  private static final int ENTRIES = 256;
  private static final int ENTRY_BYTES = 64;
  private static final int BELL = ENTRIES * ENTRY_BYTES;
  static final int BYTES = BELL + Doorbell.BYTES;

  private static final int PROCESS = 0;
  private static final int TAKEN = PROCESS + Long.BYTES;
  private static final int DONE = TAKEN + Long.BYTES;
  private static final int NONE = -1;

  private final ByteBuffer words;
  private final int at;

  private final Doorbell finished;

  ConsumerTable(LogMemory memory) {
    this.words = memory.words();
    this.at = LogMemoryLayout.extra(memory.kind());
    this.finished = memory.bell(at + BELL);
  }

  Doorbell finished() {
    return finished;
  }

  /** Writes what this process will have taken into the next state. Holder of the take lock only. */
  void prepare(int state, int nextState) {
    count(state);
    int own = ownEntry();
    Memory.putLong(words, nextState + LogLayout.CONSUMER, own);
    Memory.putLong(words, nextState + LogLayout.CONSUMER_TAKEN, get(own, TAKEN) + 1);
  }

  /**
   * Copies what the state says to the entry, once more if need be. Holder of the take lock only.
   */
  void count(int state) {
    int entry = (int) Memory.getLong(words, state + LogLayout.CONSUMER);
    long taken = Memory.getLong(words, state + LogLayout.CONSUMER_TAKEN);
    // release: pairs with the acquire in get()
    Memory.putLongRelease(words, word(entry, TAKEN), taken);
  }

  private int ownEntry() {
    int free = NONE;
    for (int entry = 0; entry < ENTRIES; entry++) {
      long process = get(entry, PROCESS);
      if (process == ProcessStamp.own()) {
        return entry;
      }
      if (process == 0) {
        free = entry;
        break;
      }
    }
    return occupy(free == NONE ? findAbandoned() : free);
  }

  private int occupy(int entry) {
    Memory.putLongRelease(words, word(entry, PROCESS), ProcessStamp.own());
    return entry;
  }

  private int findAbandoned() {
    for (int entry = 0; entry < ENTRIES; entry++) {
      if (outstanding(entry) == 0 && !ProcessStamp.isAlive(get(entry, PROCESS))) {
        return entry;
      }
    }
    throw new IllegalStateException(
        ENTRIES + " processes have taken tasks; a queue of tasks can serve no more at a time");
  }

  /** Marks one task as done; returns false if none is being worked on. */
  boolean finishOne() {
    return finishOneOf(Whose.OWN) || finishOneOf(Whose.DEAD) || finishOneOf(Whose.ANY);
  }

  /**
   * In this order: tasks of this process; of one that has ended; of one that has handed it over.
   */
  private enum Whose {
    OWN,
    DEAD,
    ANY;

    boolean includes(long process) {
      return switch (this) {
        case OWN -> process == ProcessStamp.own();
        case DEAD -> !ProcessStamp.isAlive(process);
        case ANY -> true;
      };
    }
  }

  private boolean finishOneOf(Whose whose) {
    for (int entry = 0; entry < used(); entry++) {
      while (outstanding(entry) > 0 && whose.includes(get(entry, PROCESS))) {
        long done = get(entry, DONE);
        if (done < get(entry, TAKEN)
            && Memory.compareAndSetLong(words, word(entry, DONE), done, done + 1)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Returns how many tasks were ever done. */
  long done() {
    long sum = 0;
    for (int entry = 0; entry < used(); entry++) {
      sum += get(entry, DONE);
    }
    return sum;
  }

  /** Returns the tasks of processes that have ended, by pid. Holder of the take lock only. */
  Map<Long, Long> lost(int state) {
    count(state);
    Map<Long, Long> lost = new TreeMap<>();
    for (int entry = 0; entry < used(); entry++) {
      long process = get(entry, PROCESS);
      long outstanding = outstanding(entry);
      if (outstanding > 0 && !ProcessStamp.isAlive(process)) {
        lost.merge(ProcessStamp.pidOf(process), outstanding, Long::sum);
      }
    }
    return lost;
  }

  private int used() {
    int entry = 0;
    while (entry < ENTRIES && get(entry, PROCESS) != 0) {
      entry++;
    }
    return entry;
  }

  /** Never too low: done is read first. */
  private long outstanding(int entry) {
    long done = get(entry, DONE);
    return get(entry, TAKEN) - done;
  }

  private long get(int entry, int field) {
    return Memory.getLongAcquire(words, word(entry, field));
  }

  private int word(int entry, int field) {
    return at + entry * ENTRY_BYTES + field;
  }
}
