package io.multiprocessing.internal.worker;

import io.multiprocessing.internal.protocol.ExitCodes;
import io.multiprocessing.internal.protocol.WorkerArguments;
import io.multiprocessing.ipc.internal.files.SessionFolder;
import io.multiprocessing.ipc.internal.jvm.Descendants;
import io.multiprocessing.ipc.internal.jvm.ProcessIdentity;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/**
 * Worker side: ends this JVM when its parent is gone, however it went. This class is thread-safe.
 *
 * <p>Two detectors: end of file on standard input, whose other end the parent holds, at once; pid
 * and start time of the parent, once a second, for when some other child of the parent has
 * inherited that other end.
 */
final class ParentWatch {

  private static final long CHECK_PERIOD_NANOS = 1_000_000_000L;

  private final ProcessIdentity parent;
  private final Path session;
  private final Path overflow; // or null

  ParentWatch(WorkerArguments arguments) {
    this.parent = arguments.parent();
    this.session = arguments.session();
    this.overflow = arguments.overflow();
  }

  /**
   * Starts the thread that waits for the end of standard input, and gives user code an empty one.
   */
  void start() {
    System.setIn(InputStream.nullInputStream());
    Thread thread = new Thread(this::awaitEndOfInput, "multiprocessing-parent-watch");
    thread.setDaemon(true);
    thread.setPriority(Thread.MAX_PRIORITY);
    thread.start();
    NativeWaits.endAtExit("parent-watch", thread::interrupt);
    Runtime.getRuntime()
        .addShutdownHook(new Thread(this::deleteIfOrphaned, "multiprocessing-parent-exit"));
  }

  /**
   * A parent's death may also end what runs here, as by a queue that is gone: then this JVM exits
   * before {@link #die()} is through, and nobody is left to delete the folder.
   */
  private void deleteIfOrphaned() {
    if (!parent.isAlive()) {
      deleteFolders();
    }
  }

  /** Other workers do the same; the last one completes it. */
  private void deleteFolders() {
    try {
      if (overflow != null) {
        SessionFolder.deleteRecursively(overflow);
      }
    } finally {
      SessionFolder.deleteRecursively(session);
    }
  }

  /** Starts a thread that checks once a second, in a JVM that has no control thread to do it. */
  void startChecking() {
    Thread thread = new Thread(this::checkForEver, "multiprocessing-parent-check");
    thread.setDaemon(true);
    thread.start();
  }

  private void checkForEver() {
    while (true) {
      check();
      Thread.interrupted(); // a task may interrupt all threads; waiting must not become spinning
      LockSupport.parkNanos(CHECK_PERIOD_NANOS);
    }
  }

  /** Ends this JVM if the parent is dead. */
  void check() {
    if (!parent.isAlive()) {
      die();
    }
  }

  /** Through a channel, since an interrupt ends a read of those and of nothing else. */
  @SuppressWarnings("resource") // standard input is open as long as this JVM lives
  private void awaitEndOfInput() {
    FileChannel stdin = new FileInputStream(FileDescriptor.in).getChannel();
    try {
      ByteBuffer nothing = ByteBuffer.allocateDirect(1);
      while (stdin.read(nothing) >= 0) {
        nothing.clear(); // the parent never writes
      }
    } catch (ClosedByInterruptException e) {
      return; // this JVM exits; if it was a task that interrupts all threads, the pid is left
    } catch (IOException e) {
      // as good as the end
    }
    die();
  }

  private void die() {
    try {
      // what tasks have started would outlive us: nobody else knows of it
      Descendants.of(ProcessHandle.current()).forEach(ProcessHandle::destroyForcibly);
      deleteFolders();
    } finally {
      Runtime.getRuntime().halt(ExitCodes.ORPHANED);
    }
  }
}
