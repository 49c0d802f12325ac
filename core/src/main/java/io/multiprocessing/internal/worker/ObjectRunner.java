package io.multiprocessing.internal.worker;

import com.esotericsoftware.kryo.io.Input;
import io.multiprocessing.Task;
import io.multiprocessing.internal.protocol.Failure;
import io.multiprocessing.internal.protocol.Messages;
import io.multiprocessing.ipc.SerializationException;
import io.multiprocessing.ipc.internal.channel.ChannelFullException;
import io.multiprocessing.ipc.internal.channel.MessageOutput;
import io.multiprocessing.ipc.internal.codec.ObjectCodec;

/**
 * Worker side: runs CALL and MAP chunks, one result frame per item; a failed item does not stop the
 * others.
 */
final class ObjectRunner implements ChunkRunner {

  private final ObjectCodec codec;
  private final Task<Object, Object> task;
  private final boolean hasArguments;

  ObjectRunner(ObjectCodec codec, Task<Object, Object> task, boolean hasArguments) {
    this.codec = codec;
    this.task = task;
    this.hasArguments = hasArguments;
  }

  @Override
  public void run(Chunk chunk, Input in, ResultStream results) {
    for (int item = 0; item < chunk.count(); item++) {
      if (results.isStopped()) {
        results.finish(Messages.STOPPED);
        return;
      }
      MessageOutput out = results.out();
      long frame = out.mark();
      out.writeLong(0);
      long body = out.mark();
      try {
        runItem(in, out, body);
      } catch (ChannelFullException e) { // a result beyond the buffer, and no room for its segment
        writeFailure(out, body, Messages.NO_SPACE, e);
      }
      out.patchLong(frame, out.mark() - body);
      results.itemDone();
    }
    results.finish(Messages.DONE);
  }

  private void runItem(Input in, MessageOutput out, long body) {
    Object argument = null;
    if (hasArguments) {
      long length = in.readLong();
      if (length < 0) {
        out.writeByte(Messages.SKIPPED);
        return;
      }
      try {
        argument = ObjectArguments.read(in, length, codec);
      } catch (SerializationException | VirtualMachineError e) {
        writeFailure(out, body, Messages.BAD_ARGUMENT, e);
        return;
      }
    }
    Object result;
    try {
      result = task.apply(argument);
    } catch (Throwable e) { // the task's failure, whatever it is, is the item's result
      writeFailure(out, body, Messages.THREW, e);
      return;
    }
    try {
      out.writeByte(Messages.VALUE);
      codec.write(out, result);
    } catch (SerializationException | VirtualMachineError e) {
      writeFailure(out, body, Messages.BAD_RESULT, e);
    }
  }

  private void writeFailure(MessageOutput out, long body, int fate, Throwable failure) {
    out.rollback(body);
    out.writeByte(Messages.FAILURE);
    Failure.write(out, codec, fate, failure);
  }
}
