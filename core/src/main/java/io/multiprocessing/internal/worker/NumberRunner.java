package io.multiprocessing.internal.worker;

import com.esotericsoftware.kryo.io.Input;
import io.multiprocessing.DoubleTask;
import io.multiprocessing.LongTask;
import io.multiprocessing.LongToDoubleTask;
import io.multiprocessing.internal.protocol.Failure;
import io.multiprocessing.internal.protocol.Messages;
import io.multiprocessing.ipc.internal.codec.ObjectCodec;
import java.nio.ByteBuffer;

/**
 * Worker side: runs chunks of numbers, which lie in memory that the parent maps too: each argument
 * is overwritten by its result. A failed item ends the chunk.
 */
final class NumberRunner implements ChunkRunner {

  /** Computes one item, in place. */
  @FunctionalInterface
  interface Step {
    void run(ByteBuffer numbers, int place, long index) throws Throwable;
  }

  private final ObjectCodec codec;
  private final WorkerMemory memory;
  private final Step step;

  private NumberRunner(ObjectCodec codec, WorkerMemory memory, Step step) {
    this.codec = codec;
    this.memory = memory;
    this.step = step;
  }

  static NumberRunner of(ObjectCodec codec, WorkerMemory memory, int kind, Object function) {
    Step step =
        switch (kind) {
          case Messages.DOUBLES -> {
            DoubleTask task = (DoubleTask) function;
            yield (numbers, place, index) ->
                numbers.putDouble(place, task.apply(numbers.getDouble(place)));
          }
          case Messages.LONGS -> {
            LongTask task = (LongTask) function;
            yield (numbers, place, index) ->
                numbers.putLong(place, task.apply(numbers.getLong(place)));
          }
          case Messages.RANGE_TO_DOUBLES -> {
            LongToDoubleTask task = (LongToDoubleTask) function;
            yield (numbers, place, index) -> numbers.putDouble(place, task.apply(index));
          }
          case Messages.RANGE_TO_LONGS -> {
            LongTask task = (LongTask) function;
            yield (numbers, place, index) -> numbers.putLong(place, task.apply(index));
          }
          default -> throw new IllegalArgumentException("not a kind of numbers: kind=" + kind);
        };
    return new NumberRunner(codec, memory, step);
  }

  @Override
  public void run(Chunk chunk, Input in, ResultStream results) {
    long first = in.readLong() + chunk.first(); // start of the range, 0 for arrays
    int place = in.readInt();
    ByteBuffer numbers = memory.numbers();
    for (int item = 0; item < results.count(); item++) {
      if (results.isStopped()) {
        results.finish(Messages.STOPPED);
        return;
      }
      try {
        step.run(numbers, place + item * Long.BYTES, first + item);
      } catch (Throwable e) { // the task's failure, whatever it is
        Failure.write(results.out(), codec, Messages.THREW, e);
        results.finish(Messages.FAILED);
        return;
      }
      results.itemAbsorbed();
    }
    results.finish(Messages.DONE);
  }
}
