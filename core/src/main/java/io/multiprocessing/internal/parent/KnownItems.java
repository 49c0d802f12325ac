package io.multiprocessing.internal.parent;

import java.nio.ByteBuffer;

/** Parent side: items whose number is known from the start. */
abstract class KnownItems implements ItemSource {

  private final long size;
  private long taken; // driver only

  KnownItems(long size) {
    this.size = size;
  }

  @Override
  public final long size() {
    return size;
  }

  @Override
  public final long available(int chunkSize) {
    return size - taken;
  }

  @Override
  public final long take(int count) {
    long first = taken;
    taken += count;
    return first;
  }

  /** One call without arguments. */
  static final class Nothing extends KnownItems {

    Nothing() {
      super(1);
    }
  }

  /** Objects of a private list. */
  static final class Objects extends KnownItems {

    private PieceList<Object> items; // driver only; entries are dropped as they are done

    Objects(PieceList<Object> items) {
      super(items.size());
      this.items = items;
    }

    @Override
    public Object get(long index) {
      return items.get((int) index);
    }

    @Override
    public void release(long index) {
      if (items != null) {
        items.release((int) index);
      }
    }

    @Override
    public void close() {
      items = null;
    }
  }

  /** Values of an array. */
  static final class Doubles extends KnownItems {

    private final double[] values;

    Doubles(double[] values) {
      super(values.length);
      this.values = values;
    }

    @Override
    public void put(ByteBuffer numbers, long first, int count) {
      numbers.asDoubleBuffer().put(values, (int) first, count);
    }
  }

  /** Values of an array. */
  static final class Longs extends KnownItems {

    private final long[] values;

    Longs(long[] values) {
      super(values.length);
      this.values = values;
    }

    @Override
    public void put(ByteBuffer numbers, long first, int count) {
      numbers.asLongBuffer().put(values, (int) first, count);
    }
  }

  /** Numbers of a range, which need not travel. */
  static final class Range extends KnownItems {

    private final long start;

    Range(long start, long count) {
      super(count);
      this.start = start;
    }

    @Override
    public void put(ByteBuffer numbers, long first, int count) {}

    @Override
    public long rangeStart() {
      return start;
    }
  }
}
