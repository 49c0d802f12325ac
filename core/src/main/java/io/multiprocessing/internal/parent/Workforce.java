package io.multiprocessing.internal.parent;

import io.multiprocessing.WorkerInfo;
import io.multiprocessing.WorkerStartException;
import io.multiprocessing.internal.protocol.Failure;
import io.multiprocessing.internal.protocol.Messages;
import io.multiprocessing.ipc.internal.channel.ChannelFullException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;

/**
 * Parent side: how many workers there are: starts, replaces, retires and buries them. Driver only.
 */
final class Workforce {

  private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

  private final PoolConfig config;
  private final Launcher launcher;
  private final WorkerLife life;
  private final Consumer<Worker> onGone;
  private final Consumer<Job> onTakenBack;
  private final Counters counters;
  private final StartBrake brake = new StartBrake();
  private final Map<Integer, Worker> workers = new LinkedHashMap<>(); // older ones first
  private int target;
  private int lastId;

  /**
   * Creates the object; it starts nothing yet.
   *
   * @param config how many workers of what kind
   * @param launcher starts them
   * @param executor runs what blocks
   * @param post has the driver run an event
   * @param onGone takes what a worker whose process is gone has left in its queue and its journal
   * @param onTakenBack is told of a job that was given items back
   * @param counters counts
   */
  Workforce(
      PoolConfig config,
      Launcher launcher,
      ExecutorService executor,
      Consumer<Runnable> post,
      Consumer<Worker> onGone,
      Consumer<Job> onTakenBack,
      Counters counters) {
    this.config = config;
    this.launcher = launcher;
    this.life = new WorkerLife(launcher, executor, post, this::gone);
    this.onGone = onGone;
    this.onTakenBack = onTakenBack;
    this.counters = counters;
    this.target = config.workers();
  }

  List<Worker> all() {
    return new ArrayList<>(workers.values());
  }

  boolean isEmpty() {
    return workers.isEmpty();
  }

  /**
   * Returns those that may be given chunks: at most as many as the pool shall have, the older ones
   * first. One that is being killed gets none: it would be taken for the victim of what it begins.
   */
  List<Worker> assignable() {
    List<Worker> result = new ArrayList<>(target);
    for (Worker worker : workers.values()) {
      if (worker.state() == WorkerState.READY
          && worker.remainingTasks() > 0
          && worker.killReason() == null
          && result.size() < target) {
        result.add(worker);
      }
    }
    return result;
  }

  /**
   * Returns those whose chunks others may get, also what is used up or retires, which gets none.
   */
  List<Worker> holders() {
    List<Worker> result = new ArrayList<>();
    for (Worker worker : workers.values()) {
      if (!worker.chunks().isEmpty() && worker.killReason() == null) {
        result.add(worker);
      }
    }
    return result;
  }

  int busyWorkers() {
    int busy = 0;
    for (Worker worker : workers.values()) {
      if (!worker.chunks().isEmpty()) {
        busy++;
      }
    }
    return busy;
  }

  void resize(int newTarget) {
    target = newTarget;
    int surplus = count(WorkerState.READY) - newTarget;
    for (Worker worker : all()) { // idle ones first
      if (surplus > 0 && worker.state() == WorkerState.READY && worker.chunks().isEmpty()) {
        worker.transition(WorkerState.RETIRING);
        surplus--;
      }
    }
    for (Worker worker : all()) {
      if (surplus > 0 && worker.state() == WorkerState.READY) {
        worker.transition(WorkerState.RETIRING);
        surplus--;
      }
    }
  }

  /** Starts what is missing, retires what is too many, and lets retired ones go. */
  void tend(boolean backlog, long now) {
    retireSurplus(-missing(backlog));
    for (Worker worker : all()) {
      if (worker.state() == WorkerState.READY && isToRetire(worker, backlog, now)) {
        worker.transition(WorkerState.RETIRING);
      }
      if (worker.state() == WorkerState.RETIRING) {
        takeBack(worker);
        if (worker.chunks().isEmpty()) {
          exit(worker);
        }
      }
    }
    if (brake.mayStart(now)) {
      for (int starts = startsNow(backlog); starts > 0; starts--) {
        start();
      }
    }
  }

  /**
   * Returns how many workers come up at the same time at first: those for which there are
   * processors besides the one that this JVM needs itself, to load its own classes. More would only
   * take them from each other, and the first one would be ready as late as the last.
   */
  static int startsAtFirst(int workers) {
    return Math.min(workers, Math.max(1, PROCESSORS - 1));
  }

  /** Returns how many workers to start now: the others wait until these have come up. */
  private int startsNow(boolean backlog) {
    int atATime = brake.hasEverSucceeded() ? PROCESSORS : startsAtFirst(PROCESSORS);
    return Math.min(missing(backlog), atATime - comingUp());
  }

  private int comingUp() {
    int count = 0;
    for (Worker worker : workers.values()) {
      if (!worker.hasLaunchEnded()) {
        count++;
      }
    }
    return count;
  }

  /** Workers that were still starting when the pool was made smaller go when they have come up. */
  private void retireSurplus(int surplus) {
    int left = surplus;
    if (left > 0) {
      List<Worker> needed = assignable();
      for (Worker worker : all()) {
        if (left > 0
            && worker.state() == WorkerState.READY
            && worker.chunks().isEmpty()
            && !needed.contains(worker)) {
          worker.transition(WorkerState.RETIRING);
          left--;
        }
      }
    }
  }

  private boolean isToRetire(Worker worker, boolean backlog, long now) {
    if (!worker.chunks().isEmpty()) {
      return false;
    }
    boolean usedUp = worker.remainingTasks() == 0;
    if (usedUp && (count(WorkerState.READY) > target || brake.isStopped() || brake.isExhausted())) {
      return true; // its replacement is there, or there will be none
    }
    return config.idleTimeout() != null
        && !backlog
        && now - worker.chunks().emptySinceNanos() > Nanos.of(config.idleTimeout());
  }

  private void takeBack(Worker worker) {
    for (SentChunk chunk : worker.chunks().copy()) {
      if (worker.revoke(chunk)) {
        chunk.giveBackFrom(0);
        onTakenBack.accept(chunk.job());
      }
    }
  }

  private int missing(boolean backlog) {
    int live = 0;
    int expiring = 0;
    for (Worker worker : workers.values()) {
      if (worker.state() == WorkerState.STARTING || worker.state() == WorkerState.READY) {
        live++;
        if (worker.isExpiring()) {
          expiring++;
        }
      }
    }
    boolean allNeeded = config.idleTimeout() == null || backlog || hasChunksWaitingAtWorkers();
    int wanted = allNeeded ? target : Math.min(target, live - expiring);
    if (!brake.hasEverSucceeded() || lastId < config.workers()) {
      wanted = target; // all are started once, however few come up at a time
    }
    return wanted + expiring - live;
  }

  /** What was queued ahead at a busy worker is a reason to start one that has expired. */
  private boolean hasChunksWaitingAtWorkers() {
    for (Worker worker : workers.values()) {
      if (worker.chunks().size() > 1) {
        return true;
      }
    }
    return false;
  }

  private int count(WorkerState state) {
    int count = 0;
    for (Worker worker : workers.values()) {
      if (worker.state() == state) {
        count++;
      }
    }
    return count;
  }

  private void start() {
    Worker worker = new Worker(++lastId, config.maxTasksPerWorker(), System::nanoTime);
    workers.put(worker.id(), worker);
    life.start(worker);
  }

  private void gone(Worker worker) {
    onGone.accept(worker); // takes its last messages, which may say why it failed to start
    boolean wasStarting = worker.state() == WorkerState.STARTING;
    boolean expected = worker.state() == WorkerState.STOPPING || worker.killReason() != null;
    worker.transition(WorkerState.DEAD);
    workers.remove(worker.id());
    if (wasStarting) {
      startFailed(worker);
    } else if (!expected && worker.killReason() == null) { // a killed one is counted already
      counters.workerCrashed();
    }
    life.clearUp(worker);
  }

  /** The worker's initializer is done; too late if it is being killed, which is a failed start. */
  void ready(Worker worker) {
    if (worker.state() == WorkerState.STARTING && worker.killReason() == null) {
      worker.transition(WorkerState.READY);
      brake.succeeded();
      counters.workerStarted();
      if (count(WorkerState.READY) >= target) { // not while others still need the cores to start
        life.makeArchive();
      }
    }
  }

  /** The worker's initializer failed; its process will exit. */
  void initializerFailed(Worker worker, Failure failure) {
    worker.startFailure(
        StartFailures.initializerFailed(worker.id(), failure, launcher.commandLine(worker.id())));
  }

  private void startFailed(Worker worker) {
    if (worker.startFailure() == null) {
      worker.startFailure(
          StartFailures.died(
              worker.crashReport(), worker.killReason(), launcher.commandLine(worker.id())));
    }
    brake.failed(worker.startFailure());
  }

  /** Returns why there are no workers and will be none, or null if all is well. */
  WorkerStartException whyBroken() {
    return workers.isEmpty() ? brake.reason() : null;
  }

  /** There will be no more starts: the pool has no hope. */
  void giveUp() {
    brake.stop();
  }

  /** Kills a worker; its exit is reported like any other. */
  void kill(Worker worker, String reason) {
    if (worker.killReason() != null) {
      return;
    }
    worker.killedBecause(reason);
    counters.workerKilled();
    takeBack(worker); // it begins nothing any more, for which it would be blamed or interrupted
    if (!worker.chunks().isEmpty()) {
      worker.words().stop(worker.chunks().last().sequence());
    }
    life.kill(worker); // as soon as it has a process
  }

  /** Tells a worker that holds no chunks to exit in order. */
  private void exit(Worker worker) {
    worker.transition(WorkerState.STOPPING);
    worker.stoppingUntil(System.nanoTime() + Nanos.of(config.exitGrace()));
    try {
      worker.writer().begin().writeByte(Messages.EXIT);
      worker.writer().commit();
      worker.process().taskBell().ring();
    } catch (ChannelFullException | UncheckedIOException e) {
      worker.writer().abort();
      kill(worker, "no room in shared memory to tell it to exit");
    }
  }

  /** Lets all workers exit, and starts no more. */
  void stopAll() {
    brake.stop();
    if (brake.hasEverSucceeded()) {
      life.makeArchive(); // a program that ends before all of them are ready shall have one, too
    }
    for (Worker worker : all()) {
      if (worker.state() == WorkerState.READY) {
        worker.transition(WorkerState.RETIRING);
      } else if (worker.state() == WorkerState.STARTING) {
        kill(worker, "the pool was closed while it started");
      }
    }
  }

  /** Kills all workers, and starts no more. */
  void killAll() {
    brake.stop();
    for (Worker worker : all()) {
      kill(worker, "the pool was terminated");
      if (!worker.isAtLeast(WorkerState.STOPPING)) {
        worker.transition(WorkerState.STOPPING);
      }
    }
  }

  /** Returns how long nothing has to be tended. */
  long nanosToNextTending(boolean backlog, long now) {
    long nanos = Long.MAX_VALUE;
    if (!brake.isStopped() && startsNow(backlog) > 0) {
      nanos = brake.nanosToNextStart(now);
    }
    if (config.idleTimeout() != null && !backlog) { // with a backlog none is too long idle
      for (Worker worker : workers.values()) {
        if (worker.state() == WorkerState.READY && worker.chunks().isEmpty()) {
          nanos =
              Math.min(
                  nanos,
                  worker.chunks().emptySinceNanos()
                      + Nanos.of(config.idleTimeout())
                      - now
                      + 1_000_000);
        }
      }
    }
    return Math.max(0, nanos);
  }

  /** Tells whether somebody has to look after the workers even when there are no jobs. */
  boolean isUnsettled() {
    for (Worker worker : workers.values()) {
      if (worker.state() != WorkerState.READY || !worker.chunks().isEmpty()) {
        return true;
      }
    }
    boolean idleOnesMayGo = config.idleTimeout() != null && !workers.isEmpty();
    return !brake.isStopped() && (idleOnesMayGo || missing(false) > 0);
  }

  /** Returns what the workers do now. */
  List<WorkerInfo> infos() {
    long now = System.nanoTime();
    List<WorkerInfo> infos = new ArrayList<>();
    for (Worker worker : workers.values()) {
      infos.add(
          new WorkerInfo(
              worker.id(),
              worker.process() == null ? -1 : worker.process().process().pid(),
              worker.publicState(),
              worker.completedTasks(),
              Duration.ofNanos(now - worker.startedNanos())));
    }
    return List.copyOf(infos);
  }
}
