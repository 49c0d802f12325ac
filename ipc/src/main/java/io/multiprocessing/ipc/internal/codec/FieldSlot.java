package io.multiprocessing.ipc.internal.codec;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Registration;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.KryoBufferOverflowException;
import com.esotericsoftware.kryo.io.Output;
import io.multiprocessing.ipc.internal.jvm.ClosedPackages;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Modifier;

/** Both sides: one field of a user class, and how its value is written and read. */
final class FieldSlot {
  private final Field field;
  private final char kind;

  /**
   * The class of every value of this field; null when a subclass may be in it, so that each value
   * says its class.
   */
  private final Class<?> exactType;

  FieldSlot(Field field) {
    this.field = field;
    this.kind = field.getType().descriptorString().charAt(0);
    this.exactType = exactType(field.getType());
    try {
      ClosedPackages.open(field.getDeclaringClass());
      field.setAccessible(true);
    } catch (InaccessibleObjectException e) {
      Class<?> owner = field.getDeclaringClass();
      throw new CannotTravel(
          owner.getName(),
          "is closed to this library: its module does not open the package",
          "Add 'opens " + owner.getPackageName() + ";' to the module of " + owner.getName() + ".",
          e);
    }
  }

  private static Class<?> exactType(Class<?> type) {
    boolean noSubclass =
        Modifier.isFinal(type.getModifiers())
            && (!type.isArray() || type.getComponentType().isPrimitive());
    boolean travels =
        noSubclass && !type.isPrimitive() && TravelRules.of(type).way() != TravelRules.Way.REFUSED;
    return travels ? type : null;
  }

  private String step() {
    return field.getDeclaringClass().getName() + "." + field.getName();
  }

  /** Wraps what the value of this field threw, and says where that was. */
  CannotTravel failedWith(RuntimeException e) {
    return CannotTravel.because(e, field.getType().getTypeName()).under(step());
  }

  /** Writes the values of all fields of an object, in order. */
  static void writeAll(FieldSlot[] slots, Kryo kryo, Output out, Object owner) {
    for (FieldSlot slot : slots) {
      try {
        slot.write(kryo, out, owner);
      } catch (KryoBufferOverflowException e) {
        throw e; // the place is full: no fault of the object
      } catch (RuntimeException e) {
        throw slot.failedWith(e);
      } catch (IllegalAccessException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private void write(Kryo kryo, Output out, Object owner) throws IllegalAccessException {
    switch (kind) {
      case 'I' -> out.writeVarInt(field.getInt(owner), false);
      case 'J' -> out.writeVarLong(field.getLong(owner), false);
      case 'D' -> out.writeDouble(field.getDouble(owner));
      case 'F' -> out.writeFloat(field.getFloat(owner));
      case 'Z' -> out.writeBoolean(field.getBoolean(owner));
      case 'B' -> out.writeByte(field.getByte(owner));
      case 'C' -> out.writeChar(field.getChar(owner));
      case 'S' -> out.writeShort(field.getShort(owner));
      default -> writeReference(kryo, out, field.get(owner));
    }
  }

  private void writeReference(Kryo kryo, Output out, Object value) {
    if (exactType == null) {
      kryo.writeClassAndObject(out, value);
      return;
    }
    Registration registration = kryo.getRegistration(exactType);
    if (value != null && registration.getId() == KnownTypes.USER) {
      // the other side may know nothing of a serializer for this class
      out.writeVarInt(References.CLASS_FOLLOWS, true);
      kryo.writeClassAndObject(out, value);
    } else {
      kryo.writeObjectOrNull(out, value, registration.getSerializer());
    }
  }

  void readInto(Kryo kryo, Input in, Object owner) throws IllegalAccessException {
    switch (kind) {
      case 'I' -> field.setInt(owner, in.readVarInt(false));
      case 'J' -> field.setLong(owner, in.readVarLong(false));
      case 'D' -> field.setDouble(owner, in.readDouble());
      case 'F' -> field.setFloat(owner, in.readFloat());
      case 'Z' -> field.setBoolean(owner, in.readBoolean());
      case 'B' -> field.setByte(owner, in.readByte());
      case 'C' -> field.setChar(owner, in.readChar());
      case 'S' -> field.setShort(owner, in.readShort());
      default -> field.set(owner, readReference(kryo, in));
    }
  }

  /** Reads the value; for a record, which has no fields to set before it exists. */
  Object read(Kryo kryo, Input in) {
    return switch (kind) {
      case 'I' -> (Object) in.readVarInt(false);
      case 'J' -> in.readVarLong(false);
      case 'D' -> in.readDouble();
      case 'F' -> in.readFloat();
      case 'Z' -> in.readBoolean();
      case 'B' -> in.readByte();
      case 'C' -> in.readChar();
      case 'S' -> in.readShort();
      default -> readReference(kryo, in);
    };
  }

  private Object readReference(Kryo kryo, Input in) {
    if (exactType == null) {
      return kryo.readClassAndObject(in);
    }
    Registration registration = ((TypeResolver) kryo.getClassResolver()).byRules(exactType);
    // the registered type, not the field's: it decides on both sides whether the object is tracked
    return kryo.readObjectOrNull(
        in, (Class<?>) registration.getType(), registration.getSerializer());
  }
}
