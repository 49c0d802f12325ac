package io.multiprocessing.ipc.internal.jvm;

import java.util.Arrays;
import java.util.List;

/**
 * Both sides: the processes that a process has started, and that those have started, without those
 * that are to outlive it.
 */
public final class Descendants {

  /**
   * What a process that cleans up behind another one, and then ends by itself, calls itself: one of
   * the arguments of its command line.
   */
  public static final String GUARDIAN = "multiprocessing-guardian";

  private Descendants() {}

  /**
   * Returns the processes that end with a process, for whoever kills it.
   *
   * @param process which; to be asked before it is killed, as its children are another's then
   * @return those that run now, but for guardians
   */
  public static List<ProcessHandle> of(ProcessHandle process) {
    return process.descendants().filter(descendant -> !isGuardian(descendant)).toList();
  }

  /**
   * Kills a process and what it has started. Takes milliseconds. May be called while this JVM ends.
   *
   * @param process which
   */
  public static void killWith(Process process) {
    List<ProcessHandle> descendants = of(process.toHandle()); // before it is gone
    process.destroyForcibly();
    descendants.forEach(ProcessHandle::destroyForcibly);
  }

  private static boolean isGuardian(ProcessHandle process) {
    return process.info().arguments().stream().flatMap(Arrays::stream).anyMatch(GUARDIAN::equals);
  }
}
