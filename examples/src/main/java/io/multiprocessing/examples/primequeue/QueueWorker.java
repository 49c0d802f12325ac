package io.multiprocessing.examples.primequeue;

import io.multiprocessing.SerializableRunnable;
import io.multiprocessing.examples.support.PrimeRange;
import io.multiprocessing.examples.support.TrialDivision;
import java.util.concurrent.BlockingQueue;

/**
 * What a process of {@link PrimeQueue} does: takes numbers until the sentinel comes, and puts the
 * primes among them.
 *
 * @param numbers what to look at, the same queue in all processes
 * @param answers the primes, and what there is to tell the parent
 */
record QueueWorker(BlockingQueue<Long> numbers, BlockingQueue<Long> answers)
    implements SerializableRunnable {

  /** After the last number, once for each worker. */
  static final long WORK_FINISHED = -1;

  /** The first answer of a worker: it waits for numbers. */
  static final long WORKER_READY = -2;

  /** The last answer of a worker. */
  static final long WORKER_FINISHED = -3;

  private static final int WARM_TIMES = 20;

  @Override
  public void run() throws InterruptedException {
    for (int i = 0; i < WARM_TIMES; i++) {
      TrialDivision.countPrimes(PrimeRange.A.from, PrimeRange.A.to);
    }
    answers.put(WORKER_READY);
    for (long n = numbers.take(); n != WORK_FINISHED; n = numbers.take()) {
      if (TrialDivision.isPrime(n)) {
        answers.put(n);
      }
    }
    answers.put(WORKER_FINISHED);
  }
}
