package io.multiprocessing.ipc.internal.queue;

import io.multiprocessing.ipc.internal.jvm.ProcessStamp;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Both sides: finds blocks that nobody needs, and gives the memory of free ones back.
 *
 * <p>Any number of processes and threads may do it at once, while others work. Who does it: whoever
 * has freed blocks, a second later, on a thread that ends when there is nothing left to do; whoever
 * waits long for an element; whoever needs more blocks than there are. This class is thread-safe.
 */
final class BlockSweep {

  static final int INTERVAL_MILLIS = 1000;

  /** How long a free block keeps its memory. */
  private static final int KEPT_MILLIS = 1000;

  /** One thread for all heaps of this JVM, made when needed, gone after a while. */
  private static final class Keeper {
    static final ScheduledThreadPoolExecutor EXECUTOR =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "multiprocessing-queue-memory");
              thread.setDaemon(true);
              return thread;
            });

    static {
      EXECUTOR.setKeepAliveTime(2 * KEPT_MILLIS, TimeUnit.MILLISECONDS);
      EXECUTOR.allowCoreThreadTimeOut(true);
    }
  }

  private final BlockHeap heap;
  private final LogMarks marks;
  private final AtomicBoolean planned = new AtomicBoolean();

  BlockSweep(BlockHeap heap, LogMarks marks) {
    this.heap = heap;
    this.marks = marks;
  }

  /** Has it all done in a second, once. */
  void plan() {
    if (!planned.get() && planned.compareAndSet(false, true)) {
      Keeper.EXECUTOR.schedule(this::runPlanned, KEPT_MILLIS + 50, TimeUnit.MILLISECONDS);
    }
  }

  /** A moment later, so that whoever was waiting can give its blocks back before. */
  void planClose() {
    Keeper.EXECUTOR.schedule(
        () -> {
          run();
          giveBack(0);
          heap.file().close();
        },
        KEPT_MILLIS,
        TimeUnit.MILLISECONDS);
  }

  private void runPlanned() {
    planned.set(false);
    run();
    if (giveBack(KEPT_MILLIS)) {
      plan();
    }
  }

  /** Does it all unless it was done within a second; returns whether it found something. */
  boolean runIfDue() {
    if (!heap.isSweepDue()) {
      return false;
    }
    boolean found = run();
    giveBack(KEPT_MILLIS);
    return found;
  }

  /** Frees what nobody needs; returns whether there was anything. */
  boolean run() {
    Map<Long, Boolean> alive = new HashMap<>();
    boolean found = false;
    for (int block = 0; block < heap.inUse(); block++) {
      long owner = heap.owner(block);
      if (BlockOwner.isProcess(owner) && isDead(owner, alive)) {
        heap.empty(block, owner); // it may have died before the memory was there
        found = true;
      } else if ((BlockOwner.isLog(owner) && isConsumed(owner))
          || (BlockOwner.isElement(owner) && isAbandoned(block, owner, alive))) {
        heap.free(block, owner);
        found = true;
      }
    }
    return found;
  }

  private boolean isConsumed(long owner) {
    return marks.isEnded()
        || BlockOwner.numberOf(owner) < marks.firstOrdinal(BlockOwner.logOf(owner));
  }

  /**
   * Its taker wrote its stamp before the element counted as taken. Without a stamp, the element was
   * dropped, or its producer died before it was in the log, and another one has its number.
   */
  private boolean isAbandoned(int block, long owner, Map<Long, Boolean> alive) {
    if (!marks.isEnded() && BlockOwner.numberOf(owner) >= marks.taken(BlockOwner.logOf(owner))) {
      return false;
    }
    long taker = heap.taker(block);
    return taker == 0 || isDead(taker, alive);
  }

  private static boolean isDead(long stamp, Map<Long, Boolean> alive) {
    return !alive.computeIfAbsent(stamp, ProcessStamp::isAlive);
  }

  /** Returns whether free blocks are left that were used a moment ago. */
  boolean giveBack(int olderThanMillis) {
    boolean young = false;
    for (int block = 0; block < heap.inUse(); block++) {
      if (heap.owner(block) == BlockOwner.FREE_COMMITTED) {
        if (BlockHeap.clock() - heap.freeSince(block) >= olderThanMillis) {
          heap.empty(block, BlockOwner.FREE_COMMITTED);
        } else {
          young = true;
        }
      }
    }
    return young;
  }
}
