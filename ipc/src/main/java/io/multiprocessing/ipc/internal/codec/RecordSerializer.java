package io.multiprocessing.ipc.internal.codec;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import io.multiprocessing.ipc.internal.jvm.ClosedPackages;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;

/**
 * Both sides: records: their fields in order, rebuilt by the canonical constructor, which may
 * refuse them.
 */
final class RecordSerializer extends LateSerializer {
  private static final ClassValue<Shape> SHAPES =
      new ClassValue<>() {
        @Override
        protected Shape computeValue(Class<?> type) {
          return new Shape(type);
        }
      };

  private final Shape shape;

  RecordSerializer(Class<?> type) {
    shape = SHAPES.get(type);
  }

  @Override
  void writeParts(Kryo kryo, Output out, Object whole) {
    FieldSlot.writeAll(shape.slots, kryo, out, whole);
  }

  @Override
  public Object read(Kryo kryo, Input in, Class<? extends Object> type) {
    Object[] values = new Object[shape.slots.length];
    for (int i = 0; i < values.length; i++) {
      try {
        values[i] = shape.slots[i].read(kryo, in);
      } catch (RuntimeException e) {
        throw shape.slots[i].failedWith(e);
      }
    }
    try {
      return shape.constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      throw new CannotTravel(
          type.getName(), "was refused by its constructor: " + e.getCause(), "", e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What all codecs of this JVM share about a record class. */
  private static final class Shape {
    private final FieldSlot[] slots;
    private final Constructor<?> constructor;

    Shape(Class<?> type) {
      RecordComponent[] components = type.getRecordComponents();
      Class<?>[] types = new Class<?>[components.length];
      slots = new FieldSlot[components.length];
      try {
        for (int i = 0; i < components.length; i++) {
          types[i] = components[i].getType();
          slots[i] = new FieldSlot(type.getDeclaredField(components[i].getName()));
        }
        constructor = type.getDeclaredConstructor(types);
        ClosedPackages.open(type);
        constructor.setAccessible(true);
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
