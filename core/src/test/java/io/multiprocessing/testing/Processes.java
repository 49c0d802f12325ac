package io.multiprocessing.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Tells whether processes have ended. */
public final class Processes {

  private Processes() {}

  /**
   * Tells whether a process has ended, be it that its parent has not taken notice yet: an orphan is
   * left to the first process of a container, which may take its time, and until then {@link
   * ProcessHandle#isAlive()} says true.
   */
  public static boolean hasEnded(long pid) {
    if (!ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false)) {
      return true;
    }
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      char state = stat.charAt(stat.lastIndexOf(')') + 2);
      return state == 'Z' || state == 'X';
    } catch (IOException e) {
      return !ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false); // no /proc here
    }
  }

  /** Tells whether a process has ended, be it that another one has its number by now. */
  public static boolean hasEnded(ProcessHandle process) {
    return !process.isAlive() || hasEnded(process.pid());
  }
}
