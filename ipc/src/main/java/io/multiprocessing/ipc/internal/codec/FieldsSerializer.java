package io.multiprocessing.ipc.internal.codec;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.objenesis.instantiator.ObjectInstantiator;
import org.objenesis.strategy.StdInstantiatorStrategy;

/**
 * Both sides: objects of user classes, field by field: no constructor runs, transient fields stay 0
 * or null.
 *
 * <p>Compiler-made fields count: without {@code this$0} and {@code val$x} an inner or anonymous
 * class is not itself.
 */
final class FieldsSerializer extends Serializer<Object> {
  private static final ClassValue<Shape> SHAPES =
      new ClassValue<>() {
        @Override
        protected Shape computeValue(Class<?> type) {
          return new Shape(type);
        }
      };

  private final Shape shape;

  FieldsSerializer(Class<?> type) {
    shape = SHAPES.get(type);
  }

  @Override
  public void write(Kryo kryo, Output out, Object object) {
    FieldSlot.writeAll(shape.slots, kryo, out, object);
  }

  @Override
  public Object read(Kryo kryo, Input in, Class<? extends Object> type) {
    Object object = shape.instantiator.newInstance();
    kryo.reference(object);
    for (FieldSlot slot : shape.slots) {
      try {
        slot.readInto(kryo, in, object);
      } catch (RuntimeException e) {
        throw slot.failedWith(e);
      } catch (IllegalAccessException e) {
        throw new IllegalStateException(e);
      }
    }
    return object;
  }

  /** What all codecs of this JVM share about a class. */
  private static final class Shape {
    private final FieldSlot[] slots;
    private final ObjectInstantiator<?> instantiator;

    Shape(Class<?> type) {
      List<FieldSlot> found = new ArrayList<>();
      for (Class<?> c = type; c != Object.class; c = c.getSuperclass()) {
        if (!TravelRules.isOfJdk(c)) {
          addFields(c, found);
        }
      }
      slots = found.toArray(new FieldSlot[0]);
      instantiator = new StdInstantiatorStrategy().newInstantiatorOf(type);
    }

    private static void addFields(Class<?> type, List<FieldSlot> found) {
      Field[] fields = type.getDeclaredFields();
      // reflection promises no order
      Arrays.sort(fields, Comparator.comparing(Field::getName));
      for (Field field : fields) {
        if (!Modifier.isStatic(field.getModifiers())
            && !Modifier.isTransient(field.getModifiers())) {
          found.add(new FieldSlot(field));
        }
      }
    }
  }
}
