package io.multiprocessing.docs;

import io.multiprocessing.JvmProcess;
import io.multiprocessing.Outcome;
import io.multiprocessing.Pool;
import io.multiprocessing.TaskFailedException;
import io.multiprocessing.TaskOptions;
import io.multiprocessing.TaskSerializationException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The blocks of docs/10-quickstart.md. */
final class QuickstartPage {

  private QuickstartPage() {}

  static void map() {
    // tag: map
    try (Pool pool = Pool.create()) {
      List<Integer> lengths = pool.map(word -> word.length(), List.of("one", "three", "eleven"));
      System.out.println(lengths);
    }
    // end: map
  }

  static void builder() {
    // tag: builder
    try (Pool pool = Pool.builder().workers(2).workerMaxHeap("256m").build()) {
      long pid = pool.apply(() -> ProcessHandle.current().pid());
      System.out.println("in another process: " + (pid != ProcessHandle.current().pid()));
    }
    // end: builder
  }

  static void throwing(Pool pool) {
    // tag: throwing
    try {
      pool.map(x -> 12 / x, List.of(1, 0, 3));
    } catch (TaskFailedException e) {
      System.out.println(e.getMessage());
      System.out.println("item " + e.itemIndex() + ", cause: " + e.getCause());
    }
    // end: throwing
  }

  static void outcomes(Pool pool) {
    // tag: outcomes
    for (Outcome<Integer> outcome : pool.mapOutcomes(x -> 12 / x, List.of(1, 0, 3))) {
      System.out.println(outcome.isSuccess() ? "result " + outcome.get() : "failed");
    }
    // end: outcomes
  }

  static void timeout(Pool pool) {
    // tag: timeout
    TaskOptions limit = TaskOptions.defaults().taskTimeout(Duration.ofSeconds(1));
    for (Outcome<Integer> outcome : pool.mapOutcomes(QuickstartPage::slow, List.of(1, 2), limit)) {
      System.out.println(outcome);
    }
    // end: timeout
  }

  private static int slow(int x) throws InterruptedException {
    if (x == 2) {
      Thread.sleep(60_000);
    }
    return x;
  }

  static void copies(Pool pool) {
    // tag: copies
    List<String> seen = new ArrayList<>();
    pool.map(x -> seen.add("item " + x), List.of(1, 2, 3));
    System.out.println(seen);
    // end: copies
  }

  static void captured(Pool pool) {
    // tag: captured
    Thread watcher = new Thread(() -> {});
    try {
      pool.apply(() -> watcher.getName());
    } catch (TaskSerializationException e) {
      System.out.println(e.getMessage());
    }
    // end: captured
  }

  static void process() {
    // tag: process
    try (JvmProcess process = JvmProcess.start(() -> System.out.println("hello from a JVM"))) {
      process.join();
      System.out.println("exit code " + process.exitCode());
    }
    // end: process
  }
}
