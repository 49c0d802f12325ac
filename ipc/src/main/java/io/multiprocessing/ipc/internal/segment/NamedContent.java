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
 * @param bytes a copy of its payload
 * @param kind what it holds
 * @param creator which process has made it
 */
public record NamedContent(byte[] bytes, long kind, ProcessIdentity creator) {

  /**
   * Reads it.
   *
   * @param name how the segment is called
   * @return its content; empty if nobody uses a segment of that name
   * @throws IllegalArgumentException if nothing can be called that
   * @throws IllegalStateException if it is damaged or something else
   * @throws UncheckedIOException if the folder of names is not this user's alone
   */
  public static Optional<NamedContent> read(String name) {
    Optional<SharedFolder.Found> found = SharedFolder.inDefaultPlace().find(name);
    try {
      return found.map(file -> read(name, file));
    } catch (UncheckedIOException e) {
      if (Files.exists(found.orElseThrow().path())) {
        throw e;
      }
      return Optional.empty(); // gone at this moment
    }
  }

  private static NamedContent read(String name, SharedFolder.Found found) {
    MappedFile file = NamedSegment.map(name, found.path(), found.generation());
    try {
      byte[] bytes = new byte[(int) SegmentHeader.bytes(file)];
      file.view(Segment.payloadOffset(), bytes.length).get(bytes);
      ProcessIdentity creator = SegmentHeader.address(file, name).creator();
      return new NamedContent(bytes, SegmentHeader.kind(file), creator);
    } finally {
      file.closeAndRelease();
    }
  }
}
