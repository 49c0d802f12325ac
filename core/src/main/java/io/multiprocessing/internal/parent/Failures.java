package io.multiprocessing.internal.parent;

import io.multiprocessing.PoolException;
import io.multiprocessing.TaskFailedException;
import io.multiprocessing.TaskSerializationException;
import io.multiprocessing.TaskTimeoutException;
import io.multiprocessing.WorkerCrashedException;
import io.multiprocessing.internal.protocol.Failure;
import io.multiprocessing.internal.protocol.Messages;
import java.io.UncheckedIOException;
import java.time.Duration;

/** Parent side: makes the exceptions that say what happened to an item. */
final class Failures {

  private static final String ADVICE =
      "; PoolBuilder.folder sets a place with more room, docker run --shm-size enlarges /dev/shm";

  private Failures() {}

  static PoolException of(Failure failure, Job job, long index, int workerId) {
    Throwable cause = failure.throwable();
    String where = where(job, index) + " in worker " + workerId;
    return switch (failure.fate()) {
      case Messages.THREW ->
          new TaskFailedException(where + " threw " + failure.text(), cause, index, workerId);
      case Messages.BAD_ARGUMENT ->
          new TaskSerializationException(
              "the argument of " + where + " could not be deserialized there: " + reason(cause),
              cause,
              index);
      case Messages.BAD_RESULT ->
          new TaskSerializationException(
              "the result of " + where + " could not be serialized there: " + reason(cause),
              cause,
              index);
      case Messages.BAD_FUNCTION ->
          new TaskSerializationException(
              "the task of " + where + " could not be deserialized there: " + reason(cause),
              cause,
              index);
      case Messages.NO_SPACE ->
          new PoolException(
              "no room in shared memory for the result of " + where + ": " + reason(cause) + ADVICE,
              cause);
      default -> throw new IllegalStateException("unknown fate: fate=" + failure.fate());
    };
  }

  static PoolException resultUnreadable(Job job, long index, int workerId, Throwable cause) {
    return new TaskSerializationException(
        "the result of "
            + where(job, index)
            + " from worker "
            + workerId
            + " could not be deserialized in the parent: "
            + reason(cause),
        cause,
        index);
  }

  static PoolException argumentUnsendable(Job job, long index, Throwable cause) {
    return new TaskSerializationException(
        "the argument of " + where(job, index) + " cannot be serialized: " + reason(cause),
        cause,
        index);
  }

  static PoolException noRoom(Job job, long index, RuntimeException cause) {
    if (cause instanceof UncheckedIOException) { // for lack of file descriptors, most likely
      return new PoolException(
          "the argument of " + where(job, index) + " cannot be written: " + reason(cause), cause);
    }
    return new PoolException(
        "no room in shared memory for the argument of "
            + where(job, index)
            + ": "
            + reason(cause)
            + ADVICE,
        cause);
  }

  static PoolException timedOut(Job job, long index, int workerId, Duration limit) {
    return new TaskTimeoutException(
        where(job, index)
            + " in worker "
            + workerId
            + " ran longer than its limit: taskTimeout="
            + limit,
        index,
        limit);
  }

  static PoolException crashed(
      Job job, long index, CrashReport report, String killReason, int crashes) {
    StringBuilder text = new StringBuilder();
    text.append("worker ")
        .append(report.details().workerId())
        .append(" (pid ")
        .append(report.details().pid());
    text.append(") ")
        .append(killReason == null ? report.howItEnded() : "was killed: " + killReason);
    text.append(" while running ").append(where(job, index));
    if (crashes > 1) {
      text.append("; the item has killed ").append(crashes).append(" workers");
    }
    text.append(report.lastWords());
    return new WorkerCrashedException(text.toString(), report.details(), index);
  }

  private static String reason(Throwable cause) {
    return cause instanceof Error ? cause.toString() : cause.getMessage();
  }

  private static String where(Job job, long index) {
    return job.kind() == Messages.CALL ? "the call" : "item " + index + " of " + job.name();
  }
}
