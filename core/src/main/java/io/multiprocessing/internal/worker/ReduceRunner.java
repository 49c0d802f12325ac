package io.multiprocessing.internal.worker;

import com.esotericsoftware.kryo.io.Input;
import io.multiprocessing.internal.protocol.Failure;
import io.multiprocessing.internal.protocol.Messages;
import io.multiprocessing.internal.protocol.ReduceFunction;
import io.multiprocessing.internal.protocol.ReduceNode;
import io.multiprocessing.internal.protocol.Values;
import io.multiprocessing.ipc.SerializationException;
import io.multiprocessing.ipc.internal.channel.MessageOutput;
import io.multiprocessing.ipc.internal.codec.ObjectCodec;
import java.util.ArrayList;
import java.util.List;

/**
 * Worker side: runs REDUCE chunks; combines the results of neighbouring items before they travel.
 */
final class ReduceRunner implements ChunkRunner {

  private final ObjectCodec codec;
  private final ReduceFunction function;

  ReduceRunner(ObjectCodec codec, ReduceFunction function) {
    this.codec = codec;
    this.function = function;
  }

  @Override
  public void run(Chunk chunk, Input in, ResultStream results) {
    List<ReduceNode> nodes = new ArrayList<>();
    for (int item = 0; item < results.count(); item++) {
      if (results.isStopped()) {
        results.finish(Messages.STOPPED);
        return;
      }
      int fate = Messages.BAD_ARGUMENT;
      try {
        Object argument = Values.read(in, in.readByte(), codec);
        fate = Messages.THREW;
        Object value = function.task().apply(argument);
        ReduceNode.append(
            nodes, new ReduceNode(0, chunk.first() + item, value), function.combiner());
      } catch (Throwable e) { // the task's failure, whatever it is
        fail(results, fate, e);
        return;
      }
      results.itemAbsorbed();
    }
    MessageOutput out = results.out();
    long body = out.mark();
    try {
      out.writeInt(nodes.size());
      for (ReduceNode node : nodes) {
        out.writeInt(node.level());
        out.writeLong(node.index());
        codec.write(out, node.value());
      }
    } catch (SerializationException | VirtualMachineError e) {
      out.rollback(body);
      fail(results, Messages.BAD_RESULT, e);
      return;
    }
    results.finish(Messages.DONE);
  }

  private void fail(ResultStream results, int fate, Throwable failure) {
    Failure.write(results.out(), codec, fate, failure);
    results.finish(Messages.FAILED);
  }
}
