package io.multiprocessing.ipc.internal.channel;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writer side: the segment of one large message, in the channel's folder while that has room, else
 * in its overflow.
 *
 * <p>Instances must be confined to one thread.
 */
final class OutgoingSegment {
  private static final int COPY_BYTES = 256 << 10;

  private final ChannelPlace place;
  private final long number;
  private SegmentFile file; // null until the first byte
  private boolean elsewhere; // in the overflow
  private IOException refusal; // why it cannot be there, once that was tried

  OutgoingSegment(ChannelPlace place, long number) {
    this.place = place;
    this.number = number;
  }

  long number() {
    return number;
  }

  boolean isElsewhere() {
    return elsewhere;
  }

  /** Writes behind what was written; if that fails, what was written is still there. */
  void append(long position, byte[] bytes, int offset, int count) throws IOException {
    if (place.isShortWith(count) && canMove()) {
      move(position);
    }
    try {
      write(position, bytes, offset, count);
    } catch (IOException full) {
      if (!canMove()) {
        throw withRefusal(full);
      }
      move(position);
      if (!elsewhere) {
        throw withRefusal(full);
      }
      write(position, bytes, offset, count);
    }
  }

  private IOException withRefusal(IOException full) {
    if (refusal != null) {
      full.addSuppressed(refusal);
    }
    return full;
  }

  private void write(long position, byte[] bytes, int offset, int count) throws IOException {
    if (file == null) {
      if (!elsewhere && place.spares() != null) {
        place.spares().take(path());
      }
      file = SegmentFile.create(path());
    }
    file.write(position, bytes, offset, count);
  }

  private boolean canMove() {
    return place.overflow() != null && !elsewhere && refusal == null;
  }

  /** Puts the segment into the overflow from its first byte on, or notes why that is impossible. */
  void move(long endPosition) {
    SegmentFile moved = null;
    try {
      createOverflow();
      moved = SegmentFile.create(ChannelLayout.segment(place.overflow(), number));
      copy(endPosition, moved);
      discard();
      file = moved;
      elsewhere = true;
    } catch (IOException e) {
      refusal = e;
      if (moved != null) {
        moved.closeAndDelete();
      }
    }
  }

  /** Not with its parents: the one above goes at the end of the session, and stays away. */
  private void createOverflow() throws IOException {
    try {
      Files.createDirectory(place.overflow());
    } catch (FileAlreadyExistsException e) {
      // by an earlier message
    }
  }

  private void copy(long endPosition, SegmentFile to) throws IOException {
    byte[] bytes = new byte[(int) Math.min(COPY_BYTES, endPosition)];
    for (long done = 0; done < endPosition; ) {
      int count = file.read(done, bytes, 0, (int) Math.min(bytes.length, endPosition - done));
      if (count <= 0) {
        throw new IOException("segment " + number + " ends at " + done);
      }
      to.write(done, bytes, 0, count);
      done += count;
    }
  }

  private Path path() {
    return ChannelLayout.segment(elsewhere ? place.overflow() : place.folder(), number);
  }

  /** Writes over what was written. */
  void overwrite(long position, byte[] bytes, int count) throws IOException {
    file.write(position, bytes, 0, count);
  }

  int read(long position, byte[] bytes, int offset, int count) throws IOException {
    return file.read(position, bytes, offset, count);
  }

  void truncate(long lengthBytes) throws IOException {
    file.truncate(lengthBytes);
  }

  /** The reader has been told of it. */
  void handOver() {
    file.close();
  }

  void discard() {
    if (file != null) {
      file.closeAndDelete();
    }
  }
}
