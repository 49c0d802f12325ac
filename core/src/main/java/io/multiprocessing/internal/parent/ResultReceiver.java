package io.multiprocessing.internal.parent;

import com.esotericsoftware.kryo.io.Input;
import io.multiprocessing.PoolException;
import io.multiprocessing.internal.protocol.Failure;
import io.multiprocessing.internal.protocol.Messages;
import io.multiprocessing.internal.protocol.ReduceNode;
import io.multiprocessing.internal.protocol.Values;
import io.multiprocessing.internal.protocol.WorkerLayout;
import io.multiprocessing.ipc.SerializationException;

/**
 * Parent side: takes results out of messages and journals, and hands them to their jobs. Driver
 * only.
 */
final class ResultReceiver {

  /** What the engine does with the failure of an item. */
  interface OnFailure {
    void failed(SentChunk chunk, int position, PoolException failure, boolean retriable);
  }

  private final OnFailure onFailure;

  ResultReceiver(OnFailure onFailure) {
    this.onFailure = onFailure;
  }

  /** Takes the results of some items of a chunk. */
  void receive(Worker worker, SentChunk chunk, Input in, int offset, int count) {
    Job job = chunk.job();
    if (job.isOfNumbers()) {
      receiveNumbers(worker, chunk, offset, offset + count);
    } else if (!job.isAllOrNothing()) {
      for (int i = 0; i < count && job.isWanted(); i++) {
        receiveItem(worker, chunk, in, offset + i);
        chunk.received(offset + i + 1); // at once: what follows may be nonsense
      }
    }
    chunk.received(offset + count);
  }

  private static void receiveNumbers(Worker worker, SentChunk chunk, int from, int to) {
    int begin = chunk.nextPosition(from, true);
    while (begin < to) {
      int end = Math.min(to, chunk.nextPosition(begin, false));
      chunk
          .job()
          .numbers(
              chunk.items().first() + begin,
              worker.numbers().at(chunk.place() + begin * Long.BYTES, end - begin));
      worker.completedTasks(end - begin);
      begin = chunk.nextPosition(end, true);
    }
  }

  private void receiveItem(Worker worker, SentChunk chunk, Input in, int position) {
    Job job = chunk.job();
    int tag = in.readByte();
    if (chunk.isSettledEarly(position)) {
      Values.skip(in, tag);
    } else if (tag == Values.FAILURE) {
      long end = Values.frameEnd(in);
      fail(worker, chunk, in, position);
      in.skip(end - in.total());
    } else {
      long index = chunk.items().first() + position;
      Object value;
      try {
        value = Values.read(in, tag, job.codec());
      } catch (SerializationException | VirtualMachineError e) { // too large for our heap
        onFailure.failed(
            chunk, position, Failures.resultUnreadable(job, index, worker.id(), e), false);
        return;
      }
      job.value(index, value);
      worker.completedTasks(1);
    }
  }

  /** Takes the failure of an item. */
  void fail(Worker worker, SentChunk chunk, Input in, int position) {
    Failure failure = Failure.read(in, chunk.job().codec());
    if (!chunk.isSettledEarly(position)) {
      PoolException exception =
          Failures.of(failure, chunk.job(), chunk.items().first() + position, worker.id());
      onFailure.failed(chunk, position, exception, failure.fate() == Messages.THREW);
    }
  }

  /** Takes the one result of a chunk whose items have one together. */
  void receiveWhole(Worker worker, SentChunk chunk, Input in) {
    Job job = chunk.job();
    if (job.kind() == Messages.MATCH) {
      job.chunkValue(chunk.items(), in.readBoolean());
      return;
    }
    int nodes = in.readInt();
    ReduceNode[] values = new ReduceNode[nodes];
    try {
      for (int i = 0; i < nodes; i++) {
        int level = in.readInt();
        long index = in.readLong();
        values[i] = new ReduceNode(level, index, job.codec().read(in));
      }
    } catch (SerializationException | VirtualMachineError e) {
      PoolException failure = Failures.resultUnreadable(job, chunk.items().first(), worker.id(), e);
      onFailure.failed(chunk, 0, failure, false);
      return;
    }
    job.chunkValue(chunk.items(), values);
  }

  /**
   * Takes what a dead worker had finished of its last chunk and not sent yet. The journal goes on
   * where its messages end, so it is of no use when some of them could not be read.
   *
   * @return the position of the item it was running, or -1 if it had not started the chunk
   */
  int recover(Worker worker, SentChunk chunk) {
    if (worker.words().running() != chunk.sequence()) {
      return chunk.received() > 0 ? chunk.received() : -1;
    }
    int last = chunk.items().count() - 1; // it was running the last one, if no message says more
    if (worker.ignoresMessages()) {
      return Math.min(chunk.received(), last);
    }
    long progress = worker.words().progress();
    int itemsDone = Math.min(WorkerLayout.itemsDone(progress), last);
    if (!chunk.job().isAllOrNothing() && itemsDone > chunk.received()) {
      // of numbers, it is empty
      byte[] journal = worker.words().journal(WorkerLayout.journalBytes(progress));
      receive(worker, chunk, new Input(journal), chunk.received(), itemsDone - chunk.received());
    }
    return Math.min(Math.max(itemsDone, chunk.received()), last);
  }
}
