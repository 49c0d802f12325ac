package io.multiprocessing.internal.parent;

import com.esotericsoftware.kryo.io.Output;
import io.multiprocessing.OutputListener;
import io.multiprocessing.PoolException;
import io.multiprocessing.SerializableRunnable;
import io.multiprocessing.internal.protocol.Nesting;
import io.multiprocessing.internal.protocol.SessionLayout;
import io.multiprocessing.internal.protocol.WorkerArguments;
import io.multiprocessing.ipc.NoSpaceException;
import io.multiprocessing.ipc.internal.codec.StaysInItsJvm;
import io.multiprocessing.ipc.internal.files.SessionFolder;
import io.multiprocessing.ipc.internal.jvm.Descendants;
import io.multiprocessing.ipc.internal.jvm.ProcessIdentity;
import io.multiprocessing.ipc.internal.memory.FullFileSystem;
import io.multiprocessing.ipc.internal.memory.MappedFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Parent side: a JVM that runs one action, with its folder and its output. This class is
 * thread-safe.
 */
public final class ChildProcess implements StaysInItsJvm {

  private static final String MAIN = "io.multiprocessing.internal.worker.ProcessMain";
  private static final int FIRST_CAPACITY_BYTES = 256;
  private static final int ID = 0; // no worker has it
  private static final Set<ChildProcess> LIVE = ConcurrentHashMap.newKeySet();

  private static final long SHUTDOWN_NANOS = TimeUnit.SECONDS.toNanos(3);

  static {
    Runtime.getRuntime()
        .addShutdownHook(new Thread(ChildProcess::endAll, "multiprocessing-process-shutdown"));
  }

  private final SessionFolder folder;
  private final ClassServer classes;
  private final Process process;
  private final ProcessOutput output;
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile String end = "still runs"; // written once, before ended

  private ChildProcess(
      SessionFolder folder, ClassServer classes, Process process, OutputListener listener) {
    this.folder = folder;
    this.classes = classes;
    this.process = process;
    this.output =
        ProcessOutput.start(process, ID, "multiprocessing-process-" + process.pid(), listener);
  }

  /**
   * Starts a JVM.
   *
   * @param config how to start it
   * @param action what it runs
   * @param listener receiver of its output, or null to forward it
   * @return the running process
   * @throws PoolException if it cannot be started, or there is no room for its files
   */
  public static ChildProcess start(
      JvmConfig config, SerializableRunnable action, OutputListener listener) {
    Nesting.check();
    try {
      SessionFolder.sweepDefaultPlaces();
      return startWhereThereIsRoom(config, action, listener);
    } catch (NoSpaceException | UncheckedIOException e) {
      throw new PoolException("the process cannot be started: " + e.getMessage(), e);
    }
  }

  private static ChildProcess startWhereThereIsRoom(
      JvmConfig config, SerializableRunnable action, OutputListener listener) {
    try {
      return startIn(SessionFolder.create("process"), config, action, listener);
    } catch (NoSpaceException e) {
      Path spare = SessionFolder.overflowBase().orElseThrow(() -> e);
      return startIn(SessionFolder.create(spare, "process"), config, action, listener);
    }
  }

  /**
   * Starts a JVM in a folder that its action may know.
   *
   * @param folder of the process, which goes with it, or at once if this fails
   * @param config how to start it
   * @param action what it runs
   * @param listener receiver of its output, or null to forward it
   * @return the running process
   */
  static ChildProcess startIn(
      SessionFolder folder,
      JvmConfig config,
      SerializableRunnable action,
      OutputListener listener) {
    ClassServer classes = new ClassServer("multiprocessing-process-classes", folder.path());
    try {
      Process process = launch(config, folder.path(), action, classes);
      ChildProcess child =
          new ChildProcess(folder, classes, process, OutputPump.orForward(listener));
      LIVE.add(child);
      child.process.onExit().thenRun(child::exited);
      return child;
    } catch (IOException e) {
      classes.close();
      folder.close();
      throw FullFileSystem.unchecked(e, folder.path(), 0);
    } catch (RuntimeException | Error e) {
      classes.close();
      folder.close();
      throw e;
    }
  }

  private static Process launch(
      JvmConfig config, Path session, SerializableRunnable action, ClassServer classes)
      throws IOException {
    JvmCommand command = JvmCommand.forChildren(config, session, List.of());
    MappedFile.create(SessionLayout.sharedFile(session), SessionLayout.BYTES).close();
    Path folder = SessionLayout.workerFolder(session, ID);
    Files.createDirectory(folder);
    classes.add(folder);
    ClassSources sources = new ClassSources(command.classes(), config.classPath() == null, classes);
    List<EncodedFunction> serializers = sources.encodeSerializers("process");
    EncodedFunction function = sources.encode("action", action, "process");
    Path argumentFile = session.resolve("process.args");
    command.writeArgumentFile(argumentFile);
    Output bytes = new Output(function.bytes().remaining() + FIRST_CAPACITY_BYTES, -1);
    bytes.writeString(Inheritance.timeZone(command.options()));
    EncodedFunction.writeAll(bytes, serializers);
    function.write(bytes);
    writeFunction(SessionLayout.functionFile(session), bytes.toBytes());
    WorkerArguments arguments =
        new WorkerArguments(
            session, ID, ProcessIdentity.current(), Nesting.depth() + 1, command.classes(), null);
    return command.start(argumentFile, MAIN, arguments.toList());
  }

  private static void writeFunction(Path file, byte[] bytes) {
    try {
      Files.write(file, bytes);
    } catch (IOException e) {
      throw FullFileSystem.unchecked(e, file, bytes.length);
    }
  }

  /** Kills all, and waits for their folders to go: a process that is killed deletes nothing. */
  private static void endAll() {
    long deadline = System.nanoTime() + SHUTDOWN_NANOS;
    List<ChildProcess> all = List.copyOf(LIVE);
    all.forEach(ChildProcess::kill);
    try {
      for (ChildProcess child : all) {
        child.await(deadline - System.nanoTime());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // a later sweep deletes what is left
    }
  }

  private void exited() {
    classes.close();
    CrashReport report = output.report(folder.path());
    end = report.howItEnded() + report.lastWords();
    try {
      folder.close();
    } catch (UncheckedIOException e) { // a later sweep will try again
      Log.warning("the folder of process " + process.pid() + " could not be removed", e);
    } finally {
      LIVE.remove(this);
      ended.countDown();
    }
  }

  /**
   * Says how the process has ended.
   *
   * @return exit code, signal, last words; "still runs" until {@link #await} returns true
   */
  String howItEnded() {
    return end;
  }

  /**
   * Returns the process.
   *
   * @return the process
   */
  public Process process() {
    return process;
  }

  /**
   * Waits until the process has exited, its output was passed on, and its files are gone.
   *
   * @param timeoutNanos how long to wait
   * @return whether that has happened
   * @throws InterruptedException if the thread is interrupted
   */
  public boolean await(long timeoutNanos) throws InterruptedException {
    return ended.await(timeoutNanos, TimeUnit.NANOSECONDS);
  }

  /** Kills the process and what it has started. */
  public void kill() {
    Descendants.killWith(process);
  }
}
