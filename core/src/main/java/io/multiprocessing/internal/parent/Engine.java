package io.multiprocessing.internal.parent;

import io.multiprocessing.PoolException;
import io.multiprocessing.PoolStats;
import io.multiprocessing.WorkerInfo;
import io.multiprocessing.WorkerStartException;
import io.multiprocessing.internal.protocol.Messages;
import io.multiprocessing.ipc.internal.channel.ChannelFullException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Parent side: the state of one pool and everything that happens to it. Driver only, but for the
 * methods that say otherwise.
 *
 * <p>It turns: messages of workers, events of other threads, and deadlines come in; chunks,
 * interrupts and kills go out.
 */
final class Engine implements Driver.Duty, ItemFailures.Jobs {

  private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();
  // in which the workers that are killed for a defect can be buried
  private static final long BURIAL_NANOS = 5_000_000_000L;

  private final PoolConfig config;
  private final Workforce workforce;
  private final Dispatcher dispatcher;
  private final Deadlines deadlines;
  private final Inbox inbox;
  private final ProgressReports progress;
  private final Counters counters = new Counters();
  private final AtomicLong lastJobId = new AtomicLong();
  private final Runnable onTerminated;
  private PoolState state = PoolState.RUNNING; // see PoolState for the transitions
  private boolean closing; // close was asked for
  private boolean defective; // a turn threw
  private long abandonAtNanos; // if defective
  private long nanosToDeadline;
  private volatile boolean busy = true; // read by threads that decide whether somebody has to drive
  private volatile boolean open = true; // written by threads that close, read by those that submit
  private volatile WorkerStartException broken; // read by threads that submit

  Engine(
      PoolConfig config,
      Launcher launcher,
      ExecutorService executor,
      Executor callbacks,
      ClassSource source,
      Consumer<Runnable> post,
      Runnable onTerminated) {
    this.config = config;
    this.workforce =
        new Workforce(config, launcher, executor, post, this::gone, this::settle, counters);
    ItemFailures failures = new ItemFailures(config, workforce, counters, this);
    this.dispatcher = new Dispatcher(new ChunkSender(), failures);
    this.deadlines = new Deadlines(config, workforce, failures::timedOut);
    this.inbox = new Inbox(workforce, dispatcher, failures, this, source.codec());
    this.progress = new ProgressReports(callbacks);
    this.onTerminated = onTerminated;
  }

  // ---- any thread

  /** Any thread: makes a job of a call, to be passed to {@link #submit}. */
  Job newJob(JobSpec spec) {
    return new Job(lastJobId.incrementAndGet(), spec, config.workers());
  }

  /** Any thread: throws if no calls are taken. */
  void checkOpen() {
    if (!open) {
      throw new RejectedExecutionException("the pool is closed");
    }
    WorkerStartException failure = broken;
    if (failure != null) {
      throw StartFailures.again(failure);
    }
  }

  @Override
  public boolean isBusy() {
    return busy;
  }

  boolean isOpen() {
    return open;
  }

  /** Any thread: takes no more calls, to be followed by {@link #close} or {@link #terminate}. */
  void refuse() {
    open = false;
  }

  // ---- the driver's turn

  @Override
  public boolean work() {
    abandonIfDue();
    boolean worked = false;
    long heard = System.nanoTime();
    for (Worker worker : workforce.all()) {
      worked |= inbox.receiveAll(worker);
      worked |= dispatcher.takeGiven(worker);
    }
    worked |= dispatcher.dispatch(workforce.assignable(), workforce::holders);
    long now = System.nanoTime();
    nanosToDeadline =
        Math.min(
            deadlines.check(heard, now),
            workforce.nanosToNextTending(dispatcher.hasBacklog(), now));
    nanosToDeadline = Math.min(nanosToDeadline, dispatcher.nanosToNextLook());
    workforce.tend(dispatcher.hasBacklog(), now);
    checkBroken();
    advanceShutdown();
    busy =
        state != PoolState.TERMINATED
            && (!dispatcher.active().isEmpty() || closing || workforce.isUnsettled());
    return worked;
  }

  /** While every processor has a worker to run, spinning would take one away from it. */
  @Override
  public boolean maySpin() {
    return workforce.busyWorkers() < PROCESSORS;
  }

  @Override
  public long nanosToDeadline() {
    return nanosToDeadline;
  }

  /** Driver: a worker's process is gone. */
  private void gone(Worker worker) {
    inbox.gone(worker);
  }

  @Override
  public void failed(Throwable defect) {
    if (!defective) {
      defective = true;
      abandonAtNanos = System.nanoTime() + BURIAL_NANOS;
      logDefect(defect);
    }
    abandonIfDue();
    if (state.canBecome(PoolState.STOPPING)) {
      transition(PoolState.STOPPING);
    }
    for (Job job : List.copyOf(dispatcher.active())) {
      dispatcher.remove(job);
      job.end(new PoolException("the pool has failed: " + defect, defect));
    }
    workforce.killAll();
  }

  /** What was lost with a turn that threw may be what it takes to bury a worker. */
  private void abandonIfDue() {
    if (defective
        && state.canBecome(PoolState.TERMINATED)
        && System.nanoTime() - abandonAtNanos >= 0) {
      transition(PoolState.TERMINATED);
      busy = false;
      onTerminated.run();
    }
  }

  private static void logDefect(Throwable defect) {
    try {
      Log.error("the pool has failed and is terminated", defect);
    } catch (LinkageError e) { // its classes cannot be loaded; the calls will say it
      defect.addSuppressed(e);
    }
  }

  /**
   * After anything has happened to a job's items: ends it, or sees to it that the rest is handed
   * out.
   */
  @Override
  public void settle(Job job) {
    if (job.isEnded()) {
      return;
    }
    job.handOver();
    if (job.isComplete()) {
      endJob(job, null, true);
    } else {
      dispatcher.offer(job);
      progress.report(job, false);
    }
  }

  // ---- jobs

  void submit(Job job) {
    if (state != PoolState.RUNNING) {
      job.end(new RejectedExecutionException("the pool is closed"));
    } else if (broken != null) {
      job.end(StartFailures.again(broken));
    } else {
      counters.callSubmitted();
      dispatcher.add(job);
      settle(job);
    }
  }

  /** Says that a job's source has something new. */
  void moreItems(Job job) {
    settle(job);
  }

  void cancel(Job job, RuntimeException reason, boolean interruptRunning) {
    endJob(job, reason, interruptRunning);
  }

  @Override
  public void end(Job job, RuntimeException failure) {
    endJob(job, failure, true);
  }

  private void endJob(Job job, RuntimeException failure, boolean interruptRunning) {
    if (!dispatcher.active().contains(job)) {
      return;
    }
    dispatcher.remove(job);
    counters.callCompleted(job.done(), job.failed());
    for (Worker worker : workforce.all()) {
      withdraw(worker, job, interruptRunning);
      forget(worker, job);
    }
    progress.report(job, true);
    job.end(failure);
  }

  /**
   * The words for stop and interrupt name one chunk. That must be the last one claimed: what the
   * worker was sent before is done, though its result may not have been read yet.
   */
  private void withdraw(Worker worker, Job job, boolean interruptRunning) {
    // in the order sent, the worker would go on to the next one meanwhile
    for (SentChunk chunk : worker.chunks().newestFirst()) {
      if (chunk.job() != job) {
        if (worker.words().isClaimed(chunk.sequence())) {
          return;
        }
      } else if (!worker.revoke(chunk)) {
        stop(worker, chunk, interruptRunning);
        return;
      }
    }
  }

  private void stop(Worker worker, SentChunk chunk, boolean interruptRunning) {
    worker.words().stop(chunk.sequence());
    if (interruptRunning) {
      long killAt = System.nanoTime() + Nanos.of(config.interruptGrace());
      worker.watch().interrupt(chunk.sequence(), -1, killAt);
    }
  }

  private static void forget(Worker worker, Job job) {
    if (worker.knownJobs().remove(job.id()) && !worker.isAtLeast(WorkerState.STOPPING)) {
      try {
        var out = worker.writer().begin();
        out.writeByte(Messages.FORGET);
        out.writeLong(job.id());
        worker.writer().commit(); // read in front of the next chunk; no need to wake anybody
      } catch (ChannelFullException | UncheckedIOException e) {
        worker.writer().abort(); // the worker keeps one function too many, until it is replaced
      }
    }
  }

  private void checkBroken() {
    if (broken == null && (state == PoolState.RUNNING || state == PoolState.CLOSING)) {
      WorkerStartException reason = workforce.whyBroken();
      if (reason != null) {
        broken = reason;
        workforce.giveUp();
        for (Job job : List.copyOf(dispatcher.active())) {
          endJob(job, StartFailures.again(reason), true);
        }
      }
    }
  }

  // ---- the end

  void close() {
    if (state == PoolState.RUNNING) {
      transition(PoolState.CLOSING);
      for (Job job : List.copyOf(dispatcher.active())) {
        job.items().stopReading(); // else an infinite input would keep the pool open for ever
        settle(job);
      }
    }
  }

  void terminate() {
    if (state.canBecome(PoolState.STOPPING)) {
      transition(PoolState.STOPPING);
    }
    for (Job job : List.copyOf(dispatcher.active())) {
      endJob(
          job,
          new PoolException("the pool was terminated before the call was done: " + job.name()),
          false);
    }
    workforce.killAll();
  }

  private void advanceShutdown() {
    if (state == PoolState.CLOSING && dispatcher.active().isEmpty()) {
      transition(PoolState.STOPPING);
      workforce.stopAll();
    }
    if (state == PoolState.STOPPING && workforce.isEmpty()) {
      transition(PoolState.TERMINATED);
      onTerminated.run();
    }
  }

  private void transition(PoolState next) {
    if (!state.canBecome(next)) {
      throw new IllegalStateException("the pool cannot become " + next + ": state=" + state);
    }
    state = next;
    open = false;
    closing = true;
  }

  void resize(int workers) {
    if (state == PoolState.RUNNING) {
      workforce.resize(workers);
    }
  }

  List<WorkerInfo> workers() {
    return workforce.infos();
  }

  PoolStats stats() {
    return counters.stats();
  }
}
