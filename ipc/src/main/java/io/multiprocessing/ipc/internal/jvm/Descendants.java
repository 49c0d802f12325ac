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

  private static final int SIGKILL = 9;

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
   * Kills a process and what it has started. Takes milliseconds. May be called while this JVM ends,
   * and when it has no file descriptor left: then what the process has started stays.
   *
   * @param process one that this JVM has started
   */
  public static void killWith(Process process) {
    List<ProcessHandle> descendants = known(process.toHandle()); // before it is gone
    if (!process.toHandle().destroyForcibly() && process.isAlive()) {
      killAgain(process);
    }
    descendants.forEach(ProcessHandle::destroyForcibly);
  }

  private static List<ProcessHandle> known(ProcessHandle process) {
    try {
      return of(process);
    } catch (RuntimeException | LinkageError e) { // /proc cannot be read, or no class be loaded
      return List.of();
    }
  }

  /**
   * The JDK looks into /proc whether the pid is still that process; when it cannot for lack of a
   * descriptor, it does nothing. Only then do without that look: else it may have found the child
   * gone, and the pid another's.
   */
  private static void killAgain(Process process) {
    if (FileDescriptors.isOneLeft()) {
      process.destroyForcibly(); // there may have been none before
    } else {
      killUnseen(process.pid());
    }
  }

  private static void killUnseen(long pid) {
    try {
      long kill = NativeCalls.function("kill");
      if (kill != 0) {
        NativeCalls.call(kill, pid, SIGKILL, 0);
      }
    } catch (LinkageError e) {
      // no native calls on this system: it lives until somebody kills it with a descriptor at hand
    }
  }

  private static boolean isGuardian(ProcessHandle process) {
    return process.info().arguments().stream().flatMap(Arrays::stream).anyMatch(GUARDIAN::equals);
  }
}
