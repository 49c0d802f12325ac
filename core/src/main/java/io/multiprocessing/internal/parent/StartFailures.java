package io.multiprocessing.internal.parent;

import io.multiprocessing.WorkerStartException;
import io.multiprocessing.internal.protocol.Failure;
import java.util.ArrayList;
import java.util.List;

/** Parent side: makes the exceptions that say why a worker has not come up. */
final class StartFailures {

  private StartFailures() {}

  static WorkerStartException notLaunched(int workerId, Throwable cause, List<String> command) {
    Throwable root = cause;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return new WorkerStartException(
        "worker "
            + workerId
            + " could not be started: "
            + cause
            + (cause.toString().contains(root.toString()) ? "" : " (" + root + ")"),
        cause,
        command,
        "");
  }

  static WorkerStartException initializerFailed(
      int workerId, Failure failure, List<String> command) {
    return new WorkerStartException(
        "the initializer failed in worker " + workerId + ": " + failure.text(),
        failure.throwable(),
        command,
        "");
  }

  /** Its process has ended before it was ready, and nobody has said why. */
  static WorkerStartException died(CrashReport report, String killReason, List<String> command) {
    List<String> output = new ArrayList<>(report.stdout());
    output.addAll(report.details().stderr());
    String text = String.join("\n  ", output);
    return new WorkerStartException(
        "worker "
            + report.details().workerId()
            + " (pid "
            + report.details().pid()
            + ") "
            + (killReason == null
                ? report.howItEnded() + " before it was ready"
                : "was killed: " + killReason)
            + "; command line: "
            + String.join(" ", command)
            + (output.isEmpty() ? "; it printed nothing" : "; it printed:\n  " + text),
        null,
        command,
        text);
  }

  /**
   * The same failure for another caller, with a stack trace of its own: exceptions are not shared
   * between threads.
   */
  static WorkerStartException again(WorkerStartException failure) {
    return new WorkerStartException(
        failure.getMessage(), failure.getCause(), failure.commandLine(), failure.output());
  }
}
