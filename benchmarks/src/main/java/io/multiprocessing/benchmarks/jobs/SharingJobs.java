package io.multiprocessing.benchmarks.jobs;

import io.multiprocessing.Pool;
import io.multiprocessing.TaskOptions;
import io.multiprocessing.ipc.RawLong;
import io.multiprocessing.ipc.RawValue;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** All workers at shared memory, at the same time. */
final class SharingJobs {

  private SharingJobs() {}

  /**
   * Each worker at a value of its own, so that no increment is lost: what Python's {@code value +=
   * 1} does is a read and a write, too.
   */
  static Job rawValueIncrement(long increments, int workers) {
    List<RawLong> values = Stream.generate(() -> RawValue.ofLong(0)).limit(workers).toList();
    long share = increments / workers;
    return PoolJob.of(workers, pool -> incrementRaw(pool, values, share), sum -> sum);
  }

  private static long incrementRaw(Pool pool, List<RawLong> values, long share) {
    values.forEach(value -> value.set(0));
    List<Integer> places = IntStream.range(0, values.size()).boxed().toList();
    pool.map(
        place -> {
          RawLong value = values.get(place);
          for (long i = 0; i < share; i++) {
            value.set(value.get() + 1);
          }
          return place;
        },
        places,
        TaskOptions.defaults().chunkSize(1));
    return values.stream().mapToLong(RawLong::get).sum();
  }
}
