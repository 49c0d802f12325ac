package io.multiprocessing.benchmarks.jobs;

/** What one side of a row does, over and over. */
interface Job extends AutoCloseable {

  /** Does the job once; this is what is timed. */
  Object run() throws Exception;

  /** Returns what came of a run in words that the other side's result can be compared with. */
  default String check(Object result) {
    return String.valueOf(result);
  }

  @Override
  default void close() {}
}
