package io.multiprocessing.ipc.internal.jvm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * Both sides: a process, told apart from a later one that was given the same pid.
 *
 * <p>Compare only identities made on the same machine, in the same pid namespace. This class is
 * thread-safe.
 *
 * @param pid its number
 * @param startTicks when it started, in units of the system: clock ticks since boot on Linux,
 *     milliseconds since 1970 elsewhere
 */
public record ProcessIdentity(long pid, long startTicks) {

  private static volatile ProcessIdentity own; // looked up once: a JVM may run out of descriptors

  /**
   * Returns the identity of this JVM.
   *
   * @return pid and start of the calling process
   * @throws UncheckedIOException if it was never asked for before, and this JVM has no file
   *     descriptor left
   */
  public static ProcessIdentity current() {
    if (own == null) {
      own = lookUpOwn(ProcessTable.ownPid());
    }
    return own;
  }

  private static ProcessIdentity lookUpOwn(long pid) {
    long startTicks = ProcessTable.startOf(pid);
    if (startTicks == ProcessTable.UNKNOWN) {
      throw new UncheckedIOException(
          new IOException("Too many open files: process " + pid + " cannot look at itself"));
    }
    if (startTicks == ProcessTable.NONE) {
      throw new IllegalStateException("pid=" + pid + " is not found");
    }
    return new ProcessIdentity(pid, startTicks);
  }

  /**
   * Looks up a process that runs now.
   *
   * @param pid its number
   * @return its identity; empty if there is no such process, it has already ended, or this JVM has
   *     no file descriptor left to look
   */
  public static Optional<ProcessIdentity> of(long pid) {
    long startTicks = ProcessTable.startOf(pid);
    return startTicks == ProcessTable.NONE || startTicks == ProcessTable.UNKNOWN
        ? Optional.empty()
        : Optional.of(new ProcessIdentity(pid, startTicks));
  }

  /**
   * Tells whether this very process still runs.
   *
   * <p>Does not block; takes some 10 µs on Linux. A process that has ended but was not yet waited
   * for by its parent (a zombie) is not alive. While this JVM has no file descriptor left to look,
   * a process with the same pid is taken for this one.
   *
   * @return false if it has ended, also if another process has its pid now
   */
  public boolean isAlive() {
    long actual = ProcessTable.startOf(pid);
    return actual == startTicks || actual == ProcessTable.UNKNOWN;
  }

  /**
   * Writes the identity as text of digits and a colon.
   *
   * @return what {@link #decode(String)} reads
   */
  public String encode() {
    return pid + ":" + startTicks;
  }

  /**
   * Reads what {@link #encode()} wrote.
   *
   * @param text the text
   * @return the identity
   * @throws IllegalArgumentException if it is something else
   */
  public static ProcessIdentity decode(String text) {
    int colon = text.indexOf(':');
    try {
      return new ProcessIdentity(
          Long.parseLong(text, 0, Math.max(colon, 0), 10),
          Long.parseLong(text, colon + 1, text.length(), 10));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("text=" + text + ", must be pid:start", e);
    }
  }
}
