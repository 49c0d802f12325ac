package io.multiprocessing.ipc.internal.segment;

import io.multiprocessing.ipc.internal.files.SessionFolder;
import io.multiprocessing.ipc.internal.memory.MappedFile;
import io.multiprocessing.ipc.internal.memory.UnnamedFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Both sides: the file behind a segment, as its creator holds it.
 *
 * <p>This class is thread-safe.
 */
final class SegmentFile implements AutoCloseable {

  /*
   * Where the system knows no unnamed files, it is a file in a session folder of this JVM: that
   * goes when the JVM ends, or, if it is killed, when the next session of this user begins.
   */

  private static SessionFolder folder; // guarded by the class; made when first needed
  private static long number; // guarded by the class

  private static synchronized Path next() {
    if (folder == null) {
      SessionFolder made = SessionFolder.create("shared memory");
      Runtime.getRuntime()
          .addShutdownHook(new Thread(made::close, "multiprocessing-shared-memory"));
      folder = made;
    }
    number++;
    return folder.path().resolve("segment-" + number);
  }

  private final Path path;
  private final UnnamedFile unnamed; // or null

  private SegmentFile(Path path, UnnamedFile unnamed) {
    this.path = path;
    this.unnamed = unnamed;
  }

  static SegmentFile create(long bytes) {
    Optional<UnnamedFile> unnamed = UnnamedFile.create(SessionFolder.defaultBase(), bytes);
    if (unnamed.isPresent()) {
      return new SegmentFile(unnamed.get().path(), unnamed.get());
    }
    return createNamed(bytes);
  }

  static SegmentFile createNamed(long bytes) {
    Path path = next();
    MappedFile.create(path, bytes).close();
    return new SegmentFile(path, null);
  }

  Path path() {
    return path;
  }

  /** Ends the way to it; who has it mapped keeps it. */
  @Override
  public void close() {
    if (unnamed != null) {
      unnamed.close();
      return;
    }
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
