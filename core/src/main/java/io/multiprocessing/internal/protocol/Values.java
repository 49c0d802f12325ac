package io.multiprocessing.internal.protocol;

import com.esotericsoftware.kryo.io.Input;
import io.multiprocessing.ipc.internal.channel.MessageOutput;
import io.multiprocessing.ipc.internal.codec.ObjectCodec;

/**
 * Both sides: the arguments and results of items in messages.
 *
 * <p>Most items are numbers or short strings: those have a form of their own, a tag and the bare
 * value, at a tenth of what the codec and a frame around its bytes would cost. Everything else is
 * in a frame, whose length lets a reader go on behind an object that it cannot read.
 *
 * <pre>
 * value  = OBJECT, long length, that many bytes of the codec
 *        | NULL | FALSE | TRUE | INT, 4 bytes | LONG, 8 bytes | DOUBLE, 8 bytes | STRING, as Kryo has it
 * </pre>
 */
public final class Values {

  /** Tag of an item that is to be skipped, or was. */
  public static final int SKIPPED = 0;

  /** Tag of a result: a failure, in a frame. */
  public static final int FAILURE = 1;

  private static final int OBJECT = 2;
  private static final int NULL = 3;
  private static final int FALSE = 4;
  private static final int TRUE = 5;
  private static final int INT = 6;
  private static final int LONG = 7;
  private static final int DOUBLE = 8;
  private static final int STRING = 9;

  // a string that a heap may have no room for needs a frame
  private static final int MAX_STRING_CHARS = 1024;

  private Values() {}

  /**
   * Writes a value.
   *
   * @param out the message; after a failure, to be rolled back by the caller
   * @param codec writes what has no form of its own
   * @param value the object, or null
   * @throws io.multiprocessing.ipc.SerializationException if it cannot travel
   */
  public static void write(MessageOutput out, ObjectCodec codec, Object value) {
    if (value instanceof Integer number) {
      out.writeByte(INT);
      out.writeInt(number);
    } else if (value instanceof Long number) {
      out.writeByte(LONG);
      out.writeLong(number);
    } else if (value instanceof Double number) {
      out.writeByte(DOUBLE);
      out.writeLong(Double.doubleToRawLongBits(number)); // writeDouble changes NaNs
    } else if (value instanceof String string && string.length() <= MAX_STRING_CHARS) {
      out.writeByte(STRING);
      out.writeString(string);
    } else if (value instanceof Boolean bool) {
      out.writeByte(bool ? TRUE : FALSE);
    } else if (value == null) {
      out.writeByte(NULL);
    } else {
      out.writeByte(OBJECT);
      long frame = beginFrame(out);
      codec.write(out, value);
      endFrame(out, frame);
    }
  }

  /**
   * Reads a value; whatever happens, the input stands behind it afterwards.
   *
   * @param in the message, behind the tag
   * @param tag the tag, none of those that are public
   * @param codec reads what has no form of its own
   * @return the object, or null
   * @throws io.multiprocessing.ipc.SerializationException if the object cannot be read
   */
  public static Object read(Input in, int tag, ObjectCodec codec) {
    return switch (tag) {
      case OBJECT -> {
        long end = frameEnd(in);
        try {
          yield codec.read(in);
        } finally {
          in.skip(end - in.total());
        }
      }
      case NULL -> null;
      case FALSE -> false;
      case TRUE -> true;
      case INT -> in.readInt();
      case LONG -> in.readLong();
      case DOUBLE -> Double.longBitsToDouble(in.readLong());
      case STRING -> in.readString();
      default -> throw new IllegalStateException("unknown tag of a value: tag=" + tag);
    };
  }

  /**
   * Goes past a value.
   *
   * @param in the message, behind the tag
   * @param tag any tag
   */
  public static void skip(Input in, int tag) {
    switch (tag) {
      case OBJECT, FAILURE -> {
        long end = frameEnd(in);
        in.skip(end - in.total());
      }
      case SKIPPED, NULL, FALSE, TRUE -> {}
      case INT -> in.skip(Integer.BYTES);
      case LONG, DOUBLE -> in.skip(Long.BYTES);
      case STRING -> in.readString();
      default -> throw new IllegalStateException("unknown tag of a value: tag=" + tag);
    }
  }

  /**
   * Begins a frame.
   *
   * @param out the message
   * @return the frame, for {@link #endFrame}
   */
  public static long beginFrame(MessageOutput out) {
    long frame = out.mark();
    out.writeLong(0);
    return frame;
  }

  /**
   * Ends a frame behind what has been written.
   *
   * @param out the message
   * @param frame what {@link #beginFrame} returned
   */
  public static void endFrame(MessageOutput out, long frame) {
    out.patchLong(frame, out.mark() - frame - Long.BYTES);
  }

  /**
   * Reads the length of a frame.
   *
   * @param in the message, at the begin of a frame
   * @return the position of its end
   */
  public static long frameEnd(Input in) {
    long length = in.readLong();
    return in.total() + length;
  }
}
