package io.multiprocessing.internal.worker;

import com.esotericsoftware.kryo.io.Input;
import io.multiprocessing.Task;
import io.multiprocessing.internal.protocol.Failure;
import io.multiprocessing.internal.protocol.Messages;
import io.multiprocessing.internal.protocol.Values;
import io.multiprocessing.ipc.SerializationException;
import io.multiprocessing.ipc.internal.channel.ChannelFullException;
import io.multiprocessing.ipc.internal.channel.MessageOutput;
import io.multiprocessing.ipc.internal.codec.ObjectCodec;

/**
 * Worker side: runs CALL and MAP chunks, one result per item; a failed item does not stop the
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
    for (int item = 0; item < results.count(); item++) {
      if (results.isStopped()) {
        results.finish(Messages.STOPPED);
        return;
      }
      MessageOutput out = results.out();
      long begin = out.mark();
      try {
        runItem(in, out, begin);
      } catch (ChannelFullException e) { // a result beyond the buffer, and no room for its segment
        writeFailure(out, begin, Messages.NO_SPACE, e);
      }
      results.itemDone();
    }
    results.finish(Messages.DONE);
  }

  private void runItem(Input in, MessageOutput out, long begin) {
    Object argument = null;
    if (hasArguments) {
      int tag = in.readByte();
      if (tag == Values.SKIPPED) {
        out.writeByte(Values.SKIPPED);
        return;
      }
      try {
        argument = Values.read(in, tag, codec);
      } catch (SerializationException | VirtualMachineError e) {
        writeFailure(out, begin, Messages.BAD_ARGUMENT, e);
        return;
      }
    }
    Object result;
    try {
      result = task.apply(argument);
    } catch (Throwable e) { // the task's failure, whatever it is, is the item's result
      writeFailure(out, begin, Messages.THREW, e);
      return;
    }
    try {
      Values.write(out, codec, result);
    } catch (SerializationException | VirtualMachineError e) {
      writeFailure(out, begin, Messages.BAD_RESULT, e);
    }
  }

  private void writeFailure(MessageOutput out, long begin, int fate, Throwable failure) {
    out.rollback(begin);
    out.writeByte(Values.FAILURE);
    long frame = Values.beginFrame(out);
    Failure.write(out, codec, fate, failure);
    Values.endFrame(out, frame);
  }
}
