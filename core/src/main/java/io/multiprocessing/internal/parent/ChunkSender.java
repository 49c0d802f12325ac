package io.multiprocessing.internal.parent;

import io.multiprocessing.internal.protocol.Messages;
import io.multiprocessing.internal.protocol.Values;
import io.multiprocessing.ipc.SerializationException;
import io.multiprocessing.ipc.internal.channel.MessageOutput;
import io.multiprocessing.ipc.internal.codec.ObjectCodec;
import java.util.ArrayList;
import java.util.List;

/** Parent side: writes chunks to workers. Driver only. */
final class ChunkSender implements Dispatcher.Sending {

  /**
   * An argument that cannot travel.
   *
   * @param index of the item
   * @param reason why
   */
  record Unsendable(long index, Throwable reason) {}

  private final List<Unsendable> unsendable = new ArrayList<>();

  @Override
  public SentChunk send(Worker worker, Job job, Job.Items items) {
    unsendable.clear();
    boolean single = job.hasOneItem();
    boolean known = worker.knownJobs().contains(job.id());
    long sequence = worker.chunks().nextSequence();
    MessageOutput out = worker.writer().begin();
    try {
      out.writeByte(Messages.CHUNK);
      out.writeLong(sequence);
      out.writeLong(job.id());
      out.writeByte(job.kind());
      out.writeInt(items.attempt());
      out.writeLong(items.first());
      out.writeInt(items.count());
      out.writeByte((known ? 0 : Messages.HAS_FUNCTION) | (single ? 0 : Messages.KEEP_FUNCTION));
      if (!known) {
        job.function().write(out);
      }
      int place = -1;
      if (job.isOfNumbers()) {
        place = placeNumbers(worker, job.items(), items);
        out.writeLong(job.items().rangeStart());
        out.writeInt(place);
      } else if (Messages.hasObjectArguments(job.kind())) {
        writeArguments(out, job, items);
      }
      if (unsendable.size() == items.count()) {
        worker.writer().abort();
        return null;
      }
      SentChunk chunk = new SentChunk(sequence, job, items, place, out.mark());
      unsendable.forEach(item -> chunk.settleEarly((int) (item.index() - items.first())));
      worker.words().offer(sequence);
      worker.writer().commit();
      if (!single) {
        worker.knownJobs().add(job.id());
      }
      worker.chunks().add(chunk);
      worker.process().taskBell().ring();
      return chunk;
    } catch (RuntimeException e) {
      worker.writer().abort();
      throw e;
    }
  }

  private static int placeNumbers(Worker worker, ItemSource source, Job.Items items) {
    NumberSpace space = worker.numbers();
    int place = space.place(worker.chunks());
    source.put(space.at(place, items.count()), items.first(), items.count());
    return place;
  }

  private void writeArguments(MessageOutput out, Job job, Job.Items items) {
    for (int i = 0; i < items.count(); i++) {
      writeArgument(out, job.items(), items.first() + i, job.codec());
    }
  }

  private void writeArgument(MessageOutput out, ItemSource source, long index, ObjectCodec codec) {
    long begin = out.mark();
    try {
      Values.write(out, codec, source.get(index));
    } catch (SerializationException | VirtualMachineError e) { // too large or too deep for us
      out.rollback(begin);
      out.writeByte(Values.SKIPPED);
      unsendable.add(new Unsendable(index, e));
    }
  }

  @Override
  public List<Unsendable> unsendable() {
    return List.copyOf(unsendable);
  }
}
