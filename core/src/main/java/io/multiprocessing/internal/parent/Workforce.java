package io.multiprocessing.internal.parent;

import io.multiprocessing.WorkerInfo;
import io.multiprocessing.WorkerStartException;
import io.multiprocessing.internal.protocol.Failure;
import io.multiprocessing.internal.protocol.Messages;
import io.multiprocessing.ipc.internal.channel.ChannelFullException;
import io.multiprocessing.ipc.internal.channel.MessageReader;
import io.multiprocessing.ipc.internal.channel.MessageWriter;
import java.io.IOException;
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

  /*
   * Everything that blocks (starting a process, opening queues, killing, reading last words, deleting files) is done by
   * threads of the executor, which report back by events.
   *
   * Brake. Starts that fail in a row are tried again after a growing pause, and given up after a few: at once after as many
   * as FAILURES_AT_FIRST when no worker of this pool has ever come up, since then the configuration is wrong.
   */

  private static final int FAILURES_AT_FIRST = 2;
  private static final int FAILURES_LATER = 5;
  private static final long FIRST_PAUSE_NANOS = 100_000_000L;

  private final PoolConfig config;
  private final Launcher launcher;
  private final ExecutorService executor;
  private final Consumer<Runnable> post;
  private final Consumer<Worker> onGone;
  private final Counters counters;
  private final Map<Integer, Worker> workers = new LinkedHashMap<>(); // older ones first
  private int target;
  private int lastId;
  private int failuresInRow;
  private boolean everReady;
  private long nextStartNanos;
  private boolean stopped; // no more starts
  private WorkerStartException lastFailure;

  Workforce(
      PoolConfig config,
      Launcher launcher,
      ExecutorService executor,
      Consumer<Runnable> post,
      Consumer<Worker> onGone,
      Counters counters) {
    this.config = config;
    this.launcher = launcher;
    this.executor = executor;
    this.post = post;
    this.onGone = onGone;
    this.counters = counters;
    this.target = config.workers();
    this.nextStartNanos = System.nanoTime();
  }

  List<Worker> all() {
    return new ArrayList<>(workers.values());
  }

  boolean isEmpty() {
    return workers.isEmpty();
  }

  /**
   * Returns those that may be given chunks: at most as many as the pool shall have, the older ones
   * first.
   */
  List<Worker> assignable() {
    List<Worker> result = new ArrayList<>(target);
    for (Worker worker : workers.values()) {
      if (worker.state() == WorkerState.READY
          && worker.remainingTasks() > 0
          && result.size() < target) {
        result.add(worker);
      }
    }
    return result;
  }

  boolean hasStarting() {
    return count(WorkerState.STARTING) > 0;
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
    if (!stopped && now - nextStartNanos >= 0) {
      for (int missing = missing(backlog); missing > 0; missing--) {
        start();
      }
    }
  }

  private boolean isToRetire(Worker worker, boolean backlog, long now) {
    if (!worker.chunks().isEmpty()) {
      return false;
    }
    if (worker.remainingTasks() == 0) {
      return count(WorkerState.READY) > target; // its replacement is there
    }
    return config.idleTimeout() != null
        && !backlog
        && now - worker.idleSinceNanos() > Nanos.of(config.idleTimeout());
  }

  private static void takeBack(Worker worker) {
    for (SentChunk chunk : List.copyOf(worker.chunks())) {
      if (worker.revoke(chunk)) {
        chunk.giveBackFrom(0);
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
    int wanted =
        config.idleTimeout() == null || backlog ? target : Math.min(target, live - expiring);
    if (!everReady && config.idleTimeout() != null) {
      wanted = target;
    }
    return wanted + expiring - live;
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
    Worker worker = new Worker(++lastId, config.maxTasksPerWorker());
    workers.put(worker.id(), worker);
    executor.execute(() -> launch(worker));
  }

  /** Executor: brings a worker up. Reports process, connection and end of the launch by events. */
  private void launch(Worker worker) {
    WorkerProcess process;
    try {
      process = launcher.start(worker.id());
    } catch (IOException | RuntimeException e) {
      post.accept(() -> launchFailed(worker, e));
      return;
    }
    post.accept(() -> launched(worker, process));
    process.process().onExit().thenRunAsync(() -> bury(worker, process), executor);
    try {
      MessageWriter writer = launcher.openDown(process);
      MessageReader reader = launcher.openUp(process);
      post.accept(
          () -> {
            worker.connected(writer, reader);
            launchEnded(worker);
          });
    } catch (RuntimeException e) {
      process.kill();
      post.accept(() -> launchFailed(worker, e));
    }
  }

  private void launched(Worker worker, WorkerProcess process) {
    worker.launched(process);
    if (worker.state() == WorkerState.STOPPING) { // killed before it had a process
      executor.execute(process::kill);
    }
  }

  private void launchEnded(Worker worker) {
    worker.launchEnded();
    goneIfGone(worker);
  }

  private void launchFailed(Worker worker, Exception failure) {
    worker.startFailure(
        new WorkerStartException(
            "worker " + worker.id() + " could not be started: " + failure,
            failure,
            launcher.commandLine(worker.id()),
            ""));
    launchEnded(worker);
  }

  /** Executor: the process has exited. */
  private void bury(Worker worker, WorkerProcess process) {
    CrashReport report = launcher.report(worker.id(), process);
    post.accept(
        () -> {
          worker.exited(report);
          goneIfGone(worker);
        });
  }

  private void goneIfGone(Worker worker) {
    if (!worker.isGone()) {
      return;
    }
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
    executor.execute(() -> release(worker));
  }

  private void release(Worker worker) {
    if (worker.writer() != null) {
      worker.writer().close();
    }
    if (worker.reader() != null) {
      worker.reader().close();
    }
    if (worker.process() != null) {
      launcher.clearUp(worker.process());
    }
  }

  /** The worker's initializer is done. */
  void ready(Worker worker) {
    if (worker.state() == WorkerState.STARTING) {
      worker.transition(WorkerState.READY);
      everReady = true;
      failuresInRow = 0;
      counters.workerStarted();
      if (count(WorkerState.READY) >= target) { // not while others still need the cores to start
        executor.execute(launcher::makeArchive);
      }
    }
  }

  /** The worker's initializer failed; its process will exit. */
  void initializerFailed(Worker worker, Failure failure) {
    worker.startFailure(
        new WorkerStartException(
            "the initializer failed in worker " + worker.id() + ": " + failure.text(),
            failure.throwable(),
            launcher.commandLine(worker.id()),
            ""));
  }

  private void startFailed(Worker worker) {
    failuresInRow++;
    lastFailure = worker.startFailure() != null ? worker.startFailure() : diedAtStart(worker);
    int limit = everReady ? FAILURES_LATER : FAILURES_AT_FIRST;
    long pause = everReady ? FIRST_PAUSE_NANOS << Math.min(failuresInRow, 10) : 0;
    nextStartNanos = System.nanoTime() + pause;
    if (failuresInRow >= limit && !stopped) {
      stopped = true;
    }
  }

  private WorkerStartException diedAtStart(Worker worker) {
    CrashReport report = worker.crashReport();
    List<String> output = new ArrayList<>(report.stdout());
    output.addAll(report.details().stderr());
    List<String> commandLine = launcher.commandLine(worker.id());
    String text = String.join("\n  ", output);
    return new WorkerStartException(
        "worker "
            + worker.id()
            + " (pid "
            + report.details().pid()
            + ") "
            + (worker.killReason() == null
                ? report.howItEnded()
                : "was killed: " + worker.killReason())
            + " before it was ready; command line: "
            + String.join(" ", commandLine)
            + (output.isEmpty() ? "; it printed nothing" : "; it printed:\n  " + text),
        null,
        commandLine,
        text);
  }

  /**
   * Returns why no workers are started any more, or null if all is well, or if there are some
   * still.
   */
  WorkerStartException whyBroken() {
    return stopped && lastFailure != null && failuresInRow > 0 && workers.isEmpty()
        ? lastFailure
        : null;
  }

  /** Kills a worker; its exit is reported like any other. */
  void kill(Worker worker, String reason) {
    if (worker.killReason() != null) {
      return;
    }
    worker.killedBecause(reason);
    counters.workerKilled();
    if (worker.process() != null) {
      executor.execute(worker.process()::kill);
    } else {
      worker.transition(WorkerState.STOPPING);
    }
  }

  /** Tells a worker that holds no chunks to exit in order. */
  private void exit(Worker worker) {
    worker.transition(WorkerState.STOPPING);
    worker.stoppingUntil(System.nanoTime() + Nanos.of(config.exitGrace()));
    try {
      worker.writer().begin().writeByte(Messages.EXIT);
      worker.writer().commit();
      worker.process().taskBell().ring();
    } catch (ChannelFullException e) {
      worker.writer().abort();
      kill(worker, "no room in shared memory to tell it to exit");
    }
  }

  /** Lets all workers exit, and starts no more. */
  void stopAll() {
    stopped = true;
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
    stopped = true;
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
    if (!stopped && missing(backlog) > 0) {
      nanos = Math.max(0, nextStartNanos - now);
    }
    if (config.idleTimeout() != null) {
      for (Worker worker : workers.values()) {
        if (worker.state() == WorkerState.READY && worker.chunks().isEmpty()) {
          nanos =
              Math.min(
                  nanos,
                  worker.idleSinceNanos() + Nanos.of(config.idleTimeout()) - now + 1_000_000);
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
    return !stopped && (idleOnesMayGo || missing(false) > 0);
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
