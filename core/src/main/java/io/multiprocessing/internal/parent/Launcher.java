package io.multiprocessing.internal.parent;

import io.multiprocessing.OutputListener;
import io.multiprocessing.internal.protocol.Messages;
import io.multiprocessing.internal.protocol.Nesting;
import io.multiprocessing.internal.protocol.SessionLayout;
import io.multiprocessing.internal.protocol.WorkerArguments;
import io.multiprocessing.internal.protocol.WorkerLayout;
import io.multiprocessing.ipc.internal.channel.MessageOutput;
import io.multiprocessing.ipc.internal.channel.MessageReader;
import io.multiprocessing.ipc.internal.channel.MessageWriter;
import io.multiprocessing.ipc.internal.files.SessionFolder;
import io.multiprocessing.ipc.internal.jvm.Descendants;
import io.multiprocessing.ipc.internal.jvm.ProcessIdentity;
import io.multiprocessing.ipc.internal.memory.MappedFile;
import io.multiprocessing.ipc.internal.wait.Doorbell;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

/**
 * Parent side: starts worker JVMs and clears up after them. Its methods block, and are run by
 * threads of their own, never by the driver. This class is thread-safe.
 */
final class Launcher {

  // by name: the parent's code does not depend on the worker's
  private static final String WORKER_MAIN = "io.multiprocessing.internal.worker.WorkerMain";

  /** A worker whose start does not wait for the engine. */
  private record Ahead(Future<WorkerProcess> process, Future<MessageWriter> writer) {}

  // between looks at whether a starting process is still alive
  private static final long POLL_NANOS = 100_000_000L;

  private final String poolName;
  private final SessionFolder session;
  private final Path overflow; // or null
  private final JvmCommand command;
  private final Path argumentFile;
  private final List<EncodedFunction> serializers;
  private final EncodedFunction initializer;
  private final EncodedFunction exitFunction;
  private final ClassServer classServer;
  private final OutputListener outputListener;
  private final Map<Integer, Ahead> ahead = new ConcurrentHashMap<>();

  Launcher(
      String poolName,
      SessionFolder session,
      Path overflow,
      JvmCommand command,
      List<EncodedFunction> serializers,
      EncodedFunction initializer,
      EncodedFunction exitFunction,
      ClassServer classServer,
      OutputListener outputListener)
      throws IOException {
    this.poolName = poolName;
    this.session = session;
    this.overflow = overflow;
    this.command = command;
    this.serializers = serializers;
    this.initializer = initializer;
    this.exitFunction = exitFunction;
    this.classServer = classServer;
    this.outputListener = outputListener;
    this.argumentFile = session.path().resolve("worker.args");
    command.writeArgumentFile(argumentFile);
  }

  /** Starts the processes of the first workers, before there is an engine to ask for them. */
  void startAhead(int workers, Executor executor) {
    for (int id = 1; id <= workers; id++) {
      int workerId = id;
      FutureTask<WorkerProcess> process = new FutureTask<>(() -> launch(workerId));
      FutureTask<MessageWriter> writer = new FutureTask<>(() -> createDown(process.get()));
      ahead.put(workerId, new Ahead(process, writer));
      executor.execute(
          () -> {
            process.run();
            writer.run(); // the first one loads Chronicle, which takes longer than all the rest
          });
    }
  }

  /** Kills the processes started ahead that no engine has asked for, and waits for their end. */
  void killAhead() {
    for (Ahead worker : ahead.values()) {
      try {
        Process process = worker.process().get().process();
        Descendants.killWith(process);
        process.waitFor(); // else it would complain that its files are gone
        worker.writer().get().close();
      } catch (ExecutionException e) {
        // it was not started, or has no queue
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt(); // the process will die with this JVM
        return;
      }
    }
  }

  /** Starts the process of a worker, unless that was done ahead. */
  WorkerProcess start(int workerId) throws IOException {
    Ahead worker = ahead.get(workerId);
    return worker == null ? launch(workerId) : done(worker.process());
  }

  /** Creates the queue to a worker, with its first message, unless that was done ahead. */
  MessageWriter openDown(int workerId, WorkerProcess process) throws IOException {
    Ahead worker = ahead.remove(workerId);
    return worker == null ? createDown(process) : done(worker.writer());
  }

  private static <V> V done(Future<V> task) throws IOException {
    try {
      return task.get();
    } catch (ExecutionException e) {
      throw new IOException(e.getCause().getMessage(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while a worker was started");
    }
  }

  List<String> commandLine(int workerId) {
    return command.line(argumentFile, WORKER_MAIN, arguments(workerId).toList());
  }

  private WorkerArguments arguments(int workerId) {
    return new WorkerArguments(
        session.path(),
        workerId,
        ProcessIdentity.current(),
        Nesting.depth() + 1,
        command.classes(),
        overflow);
  }

  private WorkerProcess launch(int workerId) throws IOException {
    Path folder = SessionLayout.workerFolder(session.path(), workerId);
    var ownerOnly =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    Files.createDirectory(folder, ownerOnly);
    Files.createDirectory(SessionLayout.downFolder(folder), ownerOnly);
    Files.createDirectory(SessionLayout.upFolder(folder), ownerOnly);
    MappedFile control = MappedFile.create(SessionLayout.controlFile(folder), WorkerLayout.BYTES);
    ControlWords.of(control).publish();
    classServer.add(folder);
    Process process = command.start(argumentFile, WORKER_MAIN, arguments(workerId).toList());
    try {
      return attend(workerId, process, folder, control);
    } catch (RuntimeException | Error e) { // no thread for its output, for example
      Descendants.killWith(process);
      throw e;
    }
  }

  private WorkerProcess attend(int workerId, Process process, Path folder, MappedFile control) {
    String name = poolName + "-worker-" + workerId;
    return WorkerProcess.of(
        process, folder, control, ProcessOutput.start(process, workerId, name, outputListener));
  }

  private MessageWriter createDown(WorkerProcess worker) {
    MessageWriter writer =
        MessageWriter.open(
            SessionLayout.channel(SessionLayout.downFolder(worker.folder()), overflow));
    MessageOutput out = writer.begin();
    out.writeByte(Messages.INIT);
    out.writeString(Inheritance.timeZone(command.options()));
    EncodedFunction.writeAll(out, serializers);
    initializer.write(out);
    exitFunction.write(out);
    writer.commit();
    worker.words().downOpened();
    worker.taskBell().ring();
    return writer;
  }

  /**
   * Waits for the worker to create its queue and opens it; returns null if the worker dies before.
   */
  MessageReader openUp(WorkerProcess worker) {
    Doorbell bell = new Doorbell(worker.control(), WorkerLayout.LAUNCH_BELL_OFFSET);
    while (true) {
      int seen = bell.sequence();
      if (worker.words().isUpOpened()) {
        return MessageReader.open(
            SessionLayout.channel(SessionLayout.upFolder(worker.folder()), overflow));
      }
      if (!worker.process().isAlive()) {
        return null;
      }
      bell.await(seen, POLL_NANOS);
    }
  }

  /** Sees to it that the next start is faster. */
  void makeArchive() {
    if (command.archive() != null) {
      command.archive().makeInBackground();
    }
  }

  /** Gathers what is left to see of a worker that has exited. */
  CrashReport report(WorkerProcess worker) {
    return worker.output().report(session.path());
  }

  /** Removes what a worker that is gone has left. */
  void clearUp(WorkerProcess worker) {
    worker.control().close();
    classServer.remove(worker.folder());
    Path down = SessionLayout.downFolder(worker.folder());
    Path up = SessionLayout.upFolder(worker.folder());
    SessionFolder.deleteRecursively(worker.folder());
    if (overflow != null) {
      SessionFolder.deleteRecursively(SessionLayout.overflowOf(down, overflow));
      SessionFolder.deleteRecursively(SessionLayout.overflowOf(up, overflow));
    }
    if (worker.process().exitValue() != 0) {
      SessionFolder.sweepDefaultPlaces(); // pools of its tasks that died with it
    }
  }
}
