package io.multiprocessing.ipc;

import java.util.Map;
import java.util.TreeMap;

/**
 * Tasks will never be reported as done, because the process that had taken them has ended.
 *
 * @see JoinableSharedQueue#join()
 */
public final class TasksLostException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final TreeMap<Long, Long> lost;

  /**
   * Creates the exception.
   *
   * @param lost how many tasks each process had taken and not reported, by its pid
   */
  public TasksLostException(Map<Long, Long> lost) {
    super(describe(lost));
    this.lost = new TreeMap<>(lost);
  }

  private static String describe(Map<Long, Long> lost) {
    StringBuilder text = new StringBuilder();
    lost.forEach(
        (pid, tasks) ->
            text.append(text.isEmpty() ? "" : ", ")
                .append("process ")
                .append(pid)
                .append(" has ended with ")
                .append(tasks)
                .append(tasks == 1 ? " task" : " tasks"));
    return text
        + " that it had taken and not reported as done; put them again if they are known, and call"
        + " taskDone() once for each that is lost";
  }

  /**
   * Returns how many tasks were lost with each process.
   *
   * @return numbers of tasks by pid; unmodifiable
   */
  public Map<Long, Long> lostByPid() {
    return java.util.Collections.unmodifiableMap(lost);
  }

  /**
   * Returns how many tasks were lost.
   *
   * @return their number, at least 1
   */
  public long count() {
    return lost.values().stream().mapToLong(Long::longValue).sum();
  }
}
