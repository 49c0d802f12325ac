package io.multiprocessing.ipc.internal.memory;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Both sides: makes a file of zeros whose pages all exist. */
final class PreallocatedFile {

  private static final int CHUNK_BYTES = 64 * 1024;

  private PreallocatedFile() {}

  static void create(Path path, long bytes) throws IOException {
    createEmpty(path);
    try {
      reserve(path, bytes);
    } catch (IOException e) {
      long freeBytes = freeBytes(path);
      Files.deleteIfExists(path);
      if (freeBytes >= 0 && freeBytes < bytes || isNoSpace(e)) {
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
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      byte[] zeros = new byte[(int) Math.min(bytes, CHUNK_BYTES)];
      for (long done = 0; done < bytes; done += zeros.length) {
        file.write(zeros, 0, (int) Math.min(zeros.length, bytes - done));
      }
    }
  }

  private static boolean isNoSpace(IOException e) {
    return e.getMessage() != null && e.getMessage().contains("No space left");
  }

  private static long freeBytes(Path path) {
    try {
      return Files.getFileStore(path).getUsableSpace();
    } catch (IOException e) {
      return -1;
    }
  }
}
