package io.multiprocessing.ipc.internal.segment;

import io.multiprocessing.ipc.internal.files.SharedFolder;
import io.multiprocessing.ipc.internal.jvm.ProcessIdentity;
import io.multiprocessing.ipc.internal.memory.MappedFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Optional;

/**
 * Both sides: what a segment with a name holds, read without using it.
 *
 * @param bytes a copy of its payload; none if it is of another kind than was asked for
 * @param kind what it holds
 * @param creator which process has made it
 */
public record NamedContent(byte[] bytes, long kind, ProcessIdentity creator) {

  /**
   * Reads it.
   *
   * @param name how the segment is called
   * @param wanted which kind is to be copied; of others, which may be huge, only the kind is read
   * @return its content; empty if nobody uses a segment of that name
   * @throws IllegalArgumentException if nothing can be called that
   * @throws IllegalStateException if it is damaged or something else
   * @throws UncheckedIOException if the folder of names is not this user's alone
   */
  public static Optional<NamedContent> read(String name, long wanted) {
    Optional<SharedFolder.Found> found = SharedFolder.inDefaultPlace().find(name);
    try {
      return found.map(file -> read(name, file, wanted));
    } catch (UncheckedIOException e) {
      if (Files.exists(found.orElseThrow().path())) {
        throw e;
      }
      return Optional.empty(); // gone at this moment
    }
  }

  private static NamedContent read(String name, SharedFolder.Found found, long wanted) {
    MappedFile file = NamedSegment.map(name, found.path(), found.generation());
    try {
      long kind = SegmentHeader.kind(file);
      byte[] bytes = new byte[kind == wanted ? (int) SegmentHeader.bytes(file) : 0];
      file.view(Segment.payloadOffset(), bytes.length).get(bytes);
      return new NamedContent(bytes, kind, SegmentHeader.address(file, name).creator());
    } finally {
      file.closeAndRelease();
    }
  }
}
