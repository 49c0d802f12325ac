package io.multiprocessing.internal.parent;

import io.multiprocessing.internal.protocol.WorkerLayout;
import io.multiprocessing.ipc.internal.memory.MappedFile;
import io.multiprocessing.ipc.internal.memory.Memory;
import io.multiprocessing.ipc.internal.wait.Doorbell;
import java.nio.ByteBuffer;

/**
 * Parent side: the words of a worker's control file. Driver only, but for those about the launch.
 *
 * <p>All that the parent reads and writes there is read and written here, but for the bells. It
 * keeps nothing: what a word says about chunks and times is for others to remember.
 */
final class ControlWords {

  private final ByteBuffer words;
  private final Runnable controlBell; // rings it

  /**
   * Creates the object.
   *
   * @param words the control file
   * @param controlBell has the worker's control thread look
   */
  ControlWords(ByteBuffer words, Runnable controlBell) {
    this.words = words;
    this.controlBell = controlBell;
  }

  /** Returns those in a control file, with the bell that is in it. */
  static ControlWords of(MappedFile control) {
    Doorbell bell = new Doorbell(control, WorkerLayout.CONTROL_BELL_OFFSET);
    return new ControlWords(control.buffer(), bell::ring);
  }

  // ---- the helper that launches the worker

  /** Says that the file is there. */
  void publish() {
    // release: the worker that sees the magic sees a file of full size
    Memory.putLongRelease(words, WorkerLayout.MAGIC_OFFSET, WorkerLayout.MAGIC);
  }

  void downOpened() {
    // release: publishes the queue's files; pairs with the acquire of the worker
    Memory.putIntRelease(words, WorkerLayout.DOWN_OPENED_OFFSET, 1);
  }

  boolean isUpOpened() {
    // acquire: pairs with the release of the worker, makes the queue's files visible
    return Memory.getIntAcquire(words, WorkerLayout.UP_OPENED_OFFSET) == 1;
  }

  // ---- claims

  void offer(long sequence) {
    // release: ordered before the message that the worker will read; the queue's own publication
    // makes it visible
    Memory.putLongRelease(
        words,
        WorkerLayout.claimOffset(sequence),
        WorkerLayout.claim(sequence, WorkerLayout.OFFERED));
  }

  /** Takes an offer back; returns false if the worker has claimed the chunk. */
  boolean revoke(long sequence) {
    return Memory.compareAndSetLong(
        words,
        WorkerLayout.claimOffset(sequence),
        WorkerLayout.claim(sequence, WorkerLayout.OFFERED),
        WorkerLayout.claim(sequence, WorkerLayout.REVOKED));
  }

  /** Tells whether the worker has claimed the chunk: it runs it, or has run it. */
  boolean isClaimed(long sequence) {
    // opaque: the word says it all
    return Memory.getLongOpaque(words, WorkerLayout.claimOffset(sequence))
        == WorkerLayout.claim(sequence, WorkerLayout.CLAIMED);
  }

  // ---- what the worker says

  /** Returns how many messages it has sent. */
  long published() {
    // acquire: pairs with the worker's release, so that the messages counted can be read
    return Memory.getLongAcquire(words, WorkerLayout.PUBLISHED_OFFSET);
  }

  /** Returns the sequence of the chunk that it runs. */
  long running() {
    // acquire: its progress word is not older
    return Memory.getLongAcquire(words, WorkerLayout.RUNNING_OFFSET);
  }

  long progress() {
    // acquire: the journal up to there is there
    return Memory.getLongAcquire(words, WorkerLayout.PROGRESS_OFFSET);
  }

  /** Returns the journal up to where {@link #progress} says that there is any. */
  byte[] journal(int bytes) {
    byte[] journal = new byte[bytes];
    words.get(WorkerLayout.JOURNAL_OFFSET, journal);
    return journal;
  }

  long given() {
    return Memory.getLongOpaque(words, WorkerLayout.GIVEN_OFFSET); // opaque: the word says it all
  }

  long heartbeats() {
    // opaque: only whether it changes matters
    return Memory.getLongOpaque(words, WorkerLayout.HEARTBEAT_OFFSET);
  }

  // ---- what it is to do

  void stop(long sequence) {
    // opaque: a hint, nothing is read behind it
    Memory.putLongOpaque(words, WorkerLayout.CANCEL_OFFSET, sequence);
  }

  /** Asks for the interrupt of an item, or of whichever runs with -1. */
  void interrupt(long sequence, int item) {
    // opaque: published by the next
    Memory.putLongOpaque(words, WorkerLayout.INTERRUPT_ITEM_OFFSET, item);
    // release: publishes the item written before
    Memory.putLongRelease(words, WorkerLayout.INTERRUPT_CHUNK_OFFSET, sequence);
    controlBell.run();
  }

  void wish(long wish) {
    // opaque: the word says it all, and the bell publishes it
    Memory.putLongOpaque(words, WorkerLayout.WISH_OFFSET, wish);
    controlBell.run();
  }
}
