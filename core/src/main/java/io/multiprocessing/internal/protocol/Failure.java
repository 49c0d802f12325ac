package io.multiprocessing.internal.protocol;

import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import io.multiprocessing.WorkerSideException;
import io.multiprocessing.ipc.SerializationException;
import io.multiprocessing.ipc.internal.codec.ObjectCodec;
import java.io.PrintWriter;
import java.io.StringWriter;

/**
 * Both sides: what went wrong with an item in a worker, in a form that always arrives.
 *
 * <p>The exception travels as an object where it can; its class name, message and stack trace
 * travel as text in any case, and stand in for it where the object cannot be written there or not
 * be read here.
 *
 * @param fate what failed, one of the fates in {@link Messages}
 * @param text class name and message of the original; its own {@code toString} may throw
 * @param throwable the original, or a {@link WorkerSideException}
 */
public record Failure(int fate, String text, Throwable throwable) {

  // characters; a stack trace may be endless with its causes
  private static final int MAX_TEXT = 200_000;
  private static final int MAX_FRAMES = 1_024; // what the JVM records by default

  /**
   * Writes a failure.
   *
   * @param out where to
   * @param codec the worker's codec
   * @param fate what failed
   * @param throwable the exception
   */
  public static void write(Output out, ObjectCodec codec, int fate, Throwable throwable) {
    out.writeByte(fate);
    out.writeString(throwable.getClass().getName());
    out.writeString(messageOf(throwable));
    out.writeString(stackTraceOf(throwable));
    writeFrames(out, framesOf(throwable));
    byte[] object = {};
    try {
      object = codec.toBytes(throwable);
    } catch (SerializationException | VirtualMachineError e) {
      // the text has to do
    }
    out.writeInt(object.length);
    out.writeBytes(object);
  }

  /**
   * Reads a failure.
   *
   * @param in where from
   * @param codec the parent's codec
   * @return the failure
   */
  public static Failure read(Input in, ObjectCodec codec) {
    int fate = in.readByte();
    String className = in.readString();
    String message = in.readString();
    String stackTrace = in.readString();
    StackTraceElement[] frames = readFrames(in);
    byte[] object = in.readBytes(in.readInt());
    String text = message == null ? className : className + ": " + message;
    if (object.length > 0) {
      try {
        if (codec.fromBytes(object) instanceof Throwable original) {
          return new Failure(fate, text, original);
        }
      } catch (SerializationException | VirtualMachineError e) {
        // the text has to do
      }
    }
    WorkerSideException standIn = new WorkerSideException(message, className, stackTrace);
    standIn.setStackTrace(frames);
    return new Failure(fate, text, standIn);
  }

  private static void writeFrames(Output out, StackTraceElement[] frames) {
    int count = Math.min(frames.length, MAX_FRAMES);
    out.writeInt(count);
    for (int i = 0; i < count; i++) {
      out.writeString(frames[i].getClassName());
      out.writeString(frames[i].getMethodName());
      out.writeString(frames[i].getFileName());
      out.writeInt(frames[i].getLineNumber());
    }
  }

  private static StackTraceElement[] readFrames(Input in) {
    StackTraceElement[] frames = new StackTraceElement[in.readInt()];
    for (int i = 0; i < frames.length; i++) {
      frames[i] =
          new StackTraceElement(in.readString(), in.readString(), in.readString(), in.readInt());
    }
    return frames;
  }

  private static StackTraceElement[] framesOf(Throwable throwable) {
    try {
      return throwable.getStackTrace().clone(); // and fail here if it is null
    } catch (Throwable e) { // user code
      return new StackTraceElement[0];
    }
  }

  private static String messageOf(Throwable throwable) {
    try {
      return throwable.getMessage();
    } catch (Throwable e) { // user code
      return "(getMessage threw " + e.getClass().getName() + ")";
    }
  }

  private static String stackTraceOf(Throwable throwable) {
    try {
      StringWriter text = new StringWriter();
      throwable.printStackTrace(new PrintWriter(text));
      String whole = text.toString();
      return whole.length() <= MAX_TEXT ? whole : whole.substring(0, MAX_TEXT) + "…";
    } catch (Throwable e) { // user code
      return "(printStackTrace threw " + e.getClass().getName() + ")";
    }
  }
}
