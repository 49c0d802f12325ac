package io.multiprocessing.ipc.internal.codec;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Both sides: arrays of primitives: the length, then each element in its full width, little-endian.
 *
 * <p>Elements go through a small buffer in bulk: Kryo's own loops shift each byte by itself, at a
 * fraction of the speed.
 */
final class PrimitiveArraySerializer extends Serializer<Object> {
  private static final int SCRATCH_BYTES = 8192;

  private final int id;
  private final int elementBytes;
  private byte[] scratch;
  private ByteBuffer buffer; // of scratch

  PrimitiveArraySerializer(int id) {
    this.id = id;
    this.elementBytes =
        switch (id) {
          case KnownTypes.BOOLEAN_ARRAY, KnownTypes.BYTE_ARRAY -> 1;
          case KnownTypes.CHAR_ARRAY, KnownTypes.SHORT_ARRAY -> 2;
          case KnownTypes.INT_ARRAY, KnownTypes.FLOAT_ARRAY -> 4;
          case KnownTypes.LONG_ARRAY, KnownTypes.DOUBLE_ARRAY -> 8;
          default -> throw new IllegalArgumentException("id=" + id);
        };
  }

  @Override
  public void write(Kryo kryo, Output out, Object array) {
    int length = java.lang.reflect.Array.getLength(array);
    out.writeVarInt(length, true);
    if (id == KnownTypes.BYTE_ARRAY) {
      out.writeBytes((byte[]) array);
      return;
    }
    if (id == KnownTypes.BOOLEAN_ARRAY) {
      out.writeBooleans((boolean[]) array, 0, length);
      return;
    }
    allocateScratch();
    int step = SCRATCH_BYTES / elementBytes;
    for (int from = 0; from < length; from += step) {
      int count = Math.min(step, length - from);
      put(array, from, count);
      out.writeBytes(scratch, 0, count * elementBytes);
    }
  }

  private void put(Object array, int from, int count) {
    switch (id) {
      case KnownTypes.CHAR_ARRAY -> buffer.asCharBuffer().put((char[]) array, from, count);
      case KnownTypes.SHORT_ARRAY -> buffer.asShortBuffer().put((short[]) array, from, count);
      case KnownTypes.INT_ARRAY -> buffer.asIntBuffer().put((int[]) array, from, count);
      case KnownTypes.LONG_ARRAY -> buffer.asLongBuffer().put((long[]) array, from, count);
      case KnownTypes.FLOAT_ARRAY -> buffer.asFloatBuffer().put((float[]) array, from, count);
      default -> buffer.asDoubleBuffer().put((double[]) array, from, count);
    }
  }

  @Override
  public Object read(Kryo kryo, Input in, Class<? extends Object> type) {
    int length = Bounds.readLength(in, elementBytes);
    if (id == KnownTypes.BYTE_ARRAY) {
      return in.readBytes(length);
    }
    if (id == KnownTypes.BOOLEAN_ARRAY) {
      return in.readBooleans(length);
    }
    Object array = newArray(length);
    allocateScratch();
    int step = SCRATCH_BYTES / elementBytes;
    for (int from = 0; from < length; from += step) {
      int count = Math.min(step, length - from);
      in.readBytes(scratch, 0, count * elementBytes);
      get(array, from, count);
    }
    return array;
  }

  private Object newArray(int length) {
    return switch (id) {
      case KnownTypes.CHAR_ARRAY -> new char[length];
      case KnownTypes.SHORT_ARRAY -> new short[length];
      case KnownTypes.INT_ARRAY -> new int[length];
      case KnownTypes.LONG_ARRAY -> new long[length];
      case KnownTypes.FLOAT_ARRAY -> new float[length];
      default -> new double[length];
    };
  }

  private void get(Object array, int from, int count) {
    switch (id) {
      case KnownTypes.CHAR_ARRAY -> buffer.asCharBuffer().get((char[]) array, from, count);
      case KnownTypes.SHORT_ARRAY -> buffer.asShortBuffer().get((short[]) array, from, count);
      case KnownTypes.INT_ARRAY -> buffer.asIntBuffer().get((int[]) array, from, count);
      case KnownTypes.LONG_ARRAY -> buffer.asLongBuffer().get((long[]) array, from, count);
      case KnownTypes.FLOAT_ARRAY -> buffer.asFloatBuffer().get((float[]) array, from, count);
      default -> buffer.asDoubleBuffer().get((double[]) array, from, count);
    }
  }

  private void allocateScratch() {
    if (scratch == null) {
      scratch = new byte[SCRATCH_BYTES];
      buffer = ByteBuffer.wrap(scratch).order(ByteOrder.LITTLE_ENDIAN);
    }
  }
}
