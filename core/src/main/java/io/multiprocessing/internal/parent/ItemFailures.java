package io.multiprocessing.internal.parent;

import io.multiprocessing.PoolException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/** Parent side: decides what the failure of an item means for it and for its call. Driver only. */
final class ItemFailures implements Dispatcher.Failing {

  /** What follows from a failure. */
  interface Jobs {

    /** Ends a call, and stops what still runs of it. */
    void end(Job job, RuntimeException failure);

    /** Ends a call that is complete, or sees to it that the rest is handed out. */
    void settle(Job job);
  }

  private final PoolConfig config;
  private final Workforce workforce;
  private final Counters counters;
  private final Jobs jobs;

  ItemFailures(PoolConfig config, Workforce workforce, Counters counters, Jobs jobs) {
    this.config = config;
    this.workforce = workforce;
    this.counters = counters;
    this.jobs = jobs;
  }

  /** An item has failed: it is run again, or it fails for good. */
  void itemFailed(SentChunk chunk, int position, PoolException failure, boolean retriable) {
    Job job = chunk.job();
    Job.Items items = chunk.items();
    if (job.isEnded()) {
      return;
    }
    if (retriable && items.attempt() <= job.options().retries()) {
      counters.taskRetried();
      job.retry(
          job.isAllOrNothing()
              ? new Job.Items(items.first(), items.count(), items.attempt() + 1)
              : new Job.Items(items.first() + position, 1, items.attempt() + 1));
      return;
    }
    failItem(job, items.first() + position, failure);
  }

  private void failItem(Job job, long index, PoolException failure) {
    if (job.isEnded()) {
      return;
    }
    PoolException fatal = job.failure(index, failure);
    if (fatal != null) {
      jobs.end(job, fatal);
    }
  }

  @Override
  public void itemUnsendable(Job job, long index, Throwable reason) {
    failItem(job, index, Failures.argumentUnsendable(job, index, reason));
    jobs.settle(job);
  }

  @Override
  public Set<SentChunk> chunksOnTheirWay() {
    Set<SentChunk> chunks = new HashSet<>();
    workforce.all().forEach(worker -> worker.chunks().forEach(chunks::add));
    return chunks;
  }

  @Override
  public void itemsHaveNoRoom(Job job, Job.Items items, RuntimeException reason) {
    if (items.count() > 1) { // smaller chunks need less
      for (int i = items.count() - 1; i >= 0; i--) {
        job.giveBack(new Job.Items(items.first() + i, 1, items.attempt()));
      }
      return;
    }
    failItem(job, items.first(), Failures.noRoom(job, items.first(), reason));
    jobs.settle(job);
  }

  /**
   * An item has run longer than its limit: its fate is decided now, whatever its worker says later.
   */
  void timedOut(Worker worker, SentChunk chunk, int position) {
    Job job = chunk.job();
    long index = chunk.items().first() + position;
    Duration limit = job.options().taskTimeout().orElseThrow();
    PoolException failure = Failures.timedOut(job, index, worker.id(), limit);
    if (job.isAllOrNothing()) {
      chunk.abandon();
    } else {
      chunk.settleEarly(position);
    }
    itemFailed(chunk, position, failure, true);
    long killAt = System.nanoTime() + Nanos.of(config.interruptGrace());
    worker.watch().interrupt(chunk.sequence(), position, killAt);
    jobs.settle(job);
  }

  /** A worker has died while it ran an item. */
  void crashed(Worker worker, SentChunk chunk, int position) {
    Job job = chunk.job();
    if (!job.isAllOrNothing()) {
      chunk.giveBackFrom(position + 1);
    }
    if (chunk.isSettledEarly(position)) {
      return; // its limit was exceeded, and this is the kill that followed
    }
    long index = chunk.items().first() + position;
    int crashes = job.crashed(index);
    PoolException failure =
        Failures.crashed(job, index, worker.crashReport(), worker.killReason(), crashes);
    itemFailed(chunk, position, failure, crashes < job.options().poisonLimit());
  }
}
