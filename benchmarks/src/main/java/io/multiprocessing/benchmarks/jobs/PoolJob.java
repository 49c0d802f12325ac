package io.multiprocessing.benchmarks.jobs;

import io.multiprocessing.Pool;
import java.util.function.Function;

/**
 * A job that a pool does.
 *
 * @param <R> what comes of it
 */
final class PoolJob<R> implements Job {

  /** What to do with the pool. */
  @FunctionalInterface
  interface Body<R> {
    R run(Pool pool) throws Exception;
  }

  private final Pool pool;
  private final Body<R> body;
  private final Function<R, Object> check;

  private PoolJob(Pool pool, Body<R> body, Function<R, Object> check) {
    this.pool = pool;
    this.body = body;
    this.check = check;
  }

  /** Opens a pool for the job. The check is not timed. */
  static <R> Job of(int workers, Body<R> body, Function<R, Object> check) {
    return new PoolJob<>(Pool.create(workers), body, check);
  }

  @Override
  public R run() throws Exception {
    return body.run(pool);
  }

  @Override
  @SuppressWarnings("unchecked") // it came out of run
  public String check(Object result) {
    return String.valueOf(check.apply((R) result));
  }

  @Override
  public void close() {
    pool.close();
  }
}
