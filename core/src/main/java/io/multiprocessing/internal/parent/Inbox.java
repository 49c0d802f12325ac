package io.multiprocessing.internal.parent;

import io.multiprocessing.internal.protocol.Failure;
import io.multiprocessing.internal.protocol.Messages;
import io.multiprocessing.ipc.internal.channel.MessageInput;
import io.multiprocessing.ipc.internal.codec.ObjectCodec;

/**
 * Parent side: takes what workers say: their messages, and of one that is gone the last ones, then
 * its journal. Driver only.
 */
final class Inbox {

  private final Workforce workforce;
  private final Dispatcher dispatcher;
  private final ItemFailures failures;
  private final ItemFailures.Jobs jobs;
  private final ResultReceiver receiver;
  private final ObjectCodec codec; // of the initializer

  Inbox(
      Workforce workforce,
      Dispatcher dispatcher,
      ItemFailures failures,
      ItemFailures.Jobs jobs,
      ObjectCodec codec) {
    this.workforce = workforce;
    this.dispatcher = dispatcher;
    this.failures = failures;
    this.jobs = jobs;
    this.receiver = new ResultReceiver(failures::itemFailed);
    this.codec = codec;
  }

  /** Takes all messages of a worker; returns whether there were any. */
  boolean receiveAll(Worker worker) {
    boolean worked = false;
    try {
      while (worker.hasNews()) {
        MessageInput in = worker.reader().poll();
        if (in == null) {
          break;
        }
        worker.receivedMessage();
        receive(worker, in);
        worker.reader().release();
        worked = true;
      }
    } catch (RuntimeException e) { // it writes nonsense, or its files are gone
      cannotBeRead(worker, e);
      workforce.kill(worker, "its messages cannot be read: " + e);
    }
    return worked;
  }

  private static void cannotBeRead(Worker worker, RuntimeException reason) {
    Log.warning("messages of worker " + worker.id() + " cannot be read", reason);
    worker.ignoreMessages(); // and its journal, which goes on where they end
  }

  private void receive(Worker worker, MessageInput in) {
    int type = in.readByte();
    switch (type) {
      case Messages.READY -> workforce.ready(worker);
      case Messages.INIT_FAILED -> workforce.initializerFailed(worker, Failure.read(in, codec));
      case Messages.RESULT -> receiveResult(worker, in);
      default -> throw new IllegalStateException("unknown message: type=" + type);
    }
  }

  private void receiveResult(Worker worker, MessageInput in) {
    SentChunk chunk = worker.chunks().find(in.readLong());
    long nanos = in.readLong();
    int offset = in.readInt();
    long countAndStatus = in.readLong();
    int count = (int) (countAndStatus >>> 8);
    int status = (int) (countAndStatus & 0xff);
    if (chunk == null) {
      throw new IllegalStateException("a result of an unknown chunk from worker " + worker.id());
    }
    Job job = chunk.job();
    boolean wanted = chunk.isWanted();
    if (wanted) {
      receiver.receive(worker, chunk, in, offset, count);
    }
    if (status == Messages.DONE && offset + count < chunk.items().count()) {
      // what it has given back, and we had not seen yet
      worker.chunks().shorten(chunk, offset + count);
    }
    if (status != Messages.MORE) {
      dispatcher.ran(worker, chunk, offset + count, nanos);
    }
    if (wanted && job.isWanted()) {
      endOfChunk(worker, chunk, in, offset + count, status);
    }
    jobs.settle(job);
  }

  private void endOfChunk(
      Worker worker, SentChunk chunk, MessageInput in, int position, int status) {
    switch (status) {
      case Messages.MORE -> {}
      case Messages.DONE -> {
        if (chunk.job().isAllOrNothing()) {
          receiver.receiveWhole(worker, chunk, in);
        }
      }
      case Messages.STOPPED -> chunk.giveBackFrom(chunk.job().isAllOrNothing() ? 0 : position);
      case Messages.FAILED -> {
        if (!chunk.job().isAllOrNothing()) {
          chunk.giveBackFrom(position + 1);
        }
        receiver.fail(worker, chunk, in, position);
      }
      default -> throw new IllegalStateException("unknown status of a result: status=" + status);
    }
  }

  /**
   * Takes the last messages and the journal of a worker that is gone, and sees to what it has left.
   */
  void gone(Worker worker) {
    takeLastMessages(worker);
    dispatcher.takeGiven(worker);
    boolean first = true;
    for (SentChunk chunk : worker.chunks().copy()) {
      worker.remove(chunk);
      Job job = chunk.job();
      if (!job.isEnded() && !chunk.isAbandoned()) {
        int position = first ? receiver.recover(worker, chunk) : -1;
        if (position >= 0) {
          failures.crashed(worker, chunk, position);
        } else {
          chunk.giveBackFrom(0);
        }
      }
      first = false;
      jobs.settle(job);
    }
  }

  private void takeLastMessages(Worker worker) {
    if (worker.reader() == null || worker.ignoresMessages()) {
      return;
    }
    try {
      for (MessageInput in = worker.reader().poll(); in != null; in = worker.reader().poll()) {
        worker.receivedMessage(); // also one that it could not announce any more
        receive(worker, in);
      }
    } catch (RuntimeException e) {
      cannotBeRead(worker, e);
    }
  }
}
