package io.multiprocessing.internal.worker;

import static io.multiprocessing.internal.protocol.WorkerLayout.CANCEL_OFFSET;
import static io.multiprocessing.internal.protocol.WorkerLayout.CLAIMED;
import static io.multiprocessing.internal.protocol.WorkerLayout.GIVEN_OFFSET;
import static io.multiprocessing.internal.protocol.WorkerLayout.HEARTBEAT_OFFSET;
import static io.multiprocessing.internal.protocol.WorkerLayout.INTERRUPT_CHUNK_OFFSET;
import static io.multiprocessing.internal.protocol.WorkerLayout.INTERRUPT_ITEM_OFFSET;
import static io.multiprocessing.internal.protocol.WorkerLayout.MAGIC;
import static io.multiprocessing.internal.protocol.WorkerLayout.MAGIC_OFFSET;
import static io.multiprocessing.internal.protocol.WorkerLayout.OFFERED;
import static io.multiprocessing.internal.protocol.WorkerLayout.PROGRESS_OFFSET;
import static io.multiprocessing.internal.protocol.WorkerLayout.PUBLISHED_OFFSET;
import static io.multiprocessing.internal.protocol.WorkerLayout.RUNNING_OFFSET;
import static io.multiprocessing.internal.protocol.WorkerLayout.WISH_OFFSET;

import io.multiprocessing.internal.protocol.SessionLayout;
import io.multiprocessing.internal.protocol.WorkerLayout;
import io.multiprocessing.ipc.internal.memory.MappedFile;
import io.multiprocessing.ipc.internal.memory.Memory;
import io.multiprocessing.ipc.internal.wait.Doorbell;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** Worker side: the words this worker shares with its parent, by name. */
final class WorkerMemory {

  private final Path folder;
  private final ByteBuffer words;
  private final Doorbell parentBell;
  private final Doorbell launchBell;
  private final Doorbell taskBell;
  private final Doorbell controlBell;
  private ByteBuffer numbers; // task thread only; null until the first chunk of numbers
  private long published; // task thread only

  WorkerMemory(Path session, int workerId) {
    // mapped for the life of the JVM: nobody closes them
    MappedFile shared = MappedFile.open(SessionLayout.sharedFile(session));
    this.folder = SessionLayout.workerFolder(session, workerId);
    MappedFile own = MappedFile.open(SessionLayout.controlFile(folder));
    this.words = own.buffer();
    long magic =
        Memory.getLongAcquire(
            words, MAGIC_OFFSET); // acquire: pairs with the parent's release at creation
    if (magic != MAGIC) {
      throw new IllegalStateException(
          "control file of another version: magic="
              + Long.toHexString(magic)
              + ", expected "
              + Long.toHexString(MAGIC));
    }
    this.parentBell = new Doorbell(shared, SessionLayout.PARENT_BELL_OFFSET);
    this.launchBell = new Doorbell(own, WorkerLayout.LAUNCH_BELL_OFFSET);
    this.taskBell = new Doorbell(own, WorkerLayout.TASK_BELL_OFFSET);
    this.controlBell = new Doorbell(own, WorkerLayout.CONTROL_BELL_OFFSET);
  }

  Doorbell taskBell() {
    return taskBell;
  }

  Doorbell controlBell() {
    return controlBell;
  }

  ByteBuffer words() {
    return words;
  }

  /** Task thread: the memory that the numbers of chunks lie in. */
  ByteBuffer numbers() {
    if (numbers == null) {
      numbers = MappedFile.open(SessionLayout.numbersFile(folder)).buffer();
    }
    return numbers;
  }

  void upOpened() {
    // release: publishes the queue's files; pairs with the acquire of the launcher thread
    Memory.putIntRelease(words, WorkerLayout.UP_OPENED_OFFSET, 1);
    launchBell.ring();
  }

  void awaitDownOpened() {
    while (true) {
      int seen = taskBell.sequence();
      // acquire: pairs with the release of the launcher thread, makes the queue's files visible
      if (Memory.getIntAcquire(words, WorkerLayout.DOWN_OPENED_OFFSET) == 1) {
        return;
      }
      taskBell.await(seen, 1_000_000_000L); // the parent's death is watched by other threads
    }
  }

  /** Takes a chunk, unless the parent has taken it back. */
  boolean claim(long sequence) {
    int offset = WorkerLayout.claimOffset(sequence);
    return Memory.compareAndSetLong(
        words,
        offset,
        WorkerLayout.claim(sequence, OFFERED),
        WorkerLayout.claim(sequence, CLAIMED));
  }

  void startChunk(long sequence) {
    progress(0, 0);
    // release: a parent that sees this chunk running does not see the progress of the one before
    Memory.putLongRelease(words, RUNNING_OFFSET, sequence);
  }

  void progress(int itemsDone, int journalBytes) {
    // release: publishes the journal's bytes; pairs with the acquire of the parent that reads them
    // after our death
    Memory.putLongRelease(words, PROGRESS_OFFSET, WorkerLayout.progress(itemsDone, journalBytes));
  }

  void endChunk() {
    Memory.putLongRelease(words, RUNNING_OFFSET, 0); // release: after all progress of the chunk
  }

  long running() {
    return Memory.getLongVolatile(words, RUNNING_OFFSET);
  }

  int itemsDone() {
    return WorkerLayout.itemsDone(Memory.getLongVolatile(words, PROGRESS_OFFSET));
  }

  boolean isCancelled(long sequence) {
    return Memory.getLongOpaque(words, CANCEL_OFFSET)
        == sequence; // opaque: a hint, nothing is read behind it
  }

  /** Returns the last wish that a part of a chunk be given back. */
  long wish() {
    return Memory.getLongOpaque(words, WISH_OFFSET); // opaque: nothing is read behind it
  }

  /** Tells the parent that no more than so many items of a chunk will be run. */
  void gaveBack(long sequence, int count) {
    // opaque: the word says it all, and the bell publishes it
    Memory.putLongOpaque(words, GIVEN_OFFSET, WorkerLayout.given(sequence, count));
    parentBell.ring();
  }

  long interruptChunk() {
    return Memory.getLongAcquire(
        words, INTERRUPT_CHUNK_OFFSET); // acquire: the item was written before
  }

  int interruptItem() {
    return (int) Memory.getLongOpaque(words, INTERRUPT_ITEM_OFFSET);
  }

  /** Tells the parent that one more message is there. */
  void published() {
    // release: the message was committed before; pairs with the acquire of the parent's poll
    Memory.putLongRelease(words, PUBLISHED_OFFSET, ++published);
    parentBell.ring();
  }

  void heartbeat(long count) {
    Memory.putLongOpaque(words, HEARTBEAT_OFFSET, count);
  }
}
