package io.multiprocessing.internal.parent;

import io.multiprocessing.OutputListener;
import java.nio.file.Path;

/**
 * Parent side: what a child prints, passed on line by line, and what is to be seen of it when it
 * has exited.
 */
final class ProcessOutput {

  // a second in all, since a grandchild may hold the pipe open; counted in ticks and not by the
  // clock, so that a machine that has stood still does not cost the last lines
  private static final int LAST_OUTPUT_TICKS = 100;
  private static final long TICK_MILLIS = 10;

  private final Process process;
  private final int workerId;
  private final OutputPump stdout;
  private final OutputPump stderr;

  private ProcessOutput(Process process, int workerId, OutputPump stdout, OutputPump stderr) {
    this.process = process;
    this.workerId = workerId;
    this.stdout = stdout;
    this.stderr = stderr;
  }

  /**
   * Starts two threads.
   *
   * @param process the child
   * @param workerId its number, 0 if it is no worker
   * @param name what the names of the threads begin with
   * @param listener gets the lines
   */
  static ProcessOutput start(Process process, int workerId, String name, OutputListener listener) {
    OutputPump stdout =
        OutputPump.start(
            name + "-stdout",
            process.getInputStream(),
            line -> listener.onLine(workerId, OutputListener.Source.STDOUT, line));
    OutputPump stderr =
        OutputPump.start(
            name + "-stderr",
            process.getErrorStream(),
            line -> listener.onLine(workerId, OutputListener.Source.STDERR, line));
    return new ProcessOutput(process, workerId, stdout, stderr);
  }

  /**
   * Gathers what is left to see of the child, which has exited; waits for its last lines, about a
   * second at most: not for the driver.
   *
   * @param session folder in which its crash log would be
   */
  CrashReport report(Path session) {
    try {
      boolean ended = false;
      for (int tick = 0; tick < LAST_OUTPUT_TICKS && !ended; tick++) {
        ended = stderr.awaitEnd(TICK_MILLIS) && stdout.awaitEnd(TICK_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // then without its last lines
    }
    return CrashReport.of(
        workerId,
        process.pid(),
        process.exitValue(),
        JvmCommand.crashLog(session, Long.toString(process.pid())),
        stdout.lastLines(),
        stderr.lastLines());
  }
}
