package io.multiprocessing.internal.worker;

import io.multiprocessing.internal.protocol.ExitCodes;
import io.multiprocessing.internal.protocol.Nesting;
import io.multiprocessing.internal.protocol.SessionLayout;
import io.multiprocessing.internal.protocol.WorkerArguments;
import io.multiprocessing.ipc.internal.channel.MessageReader;
import io.multiprocessing.ipc.internal.channel.MessageWriter;
import io.multiprocessing.ipc.internal.jvm.Descendants;
import java.nio.file.Path;

/** Worker side: the main class of a worker JVM. */
public final class WorkerMain {

  private WorkerMain() {}

  /**
   * Serves the parent until told to exit.
   *
   * @param args see {@link WorkerArguments}
   */
  @SuppressWarnings("CatchAndPrintStackTrace") // the parent shows what standard error says
  public static void main(String[] args) {
    int exitCode = ExitCodes.INTERNAL_ERROR;
    try {
      exitCode = serve(WorkerArguments.parse(args));
    } catch (Throwable e) { // a defect of this library: the parent shows what standard error says
      e.printStackTrace();
    }
    endChildren();
    System.exit(exitCode);
  }

  /** What tasks have started and left running would outlive the pool. */
  private static void endChildren() {
    Descendants.of(ProcessHandle.current()).forEach(ProcessHandle::destroyForcibly);
  }

  private static int serve(WorkerArguments arguments) {
    ParentWatch parentWatch = new ParentWatch(arguments);
    parentWatch.start();
    Nesting.set(arguments.depth());
    Interrupts.ignoreKeyboard();
    LastDitch.armAtExit();
    WorkerMemory memory = new WorkerMemory(arguments.session(), arguments.workerId());
    ItemGate gate = new ItemGate(memory, Thread.currentThread());
    ControlThread.start(memory, gate, parentWatch);
    Path folder = SessionLayout.workerFolder(arguments.session(), arguments.workerId());
    MessageWriter writer =
        MessageWriter.open(
            SessionLayout.channel(SessionLayout.upFolder(folder), arguments.overflow()));
    memory.upOpened();
    TaskClasses classes = new TaskClasses(arguments);
    classes.home().enter();
    TaskContext context = new TaskContext(arguments.workerId(), memory);
    CurrentWorker.set(context);
    memory.awaitDownOpened();
    MessageReader reader =
        MessageReader.open(
            SessionLayout.channel(SessionLayout.downFolder(folder), arguments.overflow()));
    return new TaskLoop(memory, reader, writer, classes, context, gate).run();
  }
}
