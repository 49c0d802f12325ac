package io.multiprocessing.internal.parent;

import io.multiprocessing.Outcome;
import io.multiprocessing.PoolException;
import io.multiprocessing.SerializableBinaryOperator;
import io.multiprocessing.TaskFailedException;
import io.multiprocessing.internal.protocol.ReduceNode;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;

/** Parent side: the sinks of calls whose results arrive together. */
final class Sinks {

  private Sinks() {}

  /** Settles a completion at the end; the subclass knows the result. */
  abstract static class Settling<R> implements ResultSink {

    final Completion<R> completion;

    Settling(Completion<R> completion) {
      this.completion = completion;
    }

    abstract R result();

    @Override
    public final void end(RuntimeException failure) {
      Supplier<R> memo = failure == null ? new Once<>(this::result) : null;
      completion.settle(memo, failure);
    }
  }

  /**
   * Computes once, in the first thread that asks; what it throws is thrown to everyone who asks.
   */
  private static final class Once<R> implements Supplier<R> {

    private Supplier<R> source; // guarded by this
    private R value; // guarded by this
    private RuntimeException failure; // guarded by this

    Once(Supplier<R> source) {
      this.source = source;
    }

    @Override
    public synchronized R get() {
      if (source != null) {
        try {
          value = source.get();
        } catch (RuntimeException e) {
          failure = e;
        }
        source = null;
      }
      if (failure != null) {
        throw failure;
      }
      return value;
    }
  }

  /** The one result of a call. */
  static final class Single<R> extends Settling<R> {

    private R value;

    Single(Completion<R> completion) {
      super(completion);
    }

    @Override
    @SuppressWarnings("unchecked") // what the caller's function returned
    public void value(long index, Object newValue) {
      value = (R) newValue;
    }

    @Override
    R result() {
      return value;
    }
  }

  /** Results in the order of the items. */
  static final class Ordered<R> extends Settling<List<R>> {

    private final PieceList<R> values;

    Ordered(Completion<List<R>> completion, int size) {
      super(completion);
      this.values = new PieceList<>(size);
    }

    @Override
    public void value(long index, Object value) {
      values.put((int) index, value);
    }

    @Override
    List<R> result() {
      return values;
    }
  }

  /** Success or failure of every item. */
  static final class Outcomes<R> extends Settling<List<Outcome<R>>> {

    private final PieceList<Outcome<R>> values;

    Outcomes(Completion<List<Outcome<R>>> completion, int size) {
      super(completion);
      this.values = new PieceList<>(size);
    }

    @Override
    @SuppressWarnings("unchecked") // what the caller's function returned
    public void value(long index, Object value) {
      values.put((int) index, new Outcome.Success<>((R) value));
    }

    @Override
    public boolean failure(long index, PoolException failure) {
      values.put((int) index, new Outcome.Failure<>(failure));
      return true;
    }

    @Override
    List<Outcome<R>> result() {
      return values;
    }
  }

  /** Numbers, in the order of the items. */
  static final class Doubles extends Settling<double[]> {

    private final double[] values;

    Doubles(Completion<double[]> completion, int size) {
      super(completion);
      this.values = new double[size];
    }

    @Override
    public void value(long index, Object value) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void numbers(long first, ByteBuffer numbers) {
      numbers.asDoubleBuffer().get(values, (int) first, numbers.remaining() / Double.BYTES);
    }

    @Override
    double[] result() {
      return values;
    }
  }

  /** Numbers, in the order of the items. */
  static final class Longs extends Settling<long[]> {

    private final long[] values;

    Longs(Completion<long[]> completion, int size) {
      super(completion);
      this.values = new long[size];
    }

    @Override
    public void value(long index, Object value) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void numbers(long first, ByteBuffer numbers) {
      numbers.asLongBuffer().get(values, (int) first, numbers.remaining() / Long.BYTES);
    }

    @Override
    long[] result() {
      return values;
    }
  }

  /**
   * Combines what the workers have combined; see {@link ReduceNode} for why the order is always the
   * same.
   */
  static final class Reduced<R> extends Settling<R> {

    private final R identity;
    private final SerializableBinaryOperator<R> combiner;
    private final List<ReduceNode> nodes = new ArrayList<>();

    Reduced(Completion<R> completion, R identity, SerializableBinaryOperator<R> combiner) {
      super(completion);
      this.identity = identity;
      this.combiner = combiner;
    }

    @Override
    public void value(long index, Object nodesOfChunk) {
      nodes.addAll(Arrays.asList((ReduceNode[]) nodesOfChunk));
    }

    @Override
    @SuppressWarnings("unchecked") // what the caller's functions returned
    R result() {
      nodes.sort(Comparator.comparingLong(ReduceNode::firstItem));
      List<ReduceNode> merged = new ArrayList<>();
      try {
        for (ReduceNode node : nodes) {
          ReduceNode.append(merged, node, (SerializableBinaryOperator<Object>) combiner);
        }
        R value = identity;
        for (ReduceNode node : merged) {
          value = combiner.apply(value, (R) node.value());
        }
        return value;
      } catch (Throwable e) { // user code; an Error too must not leave the result without an end
        throw new TaskFailedException("the combiner failed in the parent JVM: " + e, e, -1, -1);
      }
    }
  }

  /** Ends with the first decisive answer. */
  static final class Match extends Settling<Boolean> {

    private final boolean decisive;
    private boolean found;

    Match(Completion<Boolean> completion, boolean decisive) {
      super(completion);
      this.decisive = decisive;
    }

    @Override
    public void value(long index, Object foundInChunk) {
      found |= (Boolean) foundInChunk;
    }

    @Override
    public boolean isDecided() {
      return found;
    }

    @Override
    Boolean result() {
      return found == decisive;
    }
  }
}
