package io.multiprocessing.ipc.internal.channel;

import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/**
 * Writer side: the end of a channel that messages go into.
 *
 * <p>One JVM writes a channel, once. No method blocks; what a reader has not read yet stays in the
 * channel. An interrupt of the calling thread has no effect on the channel and stays pending.
 *
 * <p>Instances must be confined to one thread at a time; handing one over needs a happens-before.
 *
 * <p>Memory consistency: what happens before {@link #commit()} happens before the {@link
 * MessageReader#poll()} that returns the message, also with respect to memory that both JVMs map.
 */
public final class MessageWriter implements AutoCloseable {
  /*
   * Rolling. A generation that has grown enough is left for a new one. The new one is complete, with
   * its first document, before the NEXT document in the old one is committed, so the reader never
   * sees a half-made one.
   *
   * Death of this JVM. The reader sees every committed message. A half-written document has no header
   * and does not exist; a half-made generation or segment is not mentioned anywhere; they go with the
   * channel's folder.
   *
   * No room. If a new generation cannot be made the old one goes on up to a limit. A message
   * that is not large, but for which there are no pages, goes where large ones go; the few bytes that
   * say so come out of the generation's reserve.
   */
  private final ChannelPlace place;
  private final long generationBytes;
  private final MessageOutput output;
  private final byte[] body = new byte[2 * Long.BYTES]; // of documents that are no messages
  private final ByteBuffer bodyLongs = ByteBuffer.wrap(body).order(ByteOrder.LITTLE_ENDIAN);
  private GenerationWriter generation;
  private long generationNumber;
  private boolean closed;

  private MessageWriter(ChannelPlace place, long generationBytes) {
    this.place = place;
    this.generationBytes = generationBytes;
    this.output = new MessageOutput(place);
    this.generation = GenerationWriter.create(place, 0);
  }

  /**
   * Creates the channel's first queue, which makes the folder ready for its reader.
   *
   * @param place whose folder is empty
   * @return the only writer of this channel
   * @throws ChannelFullException if there is no room for it
   */
  public static MessageWriter open(ChannelPlace place) {
    return open(place, ChannelLayout.GENERATION_BYTES);
  }

  /**
   * The same without an overflow.
   *
   * @param folder the channel's alone, empty
   * @return the only writer of this channel
   */
  public static MessageWriter open(Path folder) {
    return open(new ChannelPlace(folder, null));
  }

  static MessageWriter open(Path folder, long generationBytes) {
    return open(new ChannelPlace(folder, null), generationBytes);
  }

  private static MessageWriter open(ChannelPlace place, long generationBytes) {
    ChronicleSetup.prepare();
    return new MessageWriter(place, generationBytes);
  }

  /**
   * Returns the output for the next message, emptied; what was written since the last commit is
   * dropped.
   *
   * @return always the same object
   */
  public MessageOutput begin() {
    checkOpen();
    output.discard();
    return output;
  }

  /**
   * Makes the message visible to the reader, all or nothing.
   *
   * @throws ChannelFullException if there is no room; the message is kept, so this can be called
   *     again, or {@link #abort()}
   */
  public void commit() {
    checkOpen();
    if (generation.endBytes() >= generationBytes || generation.isToBeLeft()) {
      rollIfThereIsRoom();
    }
    if (!output.spilled()) {
      try {
        generation.append(ChannelLayout.INLINE, output.getBuffer(), output.position());
        output.discard();
        return;
      } catch (ChannelFullException e) {
        if (place.overflow() == null) {
          throw e;
        }
        output.spillElsewhere();
      }
    }
    commitSegment();
  }

  private void commitSegment() {
    OutgoingSegment segment = output.completeSegment();
    bodyLongs.putLong(0, segment.number()).putLong(Long.BYTES, output.mark());
    generation.append(
        segment.isElsewhere() ? ChannelLayout.ELSEWHERE : ChannelLayout.SEGMENT,
        body,
        2 * Long.BYTES);
    output.forgetSegment();
  }

  private void rollIfThereIsRoom() {
    GenerationWriter next;
    try {
      next = GenerationWriter.create(place, generationNumber + 1);
    } catch (ChannelFullException | UncheckedIOException e) { // no room, or no file descriptor
      generation.keep();
      return; // the old one has room beyond the size at which it should be left
    }
    try {
      bodyLongs.putLong(0, generationNumber + 1);
      generation.append(ChannelLayout.NEXT, body, Long.BYTES);
    } catch (RuntimeException | Error e) {
      next.close();
      GenerationWriter.deleteFolder(ChannelLayout.generation(place.folder(), generationNumber + 1));
      throw e;
    }
    generation.close();
    generation = next;
    generationNumber++;
  }

  /** Drops what was written since {@link #begin()}. */
  public void abort() {
    checkOpen();
    output.discard();
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("the writer of " + place + " is closed");
    }
  }

  /**
   * Drops an uncommitted message and unmaps the files; the reader can go on to the last message.
   */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      output.discard();
      generation.close();
    }
  }
}
