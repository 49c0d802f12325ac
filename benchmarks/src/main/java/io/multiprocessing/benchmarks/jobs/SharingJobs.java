package io.multiprocessing.benchmarks.jobs;

import io.multiprocessing.AsyncResult;
import io.multiprocessing.Pool;
import io.multiprocessing.TaskOptions;
import io.multiprocessing.ipc.RawLong;
import io.multiprocessing.ipc.RawValue;
import io.multiprocessing.ipc.SharedQueue;
import io.multiprocessing.ipc.Value;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** All workers at shared memory, at the same time. */
final class SharingJobs {

  private SharingJobs() {}

  /** The parent puts, one worker takes. */
  static Job queue(long elements, int workers) {
    SharedQueue<Integer> queue = SharedQueue.unbounded();
    return PoolJob.of(workers, pool -> putAndTake(pool, queue, elements), sum -> sum);
  }

  private static long putAndTake(Pool pool, SharedQueue<Integer> queue, long elements)
      throws InterruptedException {
    AsyncResult<Long> taken = pool.applyAsync(() -> takeAndAdd(queue, elements));
    for (int i = 0; i < elements; i++) {
      queue.put(i);
    }
    return taken.await();
  }

  private static long takeAndAdd(SharedQueue<Integer> queue, long elements)
      throws InterruptedException {
    long sum = 0;
    for (long i = 0; i < elements; i++) {
      sum += queue.take();
    }
    return sum;
  }

  /** All workers at one value, each time with its lock. */
  static Job lockIncrement(long increments, int workers) {
    Value<RawLong> value = Value.of(RawValue.ofLong(0));
    long share = increments / workers;
    return PoolJob.of(workers, pool -> incrementLocked(pool, value, share, workers), sum -> sum);
  }

  private static long incrementLocked(Pool pool, Value<RawLong> value, long share, int workers) {
    value.get().set(0);
    pool.map(
        place -> {
          for (long i = 0; i < share; i++) {
            value.locked(raw -> raw.set(raw.get() + 1));
          }
          return place;
        },
        places(workers),
        TaskOptions.defaults().chunkSize(1));
    return value.get().get();
  }

  private static List<Integer> places(int workers) {
    return IntStream.range(0, workers).boxed().toList();
  }

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
    pool.map(
        place -> {
          RawLong value = values.get(place);
          for (long i = 0; i < share; i++) {
            value.set(value.get() + 1);
          }
          return place;
        },
        places(values.size()),
        TaskOptions.defaults().chunkSize(1));
    return values.stream().mapToLong(RawLong::get).sum();
  }
}
