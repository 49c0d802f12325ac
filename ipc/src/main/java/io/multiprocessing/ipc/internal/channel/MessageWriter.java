package io.multiprocessing.ipc.internal.channel;

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
   * No room. If there is no room for a new generation the old one goes on up to a limit.
   */
  private final Path channel;
  private final long generationBytes;
  private final MessageOutput output;
  private final byte[] body = new byte[2 * Long.BYTES]; // of documents that are no messages
  private final ByteBuffer bodyLongs = ByteBuffer.wrap(body).order(ByteOrder.LITTLE_ENDIAN);
  private GenerationWriter generation;
  private long generationNumber;
  private boolean closed;

  private MessageWriter(Path channel, long generationBytes) {
    this.channel = channel;
    this.generationBytes = generationBytes;
    this.output = new MessageOutput(channel);
    this.generation = GenerationWriter.create(channel, 0);
  }

  /**
   * Creates the channel's first queue, which makes the folder ready for its reader.
   *
   * @param folder exists, is empty, and belongs to this channel alone
   * @return the only writer of this channel
   * @throws ChannelFullException if there is no room for it
   */
  public static MessageWriter open(Path folder) {
    return open(folder, ChannelLayout.GENERATION_BYTES);
  }

  static MessageWriter open(Path folder, long generationBytes) {
    ChronicleSetup.prepare();
    return new MessageWriter(folder, generationBytes);
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
    if (generation.endBytes() >= generationBytes) {
      rollIfThereIsRoom();
    }
    if (output.spilled()) {
      long segment = output.completeSegment();
      bodyLongs.putLong(0, segment).putLong(Long.BYTES, output.mark());
      generation.append(ChannelLayout.SEGMENT, body, 2 * Long.BYTES);
      output.forgetSegment();
    } else {
      generation.append(ChannelLayout.INLINE, output.getBuffer(), output.position());
      output.discard();
    }
  }

  private void rollIfThereIsRoom() {
    GenerationWriter next;
    try {
      next = GenerationWriter.create(channel, generationNumber + 1);
    } catch (ChannelFullException full) {
      return; // the old one has room beyond the size at which it should be left
    }
    try {
      bodyLongs.putLong(0, generationNumber + 1);
      generation.append(ChannelLayout.NEXT, body, Long.BYTES);
    } catch (RuntimeException | Error e) {
      next.close();
      GenerationWriter.deleteFolder(ChannelLayout.generation(channel, generationNumber + 1));
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
      throw new IllegalStateException("the writer of " + channel + " is closed");
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
