package io.multiprocessing.examples.primequeue;

import io.multiprocessing.Manager;
import io.multiprocessing.ipc.SharedQueue;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;

/** The queues of {@link PrimeQueue}. */
enum QueueKind {
  /** In shared memory: processes put and take by themselves. */
  SHARED {
    @Override
    Queues open() {
      SharedQueue<Long> numbers = SharedQueue.unbounded();
      SharedQueue<Long> answers = SharedQueue.unbounded();
      return new Queues(
          numbers,
          answers,
          () -> {
            numbers.close();
            answers.close();
          });
    }
  },
  /** In a manager's process: each number is a message there and one back, twice. */
  MANAGER {
    @Override
    Queues open() {
      Manager manager = Manager.start();
      return new Queues(manager.queue(), manager.queue(), manager::close);
    }
  };

  /**
   * The way to the workers and the way back.
   *
   * @param numbers what the workers take
   * @param answers what they put
   * @param ending how both end
   */
  record Queues(BlockingQueue<Long> numbers, BlockingQueue<Long> answers, Runnable ending)
      implements AutoCloseable {

    @Override
    public void close() {
      ending.run();
    }
  }

  /** Makes two queues. */
  abstract Queues open();

  /** Returns the name as options and reports have it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
