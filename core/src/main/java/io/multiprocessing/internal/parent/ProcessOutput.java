package io.multiprocessing.internal.parent;

import io.multiprocessing.OutputListener;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * Parent side: what a child prints, passed on line by line, and what is to be seen of it when it
 * has exited.
 */
final class ProcessOutput {

  // a grandchild may hold the pipe open; but a busy machine may let the threads wait for a while
  private static final long LAST_OUTPUT_MILLIS = 1_000;

  private final Process process;
  private final int workerId;
  private final OutputPump stdout;
  private final OutputPump stderr;

  /**
   * Starts two threads.
   *
   * @param process the child
   * @param workerId its number, 0 if it is no worker
   * @param name what the names of the threads begin with
   * @param listener gets the lines
   */
  ProcessOutput(Process process, int workerId, String name, OutputListener listener) {
    this.process = process;
    this.workerId = workerId;
    this.stdout =
        start(name + "-stdout", process.getInputStream(), OutputListener.Source.STDOUT, listener);
    this.stderr =
        start(name + "-stderr", process.getErrorStream(), OutputListener.Source.STDERR, listener);
  }

  private OutputPump start(
      String threadName,
      InputStream stream,
      OutputListener.Source source,
      OutputListener listener) {
    return OutputPump.start(threadName, stream, line -> listener.onLine(workerId, source, line));
  }

  /**
   * Gathers what is left to see of the child, which has exited; waits for its last lines, though
   * not for long.
   *
   * @param session folder in which its crash log would be
   */
  CrashReport report(Path session) {
    try {
      long begin = System.nanoTime();
      stderr.awaitEnd(LAST_OUTPUT_MILLIS);
      long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
      stdout.awaitEnd(Math.max(1, LAST_OUTPUT_MILLIS - millis));
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
