package io.multiprocessing.ipc.internal.channel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.wire.DocumentContext;

/**
 * Reader side: the end of a channel that messages come out of, in the order they were committed.
 *
 * <p>No method blocks. If the writer's JVM dies, at whatever moment, all committed messages can be
 * read and then there are no more. An interrupt of the calling thread has no effect on the channel
 * and stays pending.
 *
 * <p>Instances must be confined to one thread at a time; handing one over needs a happens-before.
 */
public final class MessageReader implements AutoCloseable {
  private static final long NO_GENERATION = -1;

  private final ChannelPlace place;
  private final MessageInput input = new MessageInput();
  private GenerationReader generation;
  private long nextGeneration = NO_GENERATION; // where to go on, if not in generation
  private boolean closed;

  private MessageReader(ChannelPlace place) {
    this.place = place;
    this.generation = GenerationReader.open(place.folder(), 0);
  }

  /**
   * Opens a channel whose writer has opened it, with any number of messages in it.
   *
   * @param place the channel's, as its writer knows it
   * @return the only reader of this channel
   * @throws IllegalStateException if there is no writer's queue in the folder yet
   */
  public static MessageReader open(ChannelPlace place) {
    ChronicleSetup.prepare();
    return new MessageReader(place);
  }

  /**
   * The same without an overflow.
   *
   * @param folder the channel's
   * @return the only reader of this channel
   */
  public static MessageReader open(Path folder) {
    return open(new ChannelPlace(folder, null));
  }

  /**
   * Returns the next message, or null at once if there is none; what the previous call returned
   * becomes invalid and its files are deleted.
   *
   * @return the message, always in the same object, valid until the next call; or null
   */
  public MessageInput poll() {
    if (closed) {
      throw new IllegalStateException("the reader of " + place + " is closed");
    }
    input.release();
    while (true) {
      if (nextGeneration != NO_GENERATION) {
        roll();
      }
      DocumentContext document = generation.next();
      if (!document.isPresent()) {
        return null;
      }
      if (accept(document)) {
        return input;
      }
    }
  }

  /**
   * Gives back at once what the last message occupies, which becomes invalid; the next {@link
   * #poll()} would have done it.
   */
  public void release() {
    input.release();
  }

  /** Whether the document is a message; if anything fails it stays the next one. */
  private boolean accept(DocumentContext document) {
    boolean accepted = false;
    try (document) {
      try {
        boolean message = acceptKind(document.wire().bytes());
        accepted = true;
        return message;
      } catch (IOException e) {
        throw new UncheckedIOException("cannot open a segment of " + place, e);
      } finally {
        if (!accepted) {
          document.rollbackOnClose();
        }
      }
    }
  }

  private boolean acceptKind(Bytes<?> in) throws IOException {
    int kind = in.readInt();
    switch (kind) {
      case ChannelLayout.INLINE -> input.readInline(in);
      case ChannelLayout.SEGMENT ->
          input.readSegment(
              ChannelLayout.segment(place.folder(), in.readLong()), in.readLong(), place.spares());
      case ChannelLayout.ELSEWHERE ->
          input.readSegment(
              ChannelLayout.segment(place.overflow(), in.readLong()), in.readLong(), null);
      case ChannelLayout.NEXT -> nextGeneration = in.readLong();
      default -> throw new IllegalStateException("unknown kind=" + kind + " in " + place);
    }
    return kind != ChannelLayout.NEXT;
  }

  private void roll() {
    GenerationReader next = GenerationReader.open(place.folder(), nextGeneration);
    generation.closeAndDelete();
    generation = next;
    nextGeneration = NO_GENERATION;
  }

  /**
   * Unmaps the files and deletes the last message's segment; what is unread stays in the folder.
   */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      input.release();
      generation.close();
    }
  }
}
