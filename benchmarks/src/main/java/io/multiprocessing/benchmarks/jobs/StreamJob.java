package io.multiprocessing.benchmarks.jobs;

import java.util.concurrent.Callable;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Function;

/** A job that a parallel stream does in this JVM, with a given number of threads. */
final class StreamJob implements Job {

  private final ForkJoinPool threads;
  private final Callable<Long> stream;
  private final Function<Long, Object> check;

  StreamJob(int workers, Callable<Long> stream, Function<Long, Object> check) {
    this.threads = new ForkJoinPool(workers);
    this.stream = stream;
    this.check = check;
  }

  /** A stream runs in the pool of the thread that starts it. */
  @Override
  public Object run() throws Exception {
    return threads.submit(stream).get();
  }

  @Override
  public String check(Object result) {
    return String.valueOf(check.apply((Long) result));
  }

  @Override
  public void close() {
    threads.shutdown();
  }
}
