package io.multiprocessing.ipc.internal.channel;

import net.openhft.chronicle.core.time.TimeProvider;
import net.openhft.chronicle.queue.RollCycle;

/**
 * Both sides: the roll cycle of a queue that stays in one file for ever, with a small index.
 *
 * <p>The channel starts a new queue where Chronicle would roll: Chronicle rolls by time only, and a
 * reader that has to discover the next file by listing a folder depends on the moment it looks.
 */
enum SingleCycle implements RollCycle {
  /** The only one. */
  INSTANCE;

  /** 128 entries of 8 bytes: an index page costs 1 KiB. */
  private static final int INDEX_COUNT = 128;

  /** With this spacing a generation holds 16 million documents, more than fit its bytes. */
  private static final int INDEX_SPACING = 1024;

  private static final int MILLIS_PER_DAY = 86_400_000;

  @Override
  public String format() {
    return "yyyyMMdd";
  }

  @Override
  public int lengthInMillis() {
    return MILLIS_PER_DAY;
  }

  @Override
  public int defaultIndexCount() {
    return INDEX_COUNT;
  }

  @Override
  public int defaultIndexSpacing() {
    return INDEX_SPACING;
  }

  @Override
  public int current(TimeProvider time, long epoch) {
    return 0;
  }

  @Override
  public long toIndex(int cycle, long sequenceNumber) {
    return ((long) cycle << Integer.SIZE) + (sequenceNumber & 0xffff_ffffL);
  }

  @Override
  public long toSequenceNumber(long index) {
    return index & 0xffff_ffffL;
  }

  @Override
  public int toCycle(long index) {
    return (int) (index >>> Integer.SIZE);
  }

  @Override
  public long maxMessagesPerCycle() {
    return (long) INDEX_COUNT * INDEX_COUNT * INDEX_SPACING;
  }
}
