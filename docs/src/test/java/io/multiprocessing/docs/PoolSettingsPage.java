package io.multiprocessing.docs;

import io.multiprocessing.Chunking;
import io.multiprocessing.Pool;
import io.multiprocessing.PoolStats;
import io.multiprocessing.SerializableCallable;
import io.multiprocessing.TaskOptions;
import io.multiprocessing.TaskSerializationException;
import io.multiprocessing.WorkerContext;
import java.io.Serializable;
import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.IntStream;

/** The blocks of docs/20-pool.md about options, workers and the life of a pool. */
final class PoolSettingsPage {

  private PoolSettingsPage() {}

  static void options(Pool pool) {
    // tag: options
    TaskOptions options =
        TaskOptions.defaults().taskTimeout(Duration.ofSeconds(5)).retries(2).chunkSize(10);
    System.out.println(pool.map(n -> n + 1, List.of(1, 2, 3), options));
    // end: options
  }

  static void retries(Pool pool) {
    // tag: retries
    TaskOptions twoMore = TaskOptions.defaults().retries(2);
    int attempt =
        pool.apply(
            () -> {
              int now = WorkerContext.current().attempt();
              if (now < 3) {
                throw new IllegalStateException("not yet");
              }
              return now;
            },
            twoMore);
    System.out.println("succeeded at attempt " + attempt);
    // end: retries
  }

  static void failFast(Pool pool) {
    // tag: failFast
    TaskOptions all = TaskOptions.defaults().failFast(false);
    try {
      pool.map(n -> 6 / (n % 2), List.of(1, 2, 3, 4), all);
    } catch (RuntimeException e) {
      System.out.println("items that failed: " + (1 + e.getSuppressed().length));
    }
    // end: failFast
  }

  static void progress(Pool pool) {
    // tag: progress
    TaskOptions reported =
        TaskOptions.defaults()
            .progress(
                progress -> {
                  if (progress.completed() == progress.total()) {
                    System.out.println(progress);
                  }
                });
    pool.map(n -> n * n, List.of(1, 2, 3), reported);
    // end: progress
  }

  static void chunking(Pool pool) {
    // tag: chunking
    List<Integer> numbers = IntStream.range(0, 10_000).boxed().toList();
    TaskOptions fixed = TaskOptions.defaults().chunkSize(500);
    TaskOptions python = TaskOptions.defaults().chunking(new Chunking.Python());
    TaskOptions adaptive = TaskOptions.defaults(); // Chunking.Adaptive
    List<Integer> results = pool.map(n -> n + 1, numbers, fixed);
    System.out.println(results.equals(pool.map(n -> n + 1, numbers, python)));
    System.out.println(results.equals(pool.map(n -> n + 1, numbers, adaptive)));
    // end: chunking
  }

  static void executor(Pool pool) throws Exception {
    // tag: executor
    ExecutorService executor = pool.asExecutor();
    Callable<Integer> call = (Callable<Integer> & Serializable) () -> 6 * 7;
    SerializableCallable<Integer> same = () -> 6 * 7;
    Future<Integer> future = executor.submit(call);
    System.out.println(future.get() + " " + executor.submit(same).get());
    // end: executor
  }

  static void executorRefusal(Pool pool) {
    // tag: executorRefusal
    Callable<Integer> plain = () -> 6 * 7; // Callable alone is not serializable
    try {
      Future<Integer> future = pool.asExecutor().submit(plain);
      System.out.println("accepted: " + future);
    } catch (TaskSerializationException e) {
      System.out.println(e.getMessage());
    }
    // end: executorRefusal
  }

  static void initializer() {
    // tag: initializer
    try (Pool pool =
        Pool.builder()
            .workers(2)
            .initializer(() -> WorkerContext.current().state().put("model", loadModel()))
            .build()) {
      System.out.println(pool.map(PoolSettingsPage::classify, List.of("cat", "horse")));
    }
    // end: initializer
  }

  // tag: initializer-functions
  static Map<String, Integer> loadModel() { // slow and large; once per worker
    return Map.of("cat", 1, "horse", 2);
  }

  static int classify(String word) {
    @SuppressWarnings("unchecked")
    Map<String, Integer> model =
        (Map<String, Integer>) WorkerContext.current().state().get("model");
    return model.get(word);
  }

  // end: initializer-functions

  static void context(Pool pool) {
    // tag: context
    List<String> lines =
        pool.map(
            word -> {
              WorkerContext context = WorkerContext.current();
              return word + " is item " + context.itemIndex() + ", attempt " + context.attempt();
            },
            List.of("a", "b"));
    System.out.println(lines);
    System.out.println(WorkerContext.isWorker());
    // end: context
  }

  static void maxTasks() {
    // tag: maxTasks
    try (Pool pool = Pool.builder().workers(1).maxTasksPerWorker(10).build()) {
      Set<Long> pids = new HashSet<>();
      pids.addAll(pool.map(n -> ProcessHandle.current().pid(), Collections.nCopies(30, 0)));
      System.out.println(pids.size() + " worker JVMs ran 30 items");
    }
    // end: maxTasks
  }

  static void resize() {
    // tag: resize
    try (Pool pool = Pool.create(1)) {
      pool.resize(2);
      pool.map(n -> n, List.of(1, 2, 3));
      System.out.println(pool.workers().size() + " workers");
      PoolStats stats = pool.stats();
      System.out.println(stats.completedTasks() + " items, " + stats.failedTasks() + " failed");
    }
    // end: resize
  }

  static void output() throws InterruptedException {
    // tag: output
    try (Pool pool =
        Pool.builder()
            .workers(1)
            .outputListener((worker, source, line) -> System.out.println(source + ": " + line))
            .build()) {
      pool.apply(
          () -> {
            System.out.println("hello from a worker");
            return null;
          });
    }
    // end: output
  }

  static void afterClose() {
    // tag: afterClose
    Pool pool = Pool.create(1);
    pool.close(); // waits for what was submitted
    pool.close(); // does nothing
    try {
      pool.apply(() -> 1);
    } catch (RejectedExecutionException e) {
      System.out.println(e.getMessage());
    }
    // end: afterClose
  }

  static void terminate() {
    // tag: terminate
    Pool pool = Pool.create(1);
    var result = pool.applyAsync(() -> sleep(60_000));
    pool.terminate();
    try {
      result.await();
    } catch (RuntimeException e) {
      System.out.println(e.getMessage());
    }
    // end: terminate
  }

  private static int sleep(int millis) throws InterruptedException {
    Thread.sleep(millis);
    return millis;
  }

  static void nested(Pool pool) {
    // tag: nested
    int sum =
        pool.apply(
            () -> {
              try (Pool inner = Pool.create(1)) {
                return inner.map(n -> n * n, List.of(1, 2, 3)).stream().mapToInt(n -> n).sum();
              }
            });
    System.out.println(sum);
    // end: nested
  }
}
