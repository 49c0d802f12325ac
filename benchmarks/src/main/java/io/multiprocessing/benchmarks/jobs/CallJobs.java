package io.multiprocessing.benchmarks.jobs;

import io.multiprocessing.Pool;
import java.util.Arrays;

/** One call after the other, each waited for; small and large ones. */
final class CallJobs {

  private CallJobs() {}

  static Job applyRoundTrip(long calls, int workers) {
    return PoolJob.of(workers, pool -> roundTrips(pool, calls), sum -> sum);
  }

  private static long roundTrips(Pool pool, long calls) {
    long sum = 0;
    for (long i = 0; i < calls; i++) {
      long argument = i;
      sum += pool.apply(() -> argument);
    }
    return sum;
  }

  static Job argument(long bytes, int workers) {
    byte[] data = filled((int) bytes);
    return PoolJob.of(workers, pool -> pool.apply(() -> data.length), length -> length);
  }

  static Job result(long bytes, int workers) {
    int length = (int) bytes;
    return PoolJob.of(
        workers, pool -> pool.apply(() -> Ready.bytes(length)), result -> result.length);
  }

  private static byte[] filled(int bytes) {
    byte[] data = new byte[bytes];
    Arrays.fill(data, (byte) 'x');
    return data;
  }

  /** Worker side: what is returned is made once, as the way back is what is measured. */
  private static final class Ready {
    private static byte[] data = new byte[0]; // the worker's task thread only

    private Ready() {}

    static byte[] bytes(int length) {
      if (data.length != length) {
        data = filled(length);
      }
      return data;
    }
  }
}
