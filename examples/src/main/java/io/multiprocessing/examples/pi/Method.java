package io.multiprocessing.examples.pi;

import io.multiprocessing.LongTask;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.stream.LongStream;

/** Who computes. All but {@link #PROCESSES} stay in this JVM: what a pool is compared with. */
enum Method {
  /** The thread that asks. */
  SERIAL,
  /** The threads of an executor, each with an equal share. */
  THREADS,
  /** The threads of Java's parallel streams. */
  STREAM,
  /** The worker JVMs of a {@link io.multiprocessing.Pool}. */
  PROCESSES,
  /** All of the above, one after the other; for an option. */
  ALL;

  /** Returns what an option with this value means, in the order of the book. */
  List<Method> chosen() {
    return this == ALL ? List.of(SERIAL, THREADS, PROCESSES, STREAM) : List.of(this);
  }

  /** Returns the numbers of workers to try: those asked for, where there is a choice. */
  List<Integer> workers(List<Integer> wanted) {
    return switch (this) {
      case SERIAL -> List.of(1);
      case STREAM -> List.of(ForkJoinPool.getCommonPoolParallelism() + 1); // and who asks
      default -> wanted;
    };
  }

  /** Returns the name as options and reports have it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Adds up what the task returns for 0, 1, … up to the number of items, in this JVM. */
  long sum(LongTask task, long items, int workers) {
    return switch (this) {
      case SERIAL -> sum(task, 0, items);
      case THREADS -> sumInThreads(task, items, workers);
      case STREAM -> LongStream.range(0, items).parallel().map(i -> apply(task, i)).sum();
      default -> throw new IllegalArgumentException("not in this JVM: method=" + this);
    };
  }

  private static long sum(LongTask task, long from, long to) {
    long sum = 0;
    for (long item = from; item < to; item++) {
      sum += apply(task, item);
    }
    return sum;
  }

  private static long sumInThreads(LongTask task, long items, int workers) {
    ExecutorService threads = Executors.newFixedThreadPool(workers);
    try {
      List<Callable<Long>> shares = new ArrayList<>();
      for (int worker = 0; worker < workers; worker++) {
        long from = items * worker / workers;
        long to = items * (worker + 1) / workers;
        shares.add(() -> sum(task, from, to));
      }
      long sum = 0;
      for (Future<Long> share : threads.invokeAll(shares)) {
        sum += share.get();
      }
      return sum;
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    } finally {
      threads.shutdownNow();
    }
  }

  private static long apply(LongTask task, long item) {
    try {
      return task.apply(item);
    } catch (Exception e) {
      throw new IllegalStateException("item " + item, e);
    }
  }
}
