package io.multiprocessing.internal.worker;

/**
 * Worker side: what the control thread decides about the chunk that the task thread runs: to
 * interrupt one item and never the next one; to give items back that were not begun.
 *
 * <p>This class is thread-safe: the control thread calls {@link #interrupt} and {@link #giveBack},
 * the task thread the others.
 */
final class ItemGate {

  /*
   * The task thread must pay next to nothing per item, so there is no lock on its side: it reads
   * one flag after each item, before which its progress word need not have left the processor. The
   * control thread sets the flag, then takes the task thread's stack trace. The JVM does that in a
   * handshake with the task thread, which orders both threads: whatever item the task thread
   * finished before, its progress word is visible to us now; and when it finishes the next one, it
   * will see the flag, wait here until we have decided, and clear an interrupt that came too late.
   * If it is so late that it finds the flag taken away again, then it sees the new count, which was
   * written before.
   */

  private final WorkerMemory memory;
  private final Thread taskThread;
  private volatile boolean deciding; // written by the control thread, read by the task thread
  // of the chunk's items; written by the task thread before the chunk runs, then by the control
  // thread while it decides
  private int count;

  ItemGate(WorkerMemory memory, Thread taskThread) {
    this.memory = memory;
    this.taskThread = taskThread;
  }

  /** Task thread: a chunk begins. */
  void startChunk(Chunk chunk) {
    count = chunk.count();
    memory.startChunk(chunk.sequence()); // its release publishes the count to the control thread
  }

  /** Task thread: how many items of the chunk are to be run; fewer once some were given back. */
  int count() {
    return count;
  }

  /** Control thread: interrupts the task thread if it still runs that item, or any with -1. */
  synchronized void interrupt(long chunk, int item) {
    deciding = true;
    try {
      taskThread.getStackTrace(); // for its handshake
      if (memory.running() == chunk && (item < 0 || memory.itemsDone() == item)) {
        taskThread.interrupt();
      }
    } finally {
      deciding = false;
    }
  }

  /**
   * Control thread: if that chunk is still run, makes so many parts of what comes behind its
   * running item, and gives back all but one of them.
   */
  synchronized void giveBack(long chunk, int parts) {
    deciding = true;
    try {
      taskThread.getStackTrace(); // for its handshake
      if (memory.running() == chunk) {
        int begun = memory.itemsDone() + 1;
        int kept = begun + (count - begun) / parts;
        if (kept < count) {
          count = kept;
          memory.gaveBack(chunk, kept);
        }
      }
    } finally {
      deciding = false;
    }
  }

  /** Task thread: after each item, before anything of the next one. */
  void afterItem() {
    if (deciding) {
      synchronized (this) { // waits for the decision
        Thread.interrupted();
      }
    } else if (Thread.currentThread().isInterrupted()) {
      Thread.interrupted(); // the item's own interrupt must not reach the next item
    }
  }
}
