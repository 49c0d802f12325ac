package io.multiprocessing.benchmarks.jobs;

import io.multiprocessing.Pool;
import io.multiprocessing.ResultIterator;
import io.multiprocessing.TaskOptions;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Many items whose task is next to nothing: what is measured is the way there and back. */
final class MapJobs {

  private MapJobs() {}

  static Job chunkOfOne(long items, int workers) {
    List<Integer> ints = ints(items);
    TaskOptions options = TaskOptions.defaults().chunkSize(1);
    return PoolJob.of(workers, pool -> pool.map(x -> x + 1, ints, options), MapJobs::sum);
  }

  static Job automaticInts(long items, int workers) {
    List<Integer> ints = ints(items);
    return PoolJob.of(workers, pool -> pool.map(x -> x + 1, ints), MapJobs::sum);
  }

  static Job automaticLongs(long items, int workers) {
    long[] longs = LongStream.range(0, items).toArray();
    return PoolJob.of(
        workers, pool -> pool.mapToLong(x -> x + 1, longs), r -> LongStream.of(r).sum());
  }

  static Job range(long items, int workers) {
    return PoolJob.of(
        workers, pool -> pool.mapToLong(x -> x + 1, 0, items), r -> LongStream.of(r).sum());
  }

  static Job imapUnordered(long items, int workers) {
    List<Integer> ints = ints(items);
    return PoolJob.of(workers, pool -> drained(pool, ints), sum -> sum);
  }

  private static long drained(Pool pool, List<Integer> ints) {
    long sum = 0;
    try (ResultIterator<Integer> results = pool.imapUnordered(x -> x + 1, ints)) {
      while (results.hasNext()) {
        sum += results.next();
      }
    }
    return sum;
  }

  private static List<Integer> ints(long items) {
    return IntStream.range(0, (int) items).boxed().toList();
  }

  private static Object sum(List<Integer> results) {
    return results.stream().mapToLong(Integer::longValue).sum();
  }
}
