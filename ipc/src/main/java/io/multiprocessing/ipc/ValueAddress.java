package io.multiprocessing.ipc;

import io.multiprocessing.ipc.internal.segment.Region;
import java.io.InvalidObjectException;
import java.io.Serializable;

/**
 * Both sides: what travels of a raw value.
 *
 * @param tag its type, as in {@link ValueLayout}
 * @param region where it is
 */
record ValueAddress(int tag, Region.RegionAddress region) implements Serializable {

  private Object readResolve() throws InvalidObjectException {
    return switch (tag) {
      case ValueLayout.LONG_TAG -> new RawLong(attach());
      case ValueLayout.INT_TAG -> new RawInt(attach());
      case ValueLayout.DOUBLE_TAG -> new RawDouble(attach());
      case ValueLayout.BOOLEAN_TAG -> new RawBoolean(attach());
      case ValueLayout.BYTE_TAG -> new RawByte(attach());
      default -> throw new InvalidObjectException("tag=" + tag + " is no raw value");
    };
  }

  private Region attach() {
    return Region.attach(region, tag);
  }
}
