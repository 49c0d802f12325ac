package io.multiprocessing.internal.worker;

import io.multiprocessing.internal.protocol.Failure;
import io.multiprocessing.internal.protocol.Messages;
import io.multiprocessing.internal.protocol.WorkerLayout;
import io.multiprocessing.ipc.internal.channel.MessageOutput;
import io.multiprocessing.ipc.internal.channel.MessageReader;
import io.multiprocessing.ipc.internal.channel.MessageWriter;
import io.multiprocessing.ipc.internal.codec.ObjectCodec;

/**
 * Worker side: the results of the chunk that is being run, on their way to the parent. Confined to
 * the task thread.
 */
final class ResultStream {

  /*
   * Protocol. Results of finished items gather in a message. After every item but the last its
   * bytes are also copied to the journal in mapped memory, and the progress word is advanced over
   * them. A message that has grown past FLUSH_BYTES is sent, and a new one begun.
   *
   * Death of this worker. The parent reads the messages that were sent, then the journal: so an
   * item that was done is never run again, and the first one after them is the item that was
   * running. A message too large for the queue lies in a segment; it holds at most one large item,
   * the last, so that the journal never needs to hold one.
   */

  private static final int FLUSH_BYTES = 32 * 1024; // half the journal

  private final MessageReader reader;
  private final MessageWriter writer;
  private final WorkerMemory memory;
  private final ItemGate gate;
  private final TaskContext context;

  private Chunk chunk;
  private MessageOutput out;
  private long startNanos;
  private int itemsDone;
  private int firstInMessage;
  private long nanosMark;
  private long statusMark;
  private long journaled; // mark up to which the message is in the journal
  private int journalBytes;

  ResultStream(
      MessageReader reader,
      MessageWriter writer,
      WorkerMemory memory,
      ItemGate gate,
      TaskContext context) {
    this.context = context;
    this.reader = reader;
    this.writer = writer;
    this.memory = memory;
    this.gate = gate;
  }

  void startChunk(Chunk newChunk) {
    chunk = newChunk;
    itemsDone = 0;
    gate.startChunk(newChunk);
    context.running(newChunk);
    startNanos = System.nanoTime();
    startMessage();
  }

  /** Where the results of the current message go. */
  MessageOutput out() {
    return out;
  }

  /** Returns how many items of the chunk are to be run; fewer once some were given back. */
  int count() {
    return gate.count();
  }

  boolean isStopped() {
    return memory.isCancelled(chunk.sequence());
  }

  /** One more item is done, and its result is in the message. */
  void itemDone() {
    itemsDone++;
    if (itemsDone < gate.count()) {
      if (out.mark() >= FLUSH_BYTES) {
        send(Messages.MORE);
        memory.progress(itemsDone, 0);
        startMessage();
      } else {
        long mark = out.mark();
        journalBytes +=
            out.copyTail(journaled, memory.words(), WorkerLayout.JOURNAL_OFFSET + journalBytes);
        journaled = mark;
        memory.progress(itemsDone, journalBytes);
      }
    }
    gate.afterItem();
  }

  /** One more item is done, whose result is not in the message yet. */
  void itemAbsorbed() {
    itemsDone++;
    memory.progress(itemsDone, 0);
    gate.afterItem();
  }

  /** Sends the last message of the chunk. */
  void finish(int status) {
    reader.release(); // the arguments: their room is free when the parent hears of the end
    send(status);
    memory.endChunk();
    gate.afterItem(); // an interrupt for the last item that came while its result was sent
  }

  /**
   * Drops the results that are not sent yet, because there is no room for them, and sends the
   * failure of the first of them instead; the parent has the others run again.
   */
  void finishWithFailure(ObjectCodec codec, int fate, Throwable failure) {
    writer.abort();
    itemsDone = firstInMessage;
    startMessage();
    Failure.write(out, codec, fate, failure);
    finish(Messages.FAILED);
  }

  private void startMessage() {
    firstInMessage = itemsDone;
    out = writer.begin();
    out.writeByte(Messages.RESULT);
    out.writeLong(chunk.sequence());
    nanosMark = out.mark();
    out.writeLong(0);
    out.writeInt(firstInMessage);
    statusMark = out.mark();
    out.writeLong(0);
    journaled = out.mark();
    journalBytes = 0;
  }

  private void send(int status) {
    out.patchLong(nanosMark, System.nanoTime() - startNanos);
    out.patchLong(statusMark, (long) (itemsDone - firstInMessage) << 8 | status);
    writer.commit();
    memory.published();
  }
}
