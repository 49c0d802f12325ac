package io.multiprocessing.internal.worker;

import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import io.multiprocessing.DoubleTask;
import io.multiprocessing.LongTask;
import io.multiprocessing.LongToDoubleTask;
import io.multiprocessing.internal.protocol.Failure;
import io.multiprocessing.internal.protocol.Messages;
import io.multiprocessing.ipc.internal.codec.ObjectCodec;

/** Worker side: runs chunks of numbers, eight bytes per result; a failed item ends the chunk. */
final class PrimitiveRunner implements ChunkRunner {

  /** Computes one item. */
  @FunctionalInterface
  interface Step {
    void run(Input in, Output out, long index) throws Throwable;
  }

  private final ObjectCodec codec;
  private final Step step;

  private PrimitiveRunner(ObjectCodec codec, Step step) {
    this.codec = codec;
    this.step = step;
  }

  static PrimitiveRunner of(ObjectCodec codec, int kind, Object function) {
    Step step =
        switch (kind) {
          case Messages.DOUBLES -> {
            DoubleTask task = (DoubleTask) function;
            yield (in, out, index) -> write(out, task.apply(in.readDouble()));
          }
          case Messages.LONGS -> {
            LongTask task = (LongTask) function;
            yield (in, out, index) -> out.writeLong(task.apply(in.readLong()));
          }
          case Messages.RANGE_TO_DOUBLES -> {
            LongToDoubleTask task = (LongToDoubleTask) function;
            yield (in, out, index) -> write(out, task.apply(index));
          }
          case Messages.RANGE_TO_LONGS -> {
            LongTask task = (LongTask) function;
            yield (in, out, index) -> out.writeLong(task.apply(index));
          }
          default -> throw new IllegalArgumentException("not a kind of numbers: kind=" + kind);
        };
    return new PrimitiveRunner(codec, step);
  }

  /** As {@code writeDouble}, but a NaN keeps its bits. */
  private static void write(Output out, double value) {
    out.writeLong(Double.doubleToRawLongBits(value));
  }

  @Override
  public void run(Chunk chunk, Input in, ResultStream results) {
    long start = in.readLong(); // of the range; 0 for arrays
    for (int item = 0; item < chunk.count(); item++) {
      if (results.isStopped()) {
        results.finish(Messages.STOPPED);
        return;
      }
      try {
        step.run(in, results.out(), start + chunk.first() + item);
      } catch (Throwable e) { // the task's failure, whatever it is
        Failure.write(results.out(), codec, Messages.THREW, e);
        results.finish(Messages.FAILED);
        return;
      }
      results.itemDone();
    }
    results.finish(Messages.DONE);
  }
}
