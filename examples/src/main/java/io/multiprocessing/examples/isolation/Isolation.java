package io.multiprocessing.examples.isolation;

import io.multiprocessing.Outcome;
import io.multiprocessing.OutputListener;
import io.multiprocessing.Pool;
import io.multiprocessing.PoolException;
import io.multiprocessing.TaskOptions;
import io.multiprocessing.WorkerCrashedException;
import io.multiprocessing.examples.support.Bar;
import io.multiprocessing.examples.support.Output;
import io.multiprocessing.examples.support.Seconds;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * What can processes do that threads cannot? Runs tasks that hang, exit, exhaust the heap and crash
 * in native code next to good ones, and shows that each costs its own item only.
 */
@Command(
    name = "isolation",
    description = "Tasks that hang, exit, crash, fill the heap: the others go on.")
public final class Isolation implements Callable<Integer> {

  @Option(
      names = "--workers",
      paramLabel = "N",
      defaultValue = "2",
      description = "Size of the pool. Default: ${DEFAULT-VALUE}")
  private int workers;

  @Option(
      names = "--task-timeout",
      paramLabel = "SECONDS",
      defaultValue = "2",
      description = "How long a task may run. Default: ${DEFAULT-VALUE}")
  private double taskTimeoutSeconds;

  @Mixin private Output output;

  /** What came back of one item. */
  record Run(
      String item,
      boolean good,
      boolean ok,
      String value,
      String type,
      String message,
      Integer exitCode) {

    private static Run of(Mischief mischief, Outcome<Object> outcome) {
      String does = mischief.does();
      boolean good = mischief.isGood();
      if (outcome.isSuccess()) {
        return new Run(does, good, true, String.valueOf(outcome.get()), null, null, null);
      }
      PoolException failure = outcome.failure().orElseThrow();
      String type = failure.getClass().getSimpleName();
      String message = failure.getMessage().lines().findFirst().orElse("");
      Integer exitCode = failure instanceof WorkerCrashedException crash ? crash.exitCode() : null;
      return new Run(does, good, false, null, type, message, exitCode);
    }
  }

  /** The whole run. */
  record Report(
      String example,
      double seconds,
      long parentPid,
      long crashedWorkers,
      long killedWorkers,
      boolean goodItemsRight,
      boolean poolWorksAfterwards,
      List<Run> runs) {}

  @Override
  public Integer call() throws Exception {
    checkOptions();
    Report report = report();
    print(report);
    output.finish(report);
    return report.goodItemsRight() && report.poolWorksAfterwards() ? 0 : 1;
  }

  @SuppressWarnings("try") // closed before its last figures are asked for
  private Report report() throws Exception {
    List<Mischief> mischief = List.of(Mischief.values());
    TaskOptions options = TaskOptions.defaults().taskTimeout(taskTimeout());
    long begin = System.nanoTime();
    try (Bar bar = Bar.open("isolation", mischief.size());
        Pool pool = startPool(bar)) {
      List<Outcome<Object>> outcomes =
          pool.mapOutcomes(Mischief::run, mischief, options.progress(bar.from(0)));
      double seconds = Seconds.since(begin);
      List<Integer> squares = pool.map(x -> x * x, List.of(1, 2, 3));
      pool.close(); // the last worker that had to be killed is counted when it is gone
      return new Report(
          output.example(),
          seconds,
          ProcessHandle.current().pid(),
          pool.stats().crashedWorkers(),
          pool.stats().killedWorkers(),
          areGoodOnesRight(mischief, outcomes),
          squares.equals(List.of(1, 4, 9)),
          runs(mischief, outcomes));
    }
  }

  private static List<Run> runs(List<Mischief> mischief, List<Outcome<Object>> outcomes) {
    List<Run> runs = new ArrayList<>();
    for (int i = 0; i < mischief.size(); i++) {
      runs.add(Run.of(mischief.get(i), outcomes.get(i)));
    }
    return runs;
  }

  /** Runs the good items here too, which tells what they should have returned there. */
  private static boolean areGoodOnesRight(List<Mischief> mischief, List<Outcome<Object>> outcomes)
      throws Exception {
    boolean right = true;
    for (int i = 0; i < mischief.size(); i++) {
      if (mischief.get(i).isGood()) {
        Outcome<Object> outcome = outcomes.get(i);
        right &= outcome.isSuccess() && mischief.get(i).run().equals(outcome.get());
      }
    }
    return right;
  }

  private Pool startPool(Bar bar) {
    OutputListener prefixed =
        (workerId, source, line) -> output.note(bar.above("worker " + workerId + " | " + line));
    return Pool.builder()
        .workers(workers)
        .workerMaxHeap("64m") // soon full
        .outputListener(prefixed)
        .build();
  }

  private void print(Report report) {
    PrintWriter table = output.table();
    table.printf("%2s  %-37s %s%n", "#", "the task is to", "what came back");
    int number = 0;
    for (Run run : report.runs()) {
      String back = run.ok() ? run.value() : run.type() + ": " + run.message();
      table.printf("%2d  %-37s %s%n", number++, run.item(), back);
    }
    table.println();
    table.println(
        report.goodItemsRight()
            ? "Every good item is right."
            : "NOT RIGHT: a good item is missing or wrong.");
    table.println(
        report.poolWorksAfterwards()
            ? "The pool works as before."
            : "NOT RIGHT: the pool no longer works.");
    table.printf(
        Locale.ROOT,
        "%d workers died and %d had to be killed, in %.1f s. This process, %d, lives on.%n",
        report.crashedWorkers(),
        report.killedWorkers(),
        report.seconds(),
        report.parentPid());
    table.flush();
  }

  private Duration taskTimeout() {
    return Duration.ofNanos((long) (taskTimeoutSeconds * 1e9));
  }

  private void checkOptions() {
    output.requireAtLeastOne("--workers", workers);
    output.require(
        taskTimeoutSeconds >= 0.001 && taskTimeoutSeconds <= 3600,
        "--task-timeout must be between 0.001 and 3600 seconds, but is " + taskTimeoutSeconds);
  }
}
