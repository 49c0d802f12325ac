package io.multiprocessing.internal.worker;

import com.esotericsoftware.kryo.io.Input;
import io.multiprocessing.internal.protocol.Failure;
import io.multiprocessing.internal.protocol.MatchFunction;
import io.multiprocessing.internal.protocol.Messages;
import io.multiprocessing.internal.protocol.Values;
import io.multiprocessing.ipc.internal.codec.ObjectCodec;

/** Worker side: runs MATCH chunks until the first decisive answer. */
final class MatchRunner implements ChunkRunner {

  private final ObjectCodec codec;
  private final MatchFunction function;

  MatchRunner(ObjectCodec codec, MatchFunction function) {
    this.codec = codec;
    this.function = function;
  }

  @Override
  public void run(Chunk chunk, Input in, ResultStream results) {
    boolean found = false;
    for (int item = 0; item < results.count() && !found; item++) {
      if (results.isStopped()) {
        results.finish(Messages.STOPPED);
        return;
      }
      int fate = Messages.BAD_ARGUMENT;
      try {
        Object argument = Values.read(in, in.readByte(), codec);
        fate = Messages.THREW;
        found = function.predicate().test(argument) == function.decisive();
      } catch (Throwable e) { // the predicate's failure, whatever it is
        Failure.write(results.out(), codec, fate, e);
        results.finish(Messages.FAILED);
        return;
      }
      results.itemAbsorbed();
    }
    results.out().writeBoolean(found);
    results.finish(Messages.DONE);
  }
}
