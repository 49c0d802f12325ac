package io.multiprocessing.ipc.internal.channel;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.wire.DocumentContext;

/**
 * Writer side: one queue of the channel, which takes documents until it has grown enough.
 *
 * <p>Instances must be confined to one thread at a time.
 */
final class GenerationWriter implements AutoCloseable {
  /** Pages of Chronicle's table of named values: all names of a queue take less than 2 KiB. */
  private static final int METADATA_BYTES = 8 << 10;

  /** Two blocks of the least size, which is what Chronicle makes of it. */
  private static final int METADATA_FILE_BYTES = 128 << 10;

  /** What an idle generation costs. */
  private static final int FIRST_ALLOCATION_BYTES = 64 << 10;

  private static final int ALLOCATION_STEP_BYTES = 256 << 10;
  private static final int NARROW_STEP_BYTES = 64 << 10;

  /** More than Chronicle adds to one document: its header and, now and then, two index pages. */
  private static final int CHRONICLE_BYTES = 4 << 10;

  /** Behind the last document; the reader looks at the header that is not there yet. */
  private static final int TAIL_BYTES = 256;

  /** Kept for small documents, which may be the report that there is no room. */
  private static final int RESERVE_BYTES = 32 << 10;

  private static final int SMALL_DOCUMENT_BYTES = 4 << 10;

  private final ChannelPlace place;
  private final Path folder;
  private final SingleChronicleQueue queue;
  private final ExcerptAppender appender;
  private final PreparedFile file;
  private long endBytes; // of the last document
  private boolean toBeLeft;

  private GenerationWriter(ChannelPlace place, Path folder) throws IOException {
    this.place = place;
    this.folder = folder;
    try (PreparedFile metadata =
        new PreparedFile(ChannelLayout.metadataFile(folder), METADATA_FILE_BYTES)) {
      metadata.allocateTo(METADATA_BYTES);
    }
    queue = ChronicleSetup.openQueue(folder, false);
    try {
      appender = queue.createAppender();
      appender.singleThreadedCheckDisabled(true); // the owner may change, see the class comment
      // Not earlier: an appender that finds a file without a header waits for one.
      file = new PreparedFile(ChannelLayout.queueFile(folder), ChannelLayout.FILE_BYTES);
    } catch (IOException | RuntimeException | Error e) {
      queue.close();
      throw e;
    }
  }

  /**
   * Makes generation {@code number}, complete with its first document.
   *
   * @throws ChannelFullException if there is no room; nothing is left of it then
   */
  static GenerationWriter create(ChannelPlace place, long number) {
    Path channel = place.folder();
    Path folder = ChannelLayout.generation(channel, number);
    createFolder(channel, folder);
    GenerationWriter generation = null;
    try {
      generation = new GenerationWriter(place, folder);
      generation.file.allocateTo(FIRST_ALLOCATION_BYTES);
      ByteBuffer first = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
      generation.append(
          ChannelLayout.FIRST, first.putInt(ChannelLayout.MAGIC).putLong(number).array(), 12);
      return generation;
    } catch (IOException e) {
      RuntimeException failure =
          ChannelFullException.causedBy(
              e, "a new queue", channel, FIRST_ALLOCATION_BYTES + METADATA_BYTES);
      discard(folder, generation);
      throw failure;
    } catch (RuntimeException | Error e) {
      discard(folder, generation);
      throw e;
    }
  }

  private static void createFolder(Path channel, Path folder) {
    try {
      Files.createDirectory(folder);
    } catch (FileAlreadyExistsException e) {
      throw new IllegalStateException(channel + " has, or had, a writer already", e);
    } catch (IOException e) {
      throw ChannelFullException.causedBy(e, "a new queue", channel, 0);
    }
  }

  private static void discard(Path folder, GenerationWriter generation) {
    if (generation != null) {
      generation.close();
    }
    deleteFolder(folder);
  }

  /** Deletes a generation; what cannot be deleted is left to whoever deletes the channel. */
  static void deleteFolder(Path folder) {
    File[] files = folder.toFile().listFiles();
    if (files != null) {
      for (File each : files) {
        each.delete();
      }
    }
    folder.toFile().delete();
  }

  long endBytes() {
    return endBytes;
  }

  /**
   * Whether a new one should be begun already: what was read of this one is given back only then,
   * and the file system is narrow.
   */
  boolean isToBeLeft() {
    return toBeLeft;
  }

  /** There is no room for a new one: do not try again before it has grown. */
  void keep() {
    toBeLeft = false;
  }

  /**
   * Appends one document, visible to the reader as a whole or not at all.
   *
   * @throws ChannelFullException if its pages cannot be had; the generation is unchanged then
   */
  void append(int kind, byte[] body, int bodyBytes) {
    makeRoom(bodyBytes);
    DocumentContext document = appender.writingDocument();
    boolean complete = false;
    try {
      Bytes<?> out = document.wire().bytes();
      out.writeInt(kind);
      out.write(body, 0, bodyBytes);
      endBytes = out.writePosition();
      complete = true;
    } finally {
      if (!complete) {
        document.rollbackOnClose();
      }
      document.close(); // release: writes the header that the reader's acquire of it waits for
    }
  }

  private void makeRoom(int bodyBytes) {
    boolean small = bodyBytes < SMALL_DOCUMENT_BYTES;
    long neededEnd = endBytes + CHRONICLE_BYTES + ChannelLayout.KIND_BYTES + bodyBytes + TAIL_BYTES;
    long limit = ChannelLayout.GENERATION_LIMIT_BYTES + (small ? RESERVE_BYTES : 0L);
    if (neededEnd > limit) {
      throw ChannelFullException.atLimit("a message", folder, bodyBytes);
    }
    if (file.allocatedBytes() >= neededEnd + RESERVE_BYTES) {
      return;
    }
    boolean narrow = place.isNarrow();
    toBeLeft = narrow && endBytes >= ChannelLayout.NARROW_GENERATION_BYTES;
    long wanted =
        Math.max(
            neededEnd + RESERVE_BYTES,
            file.allocatedBytes() + (narrow ? NARROW_STEP_BYTES : ALLOCATION_STEP_BYTES));
    if (!small && place.overflow() != null && place.isShortWith(wanted - file.allocatedBytes())) {
      throw ChannelFullException.atLimit("a message", folder, bodyBytes);
    }
    try {
      file.allocateTo(wanted);
    } catch (IOException e) {
      if (file.allocatedBytes() < neededEnd + (small ? 0 : RESERVE_BYTES)) {
        throw ChannelFullException.causedBy(
            e, "a message", folder, neededEnd + RESERVE_BYTES - file.allocatedBytes());
      }
    }
  }

  @Override
  public void close() {
    appender.close();
    queue.close();
    try {
      file.close();
    } catch (IOException ignored) {
      // nothing was buffered: closing can lose nothing
    }
  }
}
