package io.multiprocessing.internal.protocol;

import io.multiprocessing.ipc.internal.jvm.ProcessIdentity;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Both sides: the program arguments of a worker JVM.
 *
 * @param session folder of the session
 * @param workerId the worker's id
 * @param parent the process whose death ends this one
 * @param depth its depth, see {@link Nesting}
 * @param classes where it finds the classes of tasks
 * @param overflow folder for what has no room in that of the session, or null
 */
public record WorkerArguments(
    Path session,
    int workerId,
    ProcessIdentity parent,
    int depth,
    ClassAccess classes,
    Path overflow) {

  /**
   * Reads program arguments.
   *
   * @param args what main received
   * @return the arguments
   */
  public static WorkerArguments parse(String[] args) {
    return new WorkerArguments(
        Path.of(args[0]),
        Integer.parseInt(args[1]),
        ProcessIdentity.decode(args[2]),
        Integer.parseInt(args[3]),
        ClassAccess.of(args[4]),
        args.length == 5 ? null : Path.of(args[5]));
  }

  /**
   * Returns the program arguments.
   *
   * @return texts that {@code parse} reads
   */
  public List<String> toList() {
    List<String> texts =
        new ArrayList<>(
            List.of(
                session.toString(),
                Integer.toString(workerId),
                parent.encode(),
                Integer.toString(depth),
                classes.word()));
    if (overflow != null) {
      texts.add(overflow.toString());
    }
    return texts;
  }
}
