package io.multiprocessing.ipc.internal.jvm;

import java.io.File;

/**
 * Both sides: a {@link ProcessIdentity} in one word of shared memory.
 *
 * <p>Pid in the upper half, the lower 32 bits of its start in the lower half. The two highest bits
 * are always 0, and no stamp is less than 2<sup>32</sup>.
 */
public final class ProcessStamp {

  /** 0 until asked for; not a constant, since a JVM without a descriptor left can try again. */
  private static volatile long own;

  private ProcessStamp() {}

  /**
   * Returns the stamp of this JVM.
   *
   * @return a word that no other process of this machine has at the same time
   * @throws java.io.UncheckedIOException if it was never asked for before, and this JVM has no file
   *     descriptor left
   */
  public static long own() {
    long stamp = own;
    if (stamp == 0) {
      stamp = of(ProcessIdentity.current());
      own = stamp;
    }
    return stamp;
  }

  /**
   * Returns the stamp of a process.
   *
   * @param process which one
   * @return the same word in every JVM
   */
  public static long of(ProcessIdentity process) {
    return process.pid() << Integer.SIZE | (process.startTicks() & 0xFFFF_FFFFL);
  }

  /**
   * Returns the pid in a stamp.
   *
   * @param stamp a result of {@link #own()} or {@link #of}
   * @return its pid
   */
  public static long pidOf(long stamp) {
    return stamp >>> Integer.SIZE;
  }

  /**
   * Tells whether any thread of this very process can still touch shared memory.
   *
   * <p>Does not block; takes some 10 µs on Linux.
   *
   * @param stamp a result of {@link #own()} or {@link #of}
   * @return false if all of it has ended
   */
  public static boolean isAlive(long stamp) {
    if (stamp == own()) {
      return true;
    }
    long start = ProcessTable.startOf(pidOf(stamp));
    if (start == ProcessTable.UNKNOWN) {
      return true;
    }
    return start == ProcessTable.NONE ? hasThreads(pidOf(stamp)) : (int) start == (int) stamp;
  }

  /**
   * A process is a zombie when its first thread has ended. Others may still be in the middle of a
   * system call, such as one that frees pages which nobody else may use before.
   */
  private static boolean hasThreads(long pid) {
    String[] threads = new File("/proc/" + pid + "/task").list();
    return threads != null && threads.length > 1;
  }
}
