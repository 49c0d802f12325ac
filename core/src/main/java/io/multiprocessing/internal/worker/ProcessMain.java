package io.multiprocessing.internal.worker;

import com.esotericsoftware.kryo.io.Input;
import io.multiprocessing.SerializableRunnable;
import io.multiprocessing.internal.protocol.ExitCodes;
import io.multiprocessing.internal.protocol.Nesting;
import io.multiprocessing.internal.protocol.SessionLayout;
import io.multiprocessing.internal.protocol.WorkerArguments;
import io.multiprocessing.ipc.internal.jvm.DefaultTimeZone;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Worker side: the main class of a JVM that runs one action and exits. */
public final class ProcessMain {

  private ProcessMain() {}

  /**
   * Runs the action; exits with 0, or with 1 and the stack trace on standard error when it throws.
   *
   * @param args see {@link WorkerArguments}
   */
  @SuppressWarnings("CatchAndPrintStackTrace") // the parent shows what standard error says
  public static void main(String[] args) {
    int exitCode = 0;
    try {
      WorkerArguments arguments = WorkerArguments.parse(args);
      ParentWatch parentWatch = new ParentWatch(arguments);
      parentWatch.start();
      parentWatch.startChecking();
      Nesting.set(arguments.depth());
      Interrupts.ignoreKeyboard();
      action(arguments).run();
    } catch (Throwable e) { // user code
      e.printStackTrace();
      exitCode = ExitCodes.ACTION_FAILED;
    }
    System.exit(exitCode);
  }

  private static SerializableRunnable action(WorkerArguments arguments) throws IOException {
    Path file = SessionLayout.functionFile(arguments.session());
    Input in = new Input(Files.readAllBytes(file));
    DefaultTimeZone.set(in.readString());
    TaskClasses classes = new TaskClasses(arguments);
    classes.readSerializers(in);
    TaskClasses.World world = classes.world(in.readInt());
    world.enter();
    return (SerializableRunnable) world.readFunction(in);
  }
}
