package io.multiprocessing.internal.worker;

/**
 * Worker side: interrupts one item and never the next one.
 *
 * <p>This class is thread-safe: the control thread calls {@link #interrupt}, the task thread {@link
 * #afterItem}.
 */
final class ItemInterrupter {

  /*
   * The task thread must pay next to nothing per item, so there is no lock on its side: it reads
   * one flag after each item, before which its progress word need not have left the processor. The
   * control thread sets the flag, then takes the task thread's stack trace. The JVM does that in a
   * handshake with the task thread, which orders both threads: whatever item the task thread
   * finished before, its progress word is visible to us now; and when it finishes the next one, it
   * will see the flag, wait here until we have decided, and clear an interrupt that came too late.
   */

  private final WorkerMemory memory;
  private final Thread taskThread;
  private volatile boolean deciding; // written by the control thread, read by the task thread

  ItemInterrupter(WorkerMemory memory, Thread taskThread) {
    this.memory = memory;
    this.taskThread = taskThread;
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
