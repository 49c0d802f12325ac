package io.multiprocessing.ipc.internal.memory;

import io.multiprocessing.ipc.NoSpaceException;
import io.multiprocessing.ipc.internal.jvm.NativeCalls;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Both sides: makes a file of zeros whose pages all exist. */
final class PreallocatedFile {

  /*
   * Small files are written, which needs no native library. From FALLOCATE_BYTES on the kernel is
   * asked: 1 GB takes 0.3 s instead of 2 s in /dev/shm, and a file on a disk costs no disk traffic.
   */

  private static final long FALLOCATE_BYTES = 1L << 20;
  private static final int CHUNK_BYTES = 1 << 16;

  private static final int O_RDWR = 2; // of Linux
  private static final int O_CLOEXEC = 0x80000;
  private static final int EFBIG = 27;
  private static final int ENOSPC = 28;
  private static final int EDQUOT = 122;

  private PreallocatedFile() {}

  static void create(Path path, long bytes) throws IOException {
    createEmpty(path);
    try {
      reserve(path, bytes);
    } catch (IOException e) {
      Files.deleteIfExists(path); // first: what it did get counts as free
      long freeBytes = freeBytes(path);
      if (isNoSpace(e) || (freeBytes >= 0 && freeBytes < bytes)) {
        throw new NoSpaceException(path, bytes, freeBytes, e);
      }
      throw e;
    }
  }

  /** In one step with the right mode, so that nobody else can open it in between. */
  private static void createEmpty(Path path) throws IOException {
    FileAttribute<?> ownerOnly =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    try {
      Files.createFile(path, ownerOnly);
    } catch (UnsupportedOperationException e) { // Windows: the folder's access list protects it
      Files.createFile(path);
    }
  }

  private static void reserve(Path path, long bytes) throws IOException {
    if (bytes < FALLOCATE_BYTES || !reserveByKernel(path, bytes)) {
      writeZeros(path, bytes);
    }
  }

  private static void writeZeros(Path path, long bytes) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      byte[] zeros = new byte[(int) Math.min(bytes, CHUNK_BYTES)];
      for (long done = 0; done < bytes; done += zeros.length) {
        file.write(zeros, 0, (int) Math.min(zeros.length, bytes - done));
      }
    }
  }

  /** Returns false where that is not possible, for whatever reason but a lack of space. */
  private static boolean reserveByKernel(Path path, long bytes) throws IOException {
    if (!System.getProperty("os.name", "").equals("Linux")) {
      return false;
    }
    try {
      int descriptor = openNatively(path);
      if (descriptor < 0) {
        return false;
      }
      int error =
          (int) NativeCalls.call(NativeCalls.function("posix_fallocate"), descriptor, 0, bytes);
      NativeCalls.call(NativeCalls.function("close"), descriptor, 0, 0);
      if (error == ENOSPC || error == EDQUOT || error == EFBIG) {
        throw new IOException("No space left: posix_fallocate returned " + error);
      }
      return error == 0;
    } catch (LinkageError e) { // no native library for this system
      return false;
    }
  }

  private static int openNatively(Path path) {
    long name = NativeCalls.copyOf(path.toAbsolutePath().toString());
    try {
      return (int) NativeCalls.call(NativeCalls.function("open"), name, O_RDWR | O_CLOEXEC, 0);
    } finally {
      NativeCalls.free(name);
    }
  }

  static boolean isNoSpace(IOException e) {
    String message = e.getMessage();
    return message != null
        && (message.contains("No space left") || message.contains("Disk quota exceeded"));
  }

  private static long freeBytes(Path path) {
    return freeBytesIn(path.toAbsolutePath().getParent());
  }

  static long freeBytesIn(Path folder) {
    try {
      return Files.getFileStore(folder).getUsableSpace();
    } catch (IOException e) {
      return -1;
    }
  }
}
