package io.multiprocessing.failures;

import io.multiprocessing.AsyncResult;
import io.multiprocessing.Pool;
import io.multiprocessing.testing.Await;
import io.multiprocessing.testing.Workers;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Uses a pool and does not close it. */
final class ForgetPoolMain {

  /** What happens then. */
  enum Mode {
    DROP_AND_COLLECT,
    DROP_BUT_KEEP_A_RESULT,
    DROP_WITH_AN_ITERATOR,
    RETURN,
    RETURN_WHILE_BUSY,
    EXIT_WHILE_BUSY,
    THROW
  }

  private ForgetPoolMain() {}

  public static void main(String[] args) throws Exception {
    Mode mode = Mode.valueOf(args[0]);
    Pool pool = Pool.create(2);
    System.out.println("sum " + pool.mapReduce(x -> x, 0, Integer::sum, List.of(1, 2, 3)));
    List<ProcessHandle> workers = workers(pool);
    AsyncResult<Integer> kept =
        switch (mode) {
          case RETURN_WHILE_BUSY, EXIT_WHILE_BUSY -> pool.applyAsync(ForgetPoolMain::hang);
          default -> pool.applyAsync(() -> 1);
        };
    System.out.println("ready");
    switch (mode) {
      case DROP_AND_COLLECT -> {
        kept = null;
        pool = null;
        awaitCollection(workers);
      }
      case DROP_WITH_AN_ITERATOR -> {
        kept = null;
        System.out.println("first " + firstOfEndless(pool));
        pool = null;
        awaitCollection(workers);
      }
      case DROP_BUT_KEEP_A_RESULT -> {
        pool = null;
        for (int i = 0; i < 20; i++) {
          System.gc();
          TimeUnit.MILLISECONDS.sleep(10);
        }
        System.out.println(
            workers.stream().allMatch(ProcessHandle::isAlive) ? "kept" : "lost " + workers);
        System.out.println("it was " + kept); // so that it was reachable until here
        kept = null;
        awaitCollection(workers);
      }
      case RETURN, RETURN_WHILE_BUSY -> {}
      case EXIT_WHILE_BUSY -> System.exit(7);
      case THROW -> throw new IllegalStateException("main fails");
    }
  }

  private static int firstOfEndless(Pool pool) {
    return pool.imap(x -> x, () -> Stream.iterate(1, n -> n + 1).iterator()).next();
  }

  private static Integer hang() {
    Death.hang();
    return 1;
  }

  private static List<ProcessHandle> workers(Pool pool) {
    Await.until("both are up", () -> pool.stats().startedWorkers() == 2);
    return Workers.pids(pool).stream().map(pid -> ProcessHandle.of(pid).orElseThrow()).toList();
  }

  private static void awaitCollection(List<ProcessHandle> workers) {
    Await.until(
        "the pool is collected and its workers are gone",
        () -> {
          System.gc();
          return workers.stream().noneMatch(ProcessHandle::isAlive);
        });
    System.out.println("collected");
  }
}
