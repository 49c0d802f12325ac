package io.multiprocessing.ipc.internal.channel;

import java.nio.file.Path;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.wire.DocumentContext;

/**
 * Reader side: one queue of the channel, from its first document to the one that names the next
 * queue.
 *
 * <p>Instances must be confined to one thread at a time.
 */
final class GenerationReader implements AutoCloseable {
  private final Path folder;
  private final SingleChronicleQueue queue;
  private final ExcerptTailer tailer;

  private GenerationReader(Path folder) {
    this.folder = folder;
    // Read-only: a reader that goes wrong cannot harm the channel, and it takes no lock in it.
    queue = ChronicleSetup.openQueue(folder, true);
    try {
      tailer = queue.createTailer();
      tailer.singleThreadedCheckDisabled(true); // the owner may change, see the class comment
    } catch (RuntimeException | Error e) {
      queue.close();
      throw e;
    }
  }

  static GenerationReader open(Path channel, long number) {
    Path folder = ChannelLayout.generation(channel, number);
    GenerationReader generation = new GenerationReader(folder);
    try {
      generation.checkFirst(number);
      return generation;
    } catch (RuntimeException | Error e) {
      generation.close();
      throw e;
    }
  }

  private void checkFirst(long number) {
    try (DocumentContext document = next()) {
      if (!document.isPresent()) {
        throw new IllegalStateException(folder + " is no queue of a channel, or not complete yet");
      }
      Bytes<?> in = document.wire().bytes();
      int kind = in.readInt();
      int magic = in.readInt();
      long actual = in.readLong();
      if (kind != ChannelLayout.FIRST || magic != ChannelLayout.MAGIC || actual != number) {
        throw new IllegalStateException(
            folder
                + " has an unknown layout: kind="
                + kind
                + ", magic=0x"
                + Integer.toHexString(magic)
                + ", generation="
                + actual);
      }
    }
  }

  /** The next committed document, or one that is not present. */
  DocumentContext next() {
    return tailer.readingDocument();
  }

  @Override
  public void close() {
    tailer.close();
    queue.close();
  }

  void closeAndDelete() {
    close();
    GenerationWriter.deleteFolder(folder);
  }
}
