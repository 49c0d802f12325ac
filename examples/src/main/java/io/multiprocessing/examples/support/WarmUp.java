package io.multiprocessing.examples.support;

import io.multiprocessing.Pool;
import io.multiprocessing.SerializableCallable;
import io.multiprocessing.TaskOptions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** What comes before a measurement: every worker has started, and its JIT compiler is done. */
public final class WarmUp {

  private static final int ROUNDS = 5;

  private static final double ENOUGH_SECONDS = 3;

  private WarmUp() {}

  /**
   * Does what is to be measured, until it takes as long as it will take from then on. That is not
   * only the compiler's work: a heap is slower until each of its pages has been used once, and a
   * queue of the pool is until it has gone on to a new file for the first time, after 8 MB.
   */
  public static void rounds(Runnable round) {
    long begin = System.nanoTime();
    for (int i = 0; i < ROUNDS && Seconds.since(begin) < ENOUGH_SECONDS; i++) {
      round.run();
    }
  }

  /**
   * What comes back of one warm-up; the value travels so that the compiler cannot drop the work.
   */
  private record Answer(long pid, Object value) {}

  /**
   * Does the work in each worker at least that many times; which worker gets an item is the pool's
   * choice.
   *
   * @return when each had answered once, as {@link System#nanoTime()}
   */
  public static long eachWorker(Pool pool, int workers, int times, SerializableCallable<?> work) {
    List<Integer> round = IntStream.range(0, 4 * workers).boxed().toList();
    Map<Long, Integer> timesOfPid = new HashMap<>();
    long allUpNanos = 0;
    do {
      for (Answer answer :
          pool.map(i -> answer(work), round, TaskOptions.defaults().chunkSize(1))) {
        timesOfPid.merge(answer.pid(), 1, Integer::sum);
      }
      if (allUpNanos == 0 && timesOfPid.size() == workers) {
        allUpNanos = System.nanoTime();
      }
    } while (timesOfPid.size() < workers
        || timesOfPid.values().stream().anyMatch(done -> done < times));
    return allUpNanos;
  }

  private static Answer answer(SerializableCallable<?> work) throws Exception {
    return new Answer(ProcessHandle.current().pid(), work.call());
  }
}
