package io.multiprocessing.ipc;

import io.multiprocessing.ipc.internal.segment.SegmentAddress;
import io.multiprocessing.ipc.internal.segment.SegmentHandle;
import java.io.InvalidObjectException;
import java.io.Serializable;

/**
 * Both sides: what travels of a raw array.
 *
 * @param type its element type
 * @param segment where it is
 * @param first the position of its first element
 * @param length how many elements it has
 */
record ArrayAddress(int type, SegmentAddress segment, long first, long length)
    implements Serializable {

  static final int DOUBLES = 1;
  static final int LONGS = 2;
  static final int INTS = 3;
  static final int BYTES = 4;

  private Object readResolve() throws InvalidObjectException {
    return switch (type) {
      case DOUBLES -> new RawDoubles(attach(Double.BYTES), first, length, false);
      case LONGS -> new RawLongs(attach(Long.BYTES), first, length, false);
      case INTS -> new RawInts(attach(Integer.BYTES), first, length, false);
      case BYTES -> new RawBytes(attach(Byte.BYTES), first, length, false);
      default -> throw new InvalidObjectException("type=" + type + " is no raw array");
    };
  }

  private SegmentHandle attach(int elementBytes) throws InvalidObjectException {
    SegmentHandle memory = SegmentHandle.attach(RawArray.NOUN, segment);
    boolean fits =
        first >= memory.start()
            && first % elementBytes == 0
            && first <= memory.end()
            && length >= 0
            && length <= (memory.end() - first) / elementBytes;
    if (!fits) {
      memory.close();
      throw new InvalidObjectException("first=" + first + ", length=" + length + " do not fit");
    }
    return memory;
  }
}
