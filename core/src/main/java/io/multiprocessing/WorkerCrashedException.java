package io.multiprocessing;

import java.io.Serializable;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A worker JVM died while it ran an item: exit, kill, crash in native code, or heap exhausted.
 *
 * <p>Only the item it ran fails; the worker is replaced.
 */
public class WorkerCrashedException extends PoolException {

  private static final long serialVersionUID = 1L;

  /** How a crash log names the signal that the JVM died of. */
  private static final Pattern HANDLED_SIGNAL =
      Pattern.compile("(?m)^# +SIG\\w+ \\((0x[0-9a-f]+)\\) at pc=");

  /** What is known about the death. */
  private final Details details;

  /** Position of the item. */
  private final long itemIndex;

  /**
   * What is known about the death of a worker.
   *
   * @param workerId the worker's id
   * @param pid its process id
   * @param exitCode its exit code; 128 + n when signal n ended it
   * @param outOfMemory whether its heap was exhausted
   * @param stderr the last lines of its standard error, oldest first
   * @param crashLog path of the JVM's crash log (hs_err), kept until the pool is closed; null when
   *     there is none
   * @param crashSummary the first lines of the crash log, or an empty text
   */
  public record Details(
      int workerId,
      long pid,
      int exitCode,
      boolean outOfMemory,
      List<String> stderr,
      String crashLog,
      String crashSummary)
      implements Serializable {}

  /**
   * Creates the exception.
   *
   * @param message what happened, with which values, and what to do next
   * @param details what is known about the death
   * @param itemIndex position of the item that was running, from 0
   */
  public WorkerCrashedException(String message, Details details, long itemIndex) {
    super(message);
    this.details = details;
    this.itemIndex = itemIndex;
  }

  /**
   * Returns the position of the item that was running.
   *
   * @return the index, from 0; 0 for a single call
   */
  public long itemIndex() {
    return itemIndex;
  }

  /**
   * Returns the id of the worker that died.
   *
   * @return the id
   */
  public int workerId() {
    return details.workerId();
  }

  /**
   * Returns the process id of the worker that died.
   *
   * @return the pid
   */
  public long pid() {
    return details.pid();
  }

  /**
   * Returns the exit code.
   *
   * @return the code; 128 + n when signal n ended the process, for example 137 for SIGKILL
   */
  public int exitCode() {
    return details.exitCode();
  }

  /**
   * Returns the signal that ended the process, be it that the JVM has handled it: it then writes
   * its crash log and exits with a code that does not tell.
   *
   * @return the number of the signal, or empty when the process exited by itself
   */
  public Optional<Integer> signal() {
    Matcher handled = HANDLED_SIGNAL.matcher(details.crashSummary());
    if (handled.find()) {
      return Optional.of(Integer.decode(handled.group(1)));
    }
    return exitCode() > 128 && exitCode() <= 128 + 64
        ? Optional.of(exitCode() - 128)
        : Optional.empty();
  }

  /**
   * Tells whether the worker died because its heap was exhausted.
   *
   * @return true when the JVM reported an OutOfMemoryError
   */
  public boolean outOfMemory() {
    return details.outOfMemory();
  }

  /**
   * Returns the last lines of the worker's standard error.
   *
   * @return the lines, oldest first
   */
  public List<String> stderr() {
    return details.stderr();
  }

  /**
   * Returns where the JVM wrote its crash log.
   *
   * @return the file, which goes with the pool; empty when there is none
   */
  public Optional<Path> crashLog() {
    return Optional.ofNullable(details.crashLog()).map(Path::of);
  }

  /**
   * Returns the beginning of the crash log, with the problematic frame.
   *
   * @return the text; empty when there is no crash log
   */
  public String crashSummary() {
    return details.crashSummary();
  }
}
