package io.multiprocessing.ipc.internal.codec;

import com.esotericsoftware.kryo.io.KryoBufferOverflowException;
import com.esotericsoftware.kryo.io.Output;

/**
 * Both sides: gathers bytes in an array that grows up to what a JVM can allocate. Kryo's own
 * doubles its capacity past the largest {@code int} from 1 GB on.
 */
final class GrowingOutput extends Output {
  private static final int MAX_ARRAY = Integer.MAX_VALUE - 8;
  // bytes: doubling would take gigabytes in the end
  private static final int MAX_RESERVE = 64 << 20;

  GrowingOutput(int firstCapacityBytes) {
    super(firstCapacityBytes, MAX_ARRAY);
  }

  @Override
  protected boolean require(int required) {
    if (capacity - position >= required) {
      return false;
    }
    long wanted = (long) position + required;
    if (wanted > MAX_ARRAY) {
      throw new KryoBufferOverflowException("more than one array can hold: bytes=" + wanted);
    }
    byte[] larger = new byte[(int) Math.min(wanted + Math.min(capacity, MAX_RESERVE), MAX_ARRAY)];
    System.arraycopy(buffer, 0, larger, 0, position);
    buffer = larger;
    capacity = larger.length;
    return true;
  }
}
