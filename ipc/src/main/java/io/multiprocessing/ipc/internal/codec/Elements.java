package io.multiprocessing.ipc.internal.codec;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Registration;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;

/**
 * Both sides: a run of objects, such as the elements of a list.
 *
 * <p>Layout: count; then, unless it is 0, one byte: 0 = each element says its class or is null, 1 =
 * all have the class that follows.
 */
final class Elements {
  private static final int MIXED = 0;
  private static final int SAME_CLASS = 1;

  private Elements() {}

  static void write(Kryo kryo, Output out, Object[] elements) {
    out.writeVarInt(elements.length, true);
    if (elements.length == 0) {
      return;
    }
    Class<?> same = commonClass(elements);
    int i = 0;
    try {
      if (same == null) {
        out.writeByte(MIXED);
        for (; i < elements.length; i++) {
          kryo.writeClassAndObject(out, elements[i]);
        }
        return;
      }
      out.writeByte(SAME_CLASS);
      Registration registration = kryo.writeClass(out, same);
      for (; i < elements.length; i++) {
        kryo.writeObject(out, elements[i], registration.getSerializer());
      }
    } catch (CannotTravel e) {
      throw e.under("[" + i + "]");
    }
  }

  private static Class<?> commonClass(Object[] elements) {
    if (elements[0] == null) {
      return null;
    }
    Class<?> same = elements[0].getClass();
    for (Object element : elements) {
      if (element == null || element.getClass() != same) {
        return null;
      }
    }
    return same;
  }

  /** Reads the count that {@link #readInto} needs an array for. */
  static int readCount(Input in) {
    return Bounds.readLength(in, 1);
  }

  static Object[] read(Kryo kryo, Input in) {
    Object[] elements = new Object[readCount(in)];
    readInto(kryo, in, elements);
    return elements;
  }

  static void readInto(Kryo kryo, Input in, Object[] elements) {
    if (elements.length == 0) {
      return;
    }
    int i = 0;
    try {
      if (in.readByte() == MIXED) {
        for (; i < elements.length; i++) {
          elements[i] = kryo.readClassAndObject(in);
        }
        return;
      }
      Registration registration = kryo.readClass(in);
      if (registration == null) {
        throw new CannotTravel("The message", "is damaged: elements without a class", "");
      }
      Class<?> type = registration.getType();
      for (; i < elements.length; i++) {
        elements[i] = kryo.readObject(in, type, registration.getSerializer());
      }
    } catch (CannotTravel e) {
      throw e.under("[" + i + "]");
    }
  }
}
