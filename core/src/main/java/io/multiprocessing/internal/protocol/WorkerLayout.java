package io.multiprocessing.internal.protocol;

import io.multiprocessing.ipc.internal.wait.Doorbell;

/**
 * Both sides: offsets in the control file that the parent shares with one worker.
 *
 * <pre>
 *      0  magic and version                long   parent, before the worker starts
 *    128  opened flags                     2 int  up: worker; down: parent
 *    256  launch bell                             worker rings, the parent's launcher thread waits
 *    384  task bell                               parent rings, the worker's task thread waits
 *    512  control bell                            parent rings, the worker's control thread waits
 *    640  published                        long   worker: messages sent up so far
 *    768  running, progress, given         3 long worker: chunk being run; items done and journal bytes;
 *                                           chunk shortened and its new number of items
 *    896  cancel, interrupt chunk + item, wish  4 long parent
 *   1024  heartbeat                        long   worker's control thread, counts seconds
 *   1152  claims                           64 long  both, compare-and-set
 *   4096  journal                          64 KiB worker
 * </pre>
 *
 * <p>Words that different sides write lie on different cache lines (128 bytes: adjacent-line
 * prefetch).
 */
public final class WorkerLayout {

  /** Marks a control file of this version. */
  public static final long MAGIC = 0x4D50_4A57_0000_0001L; // "MPJW", version 1

  /** Offset of the magic. */
  public static final int MAGIC_OFFSET = 0;

  /** Offset of the flag: the worker has created the queue up. */
  public static final int UP_OPENED_OFFSET = 128;

  /** Offset of the flag: the parent has created the queue down. */
  public static final int DOWN_OPENED_OFFSET = 132;

  /** Offset of the bell the launcher thread waits on. */
  public static final int LAUNCH_BELL_OFFSET = 256;

  /** Offset of the bell the worker's task thread waits on. */
  public static final int TASK_BELL_OFFSET = LAUNCH_BELL_OFFSET + Doorbell.BYTES;

  /** Offset of the bell the worker's control thread waits on. */
  public static final int CONTROL_BELL_OFFSET = TASK_BELL_OFFSET + Doorbell.BYTES;

  /** Offset of the number of messages the worker has sent. */
  public static final int PUBLISHED_OFFSET = 640;

  /** Offset of the sequence of the chunk that is being run, 0 for none. */
  public static final int RUNNING_OFFSET = 768;

  /**
   * Offset of the progress in that chunk: items done in the high half, journal bytes in the low
   * half.
   */
  public static final int PROGRESS_OFFSET = 776;

  /** Offset of the last chunk that was shortened, and the number of items that it has now. */
  public static final int GIVEN_OFFSET = 784;

  /** Offset of the sequence of the chunk that is to stop between two items. */
  public static final int CANCEL_OFFSET = 896;

  /**
   * Offset of the sequence of the chunk whose item is to be interrupted; written after the item.
   */
  public static final int INTERRUPT_CHUNK_OFFSET = 904;

  /** Offset of the position in that chunk of the item to be interrupted. */
  public static final int INTERRUPT_ITEM_OFFSET = 912;

  /** Offset of the wish that the worker gives back a part of the chunk that it runs. */
  public static final int WISH_OFFSET = 920;

  /** Offset of the heartbeat. */
  public static final int HEARTBEAT_OFFSET = 1024;

  /** Offset of the claim words. */
  public static final int CLAIMS_OFFSET = 1152;

  /** Number of claim words: the most chunks a worker can hold. */
  public static final int CLAIM_SLOTS = 64;

  /** Offset of the journal. */
  public static final int JOURNAL_OFFSET = 4096;

  /** Size of the journal. */
  public static final int JOURNAL_BYTES = 64 * 1024;

  /** Size of the file. */
  public static final int BYTES = JOURNAL_OFFSET + JOURNAL_BYTES;

  /** State of a claim word: the worker may take the chunk. */
  public static final int OFFERED = 1;

  /** State of a claim word: the worker runs the chunk or has run it. */
  public static final int CLAIMED = 2;

  /** State of a claim word: the parent has taken the chunk back. */
  public static final int REVOKED = 3;

  private WorkerLayout() {}

  /**
   * Returns the offset of a chunk's claim word.
   *
   * @param sequence the chunk's sequence
   * @return the offset
   */
  public static int claimOffset(long sequence) {
    return CLAIMS_OFFSET + 8 * (int) (sequence % CLAIM_SLOTS);
  }

  /**
   * Returns the value of a claim word.
   *
   * @param sequence the chunk's sequence
   * @param state one of the three states
   * @return the word
   */
  public static long claim(long sequence, int state) {
    return sequence << 2 | state;
  }

  /**
   * Returns the value of the wish word.
   *
   * @param sequence the chunk's sequence
   * @param parts how many parts to make of the items left, of which the worker keeps one
   * @param times counts the wishes, so that none is taken for the one before
   * @return the word
   */
  public static long wish(long sequence, int parts, int times) {
    return sequence << 16 | (long) Math.min(parts, 0xff) << 8 | (times & 0xff);
  }

  /**
   * Returns the chunk of a wish word.
   *
   * @param wish the word
   * @return the chunk's sequence
   */
  public static long wishChunk(long wish) {
    return wish >>> 16;
  }

  /**
   * Returns the parts of a wish word.
   *
   * @param wish the word
   * @return how many parts to make of the items left
   */
  public static int wishParts(long wish) {
    return (int) (wish >>> 8) & 0xff;
  }

  /**
   * Returns the value of the word that says what was given back. It is read only for a chunk that
   * is still there, so the low half of the sequence is enough.
   *
   * @param sequence the chunk's sequence
   * @param count how many items it has now
   * @return the word
   */
  public static long given(long sequence, int count) {
    return sequence << 32 | count;
  }

  /**
   * Returns the number of items in the word that says what was given back.
   *
   * @param given the word
   * @return the number of items
   */
  public static int givenCount(long given) {
    return (int) given;
  }

  /**
   * Returns the value of the progress word.
   *
   * @param itemsDone how many items of the running chunk are done
   * @param journalBytes how many bytes of the journal are valid
   * @return the word
   */
  public static long progress(int itemsDone, int journalBytes) {
    return (long) itemsDone << 32 | journalBytes;
  }

  /**
   * Returns the items done of a progress word.
   *
   * @param progress the word
   * @return the number of items
   */
  public static int itemsDone(long progress) {
    return (int) (progress >>> 32);
  }

  /**
   * Returns the journal bytes of a progress word.
   *
   * @param progress the word
   * @return the number of bytes
   */
  public static int journalBytes(long progress) {
    return (int) progress;
  }
}
