package io.multiprocessing.ipc.internal.segment;

/**
 * Both sides: cuts small regions out of segments.
 *
 * <p>This class is thread-safe.
 */
final class Arena {

  /*
   * Nothing is given back: a region that another process knows may be used at any time. A segment
   * goes as a whole, when none of its regions is used any more. So segments begin small, and grow
   * for programs that need many.
   */

  private static final int FIRST_BYTES = 1 << 14;
  private static final int MAX_BYTES = 1 << 20;

  private static Segment current; // guarded by the class
  private static int next; // guarded by the class

  /** Makes a region of the memory found for it. */
  interface Cutter {
    Region cut(Segment segment, int offset, int bytes);
  }

  private Arena() {}

  static synchronized Region allocate(int bytes, Cutter cutter) {
    int rounded = ((bytes - 1) / Region.ALIGNMENT + 1) * Region.ALIGNMENT;
    if (current == null || rounded > current.file().size() - next) {
      begin(rounded);
    }
    int offset = next;
    next += rounded;
    return cutter.cut(current, offset, bytes);
  }

  private static void begin(int bytes) {
    int size = current == null ? FIRST_BYTES : (int) Math.min(MAX_BYTES, 2 * current.file().size());
    current = Segment.create(Math.max(bytes, size - SegmentLayout.HEADER_BYTES));
    next = Segment.payloadOffset();
  }
}
