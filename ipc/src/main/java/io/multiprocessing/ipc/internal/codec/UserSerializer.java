package io.multiprocessing.ipc.internal.codec;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.KryoBufferOverflowException;
import com.esotericsoftware.kryo.io.KryoBufferUnderflowException;
import com.esotericsoftware.kryo.io.Output;
import io.multiprocessing.ipc.Serializer;
import io.multiprocessing.ipc.internal.channel.ChannelFullException;

/**
 * Both sides: objects that a serializer of the user writes and reads.
 *
 * <p>Layout: the serializer, an object of this message like others; what it has written; how many
 * bytes that were, by which one is noticed that does not read what it has written.
 */
final class UserSerializer extends LateSerializer {

  @Override
  void writeParts(Kryo kryo, Output out, Object whole) {
    @SuppressWarnings("unchecked") // it was registered for this class or a supertype
    Serializer<Object> serializer = (Serializer<Object>) SerializerRegistry.find(whole.getClass());
    if (serializer == null) {
      throw new CannotTravel(
          TravelRules.describe(whole.getClass()),
          "lost its serializer while it was written: it was unregistered meanwhile",
          "");
    }
    String step = serializer.getClass().getTypeName();
    try {
      kryo.writeClassAndObject(out, serializer);
    } catch (CannotTravel e) {
      throw e.under("serializer of " + TravelRules.describe(whole.getClass()));
    }
    long start = out.total();
    PartsOutput parts = new PartsOutput(kryo, out, step);
    UserRecursion.prepare();
    try {
      serializer.write(whole, parts);
    } catch (StackOverflowError e) {
      throw UserRecursion.in(e, whole.getClass(), "was not written by its serializer ", step);
    } catch (CannotTravel | KryoBufferOverflowException | VirtualMachineError e) {
      throw e;
    } catch (Throwable e) {
      // not only exceptions: this is code of the user
      ChannelFullException noRoom = ChannelFullException.behind(e);
      if (noRoom != null) {
        throw noRoom; // not about the object
      }
      throw new CannotTravel(
          TravelRules.describe(whole.getClass()),
          "was not written by its serializer " + step + ": " + e,
          "",
          e);
    }
    parts.checkComplete();
    out.writeVarLong(out.total() - start, true);
  }

  @Override
  public Object read(Kryo kryo, Input in, Class<? extends Object> type) {
    if (!(kryo.readClassAndObject(in) instanceof Serializer<?> serializer)) {
      throw new CannotTravel("The message", "is damaged: an object without its serializer", "");
    }
    String step = serializer.getClass().getTypeName();
    long start = in.total();
    PartsInput parts = new PartsInput(kryo, in, step);
    Object whole = read(serializer, parts, step);
    parts.checkComplete();
    long readBytes = in.total() - start;
    long writtenBytes = in.readVarLong(true);
    if (readBytes != writtenBytes) {
      throw notAsWritten(step, readBytes + " bytes read; the number behind them: " + writtenBytes);
    }
    if (whole == null) {
      throw new CannotTravel("The serializer " + step, "has read null instead of an object", "");
    }
    return whole;
  }

  private static Object read(Serializer<?> serializer, PartsInput parts, String step) {
    UserRecursion.prepare();
    try {
      return serializer.read(parts);
    } catch (StackOverflowError e) {
      throw UserRecursion.in(e, null, "was not read by its serializer ", step);
    } catch (CannotTravel | VirtualMachineError e) {
      throw e;
    } catch (KryoBufferUnderflowException e) {
      throw notAsWritten(step, "it reads beyond the end of the message");
    } catch (Throwable e) {
      throw new CannotTravel(
          "An object", "was not read by its serializer " + step + ": " + e, "", e);
    }
  }

  private static CannotTravel notAsWritten(String step, String how) {
    return new CannotTravel(
        "The serializer " + step,
        "does not read what it has written: " + how,
        "Let read take exactly what write has written, in the same order.");
  }

  /** It may be mutable. */
  @Override
  boolean mayBeCopied(Object whole) {
    return false;
  }
}
