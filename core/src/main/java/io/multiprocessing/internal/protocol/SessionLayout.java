package io.multiprocessing.internal.protocol;

import io.multiprocessing.ipc.internal.channel.ChannelPlace;
import io.multiprocessing.ipc.internal.wait.Doorbell;
import java.nio.file.Path;

/**
 * Both sides: names of the files in the folder of a session, and the layout of the file all workers
 * share.
 */
public final class SessionLayout {

  /** Offset, in the shared file, of the bell that workers ring and the parent waits on. */
  public static final int PARENT_BELL_OFFSET = 0;

  /** Offset, in the shared file, of the bell that workers ring when they ask for a class. */
  public static final int CLASS_BELL_OFFSET = PARENT_BELL_OFFSET + Doorbell.BYTES;

  /** Size of the shared file. */
  public static final int BYTES = 4096;

  private SessionLayout() {}

  /**
   * Returns the file all workers of a session share with the parent.
   *
   * @param session the session's folder
   * @return the file
   */
  public static Path sharedFile(Path session) {
    return session.resolve("parent.ctl");
  }

  /**
   * Returns the file with the action of a process that is no worker.
   *
   * @param session the session's folder
   * @return the file
   */
  public static Path functionFile(Path session) {
    return session.resolve("action.bin");
  }

  /**
   * Returns the folder of one worker.
   *
   * @param session the session's folder
   * @param workerId the worker's id
   * @return the folder
   */
  public static Path workerFolder(Path session, int workerId) {
    return session.resolve("worker-" + workerId);
  }

  /**
   * Returns the control file of a worker.
   *
   * @param workerFolder the worker's folder
   * @return the file
   */
  public static Path controlFile(Path workerFolder) {
    return workerFolder.resolve("worker.ctl");
  }

  /**
   * Returns the file through which a worker asks for classes.
   *
   * @param workerFolder the worker's folder
   * @return the file, which exists if there is anything to ask for
   */
  public static Path classFile(Path workerFolder) {
    return workerFolder.resolve("classes.ctl");
  }

  /**
   * Returns the file that the numbers of a worker's chunks lie in.
   *
   * @param workerFolder the worker's folder
   * @return the file, which exists from the first such chunk on
   */
  public static Path numbersFile(Path workerFolder) {
    return workerFolder.resolve("numbers");
  }

  /**
   * Returns the folder of the queue from the parent to a worker.
   *
   * @param workerFolder the worker's folder
   * @return the folder
   */
  public static Path downFolder(Path workerFolder) {
    return workerFolder.resolve("down");
  }

  /**
   * Returns the folder of the queue from a worker to the parent.
   *
   * @param workerFolder the worker's folder
   * @return the folder
   */
  public static Path upFolder(Path workerFolder) {
    return workerFolder.resolve("up");
  }

  /**
   * Returns the channel in one of the folders of a worker.
   *
   * @param folder from {@link #downFolder} or {@link #upFolder}
   * @param overflow the session's, or null
   * @return where it is
   */
  public static ChannelPlace channel(Path folder, Path overflow) {
    Path session = folder.getParent().getParent();
    return new ChannelPlace(
        folder, overflow == null ? null : overflowOf(folder, overflow), session);
  }

  /**
   * Returns where large messages of a channel go that have no room in its folder.
   *
   * @param folder from {@link #downFolder} or {@link #upFolder}
   * @param overflow the session's
   * @return a folder in that, which may not exist
   */
  public static Path overflowOf(Path folder, Path overflow) {
    return overflow.resolve(folder.getParent().getFileName() + "-" + folder.getFileName());
  }
}
