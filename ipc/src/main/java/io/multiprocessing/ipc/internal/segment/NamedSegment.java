package io.multiprocessing.ipc.internal.segment;

import io.multiprocessing.ipc.internal.memory.MappedFile;
import java.io.File;
import java.nio.file.Path;

/** Both sides: maps the file of a segment with a name, and refuses others. */
final class NamedSegment {

  private NamedSegment() {}

  static MappedFile map(String name, Path path, long id) {
    File found = path.toFile();
    if (found.length() == 0 && found.exists()) { // cannot be mapped; one that just went has 0 too
      throw foreign(name, path);
    }
    MappedFile file = MappedFile.open(path);
    if (!SegmentHeader.isOf(file, id)) {
      throw foreign(name, path);
    }
    SegmentHeader.checkSize(file);
    return file;
  }

  private static IllegalStateException foreign(String name, Path path) {
    return new IllegalStateException(
        "name="
            + name
            + ": "
            + path
            + " was cut off, or is no shared memory of this version of the library");
  }
}
