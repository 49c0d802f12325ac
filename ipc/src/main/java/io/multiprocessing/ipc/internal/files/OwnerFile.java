package io.multiprocessing.ipc.internal.files;

import io.multiprocessing.ipc.internal.jvm.ProcessIdentity;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Both sides: a locked file that says whose something is, and that its owner lives.
 *
 * <p>The lock is the kernel's, which releases it when the owner dies in whatever way.
 */
final class OwnerFile implements AutoCloseable {

  /*
   * Text of three lines: identity of the owner, its pid namespace, and the purpose for a human to
   * read.
   */

  static final String NAME = "owner";

  private static final int MAX_BYTES = 4096;

  private final RandomAccessFile file; // an open descriptor is the lock

  private OwnerFile(RandomAccessFile file) {
    this.file = file;
  }

  /** Makes the file of a session folder, locked before there is anything in it. */
  static OwnerFile create(Path folder, ProcessIdentity owner, String purpose) throws IOException {
    return createAt(folder.resolve(NAME), owner, purpose);
  }

  /** Makes such a file anywhere. */
  static OwnerFile createAt(Path path, ProcessIdentity owner, String purpose) throws IOException {
    RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
    try {
      if (file.getChannel().tryLock() == null) {
        throw new IOException("cannot lock " + path);
      }
      String text = owner.encode() + "\n" + pidNamespace() + "\n" + purpose + "\n";
      file.write(text.getBytes(StandardCharsets.UTF_8));
      return new OwnerFile(file);
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  /**
   * Takes the lock of a dead owner.
   *
   * @return null if another process has the lock
   * @throws NoSuchFileException if there is no owner file
   */
  static OwnerFile tryTakeOver(Path folder) throws IOException {
    return tryTakeOverAt(folder.resolve(NAME));
  }

  /** As {@link #tryTakeOver}, for one made by {@link #createAt}. */
  static OwnerFile tryTakeOverAt(Path path) throws IOException {
    // mode rw would create it; if it goes right here, what is made is deleted like what was found
    if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
      throw new NoSuchFileException(path.toString());
    }
    RandomAccessFile file = open(path);
    try {
      if (file.getChannel().tryLock() != null) {
        return new OwnerFile(file);
      }
    } catch (OverlappingFileLockException e) {
      // another sweep in this JVM
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
    file.close();
    return null;
  }

  /** It may have gone since it was seen, and its folder with it. */
  private static RandomAccessFile open(Path path) throws IOException {
    try {
      return new RandomAccessFile(path.toFile(), "rw");
    } catch (FileNotFoundException e) {
      if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
        throw e; // no permission, or no descriptor left
      }
      throw new NoSuchFileException(path.toString());
    }
  }

  /**
   * Tells whether the owner lives although its lock is free, as when some code in its JVM has
   * opened and closed the file.
   *
   * <p>A pid says nothing in another pid namespace; there the lock alone decides.
   */
  boolean ownerLives() throws IOException {
    byte[] bytes = new byte[MAX_BYTES];
    int length = Math.max(0, file.read(bytes));
    String[] lines = new String(bytes, 0, length, StandardCharsets.UTF_8).split("\n");
    if (lines.length < 2 || !lines[1].equals(pidNamespace())) {
      return false;
    }
    try {
      return ProcessIdentity.decode(lines[0]).isAlive();
    } catch (IllegalArgumentException e) {
      return false; // not written by us
    }
  }

  /** Releases the lock. */
  @Override
  public void close() throws IOException {
    file.close();
  }

  private static String pidNamespace() {
    try {
      return Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString();
    } catch (IOException | UnsupportedOperationException e) {
      return "none";
    }
  }
}
