package io.multiprocessing.internal.parent;

import io.multiprocessing.ipc.internal.channel.MessageReader;
import io.multiprocessing.ipc.internal.channel.MessageWriter;
import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;

/**
 * Parent side: the two ends of a worker's life, which block: coming up, and what is to be done when
 * its process has exited. Runs on threads of the executor and reports to the driver by events.
 */
final class WorkerLife {

  private final Launcher launcher;
  private final ExecutorService executor;
  private final Consumer<Runnable> post;
  private final Consumer<Worker> onGone;

  /**
   * Creates the object.
   *
   * @param launcher does the work
   * @param executor runs what blocks
   * @param post has the driver run an event
   * @param onGone called by the driver once for each worker: nobody else touches it any more
   */
  WorkerLife(
      Launcher launcher,
      ExecutorService executor,
      Consumer<Runnable> post,
      Consumer<Worker> onGone) {
    this.launcher = launcher;
    this.executor = executor;
    this.post = post;
    this.onGone = onGone;
  }

  /** Driver: begins to bring a worker up. */
  void start(Worker worker) {
    executor.execute(() -> launch(worker));
  }

  /** Driver: kills a worker's process, if it has one already. */
  void kill(Worker worker) {
    if (worker.process() != null) {
      executor.execute(worker.process()::kill);
    }
  }

  /** Driver: removes what a worker that is gone has left. */
  void clearUp(Worker worker) {
    executor.execute(() -> release(worker));
  }

  /** Driver: sees to it that later workers start faster. */
  void makeArchive() {
    executor.execute(launcher::makeArchive);
  }

  /** Executor: brings a worker up. Reports process, connection and end of the launch by events. */
  private void launch(Worker worker) {
    WorkerProcess process;
    try {
      process = launcher.start(worker.id());
    } catch (IOException | RuntimeException | Error e) { // a start without end would keep the pool
      post.accept(() -> launchFailed(worker, e));
      return;
    }
    MessageWriter writer = null;
    try {
      post.accept(() -> launched(worker, process));
      process.process().onExit().thenRunAsync(() -> bury(worker, process), executor);
      writer = launcher.openDown(worker.id(), process);
      MessageReader reader = launcher.openUp(process);
      post.accept(connected(worker, writer, reader));
    } catch (IOException | RuntimeException | Error e) {
      try {
        process.kill();
        if (writer != null) {
          writer.close();
        }
      } finally {
        post.accept(() -> launchFailed(worker, e));
      }
    }
  }

  private Runnable connected(Worker worker, MessageWriter writer, MessageReader reader) {
    return () -> {
      worker.connected(writer, reader);
      launchEnded(worker);
    };
  }

  private void launched(Worker worker, WorkerProcess process) {
    worker.launched(process);
    if (worker.killReason() != null) { // before it had a process
      executor.execute(process::kill);
    }
  }

  private void launchEnded(Worker worker) {
    worker.launchEnded();
    tellIfGone(worker);
  }

  private void launchFailed(Worker worker, Throwable failure) {
    worker.startFailure(
        StartFailures.notLaunched(worker.id(), failure, launcher.commandLine(worker.id())));
    launchEnded(worker);
  }

  /** Executor: the process has exited. */
  private void bury(Worker worker, WorkerProcess process) {
    CrashReport report = launcher.report(process);
    post.accept(
        () -> {
          worker.exited(report);
          tellIfGone(worker);
        });
  }

  private void tellIfGone(Worker worker) {
    if (worker.isGone()) {
      onGone.accept(worker);
    }
  }

  private void release(Worker worker) {
    if (worker.writer() != null) {
      worker.writer().close();
    }
    if (worker.reader() != null) {
      worker.reader().close();
    }
    worker.closeNumbers();
    if (worker.process() != null) {
      launcher.clearUp(worker.process());
    }
  }
}
