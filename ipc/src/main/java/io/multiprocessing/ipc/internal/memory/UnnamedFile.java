package io.multiprocessing.ipc.internal.memory;

import io.multiprocessing.ipc.NoSpaceException;
import io.multiprocessing.ipc.internal.jvm.NativeCalls;
import io.multiprocessing.ipc.internal.jvm.ProcessIdentity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Both sides: a file of zeros that never has a name, so that the kernel frees it when the last
 * process that uses it has ended, in whatever way.
 *
 * <p>Other processes of the same user reach it through the descriptor that this object holds. This
 * class is thread-safe.
 */
public final class UnnamedFile implements AutoCloseable {

  /*
   * Linux only. open(2) with O_TMPFILE makes the file, and /proc/<pid>/fd/<number> opens it again
   * elsewhere, as often as wanted, while the descriptor is open. Not memfd_create: that knows no
   * file system that can be full, and its size limit is a kill by the kernel.
   */

  private static final int O_RDWR = 2;
  private static final int O_CLOEXEC = 0x80000;
  private static final int O_TMPFILE_X86 = 0x410000; // contains O_DIRECTORY, which differs
  private static final int O_TMPFILE_ARM = 0x404000;
  private static final int OWNER_ONLY = 0600;

  private static final int ENFILE = 23;
  private static final int EMFILE = 24;
  private static final int EFBIG = 27;
  private static final int ENOSPC = 28;
  private static final int EDQUOT = 122;

  private final int descriptor;
  private final Path path;
  private final AtomicBoolean closed = new AtomicBoolean();

  private UnnamedFile(int descriptor) {
    this.descriptor = descriptor;
    this.path = Path.of("/proc/" + ProcessIdentity.current().pid() + "/fd/" + descriptor);
  }

  /**
   * Makes a file with all its space reserved, readable and writable by its owner only.
   *
   * <p>Blocks for as long as the file system needs. An interrupt does not disturb it.
   *
   * @param folder any folder of the file system that is to hold it
   * @param bytes its size, at least 1
   * @return the file; empty where this system or that file system has no such files
   * @throws NoSpaceException if the file system cannot supply the space
   * @throws UncheckedIOException if this process has no descriptor left
   */
  public static Optional<UnnamedFile> create(Path folder, long bytes) {
    int flag = flagOfThisSystem();
    if (flag == 0) {
      return Optional.empty();
    }
    try {
      int descriptor = open(folder, flag);
      if (descriptor < 0) {
        return Optional.empty();
      }
      UnnamedFile file = new UnnamedFile(descriptor);
      file.reserve(folder, bytes);
      return Optional.of(file);
    } catch (LinkageError e) { // no native library for this system
      return Optional.empty();
    }
  }

  private static int flagOfThisSystem() {
    if (!System.getProperty("os.name", "").equals("Linux")) {
      return 0;
    }
    return switch (System.getProperty("os.arch", "")) {
      case "amd64", "x86_64" -> O_TMPFILE_X86;
      case "aarch64" -> O_TMPFILE_ARM;
      default -> 0;
    };
  }

  private static int open(Path folder, int flag) {
    long name = NativeCalls.copyOf(folder.toAbsolutePath().toString());
    try {
      long function = NativeCalls.function("open");
      int descriptor =
          (int) NativeCalls.call(function, name, O_RDWR | O_CLOEXEC | flag, OWNER_ONLY);
      int errno = descriptor < 0 ? NativeCalls.errno() : 0;
      if (errno == EMFILE || errno == ENFILE) {
        throw new UncheckedIOException(new IOException("Too many open files: no shared memory"));
      }
      return descriptor;
    } finally {
      NativeCalls.free(name);
    }
  }

  private void reserve(Path folder, long bytes) {
    int error =
        (int) NativeCalls.call(NativeCalls.function("posix_fallocate"), descriptor, 0, bytes);
    if (error == 0) {
      return;
    }
    close();
    IOException cause = new IOException("posix_fallocate returned " + error);
    if (error == ENOSPC || error == EDQUOT || error == EFBIG) {
      throw new NoSpaceException(folder, bytes, PreallocatedFile.freeBytesIn(folder), cause);
    }
    throw new UncheckedIOException(cause);
  }

  /**
   * Tells whether a file could not be opened because this process, or the system, has no descriptor
   * left: then the file may well be there.
   *
   * @param e what opening it threw
   * @return true if it says so
   */
  public static boolean isForWantOfDescriptors(UncheckedIOException e) {
    String message = e.getCause().getMessage();
    return message != null && message.contains("Too many open files"); // as strerror(3) has it
  }

  /**
   * Returns where processes of the same user, this one among them, can open the file.
   *
   * @return a path that is valid until {@link #close()}; afterwards it may lead to another file
   */
  public Path path() {
    return path;
  }

  /** Ends the way to it by its path; mappings stay, and with the last one the kernel frees it. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      NativeCalls.call(NativeCalls.function("close"), descriptor, 0, 0);
    }
  }
}
