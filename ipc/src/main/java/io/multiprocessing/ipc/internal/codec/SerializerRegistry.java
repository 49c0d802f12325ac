package io.multiprocessing.ipc.internal.codec;

import io.multiprocessing.ipc.SerializationException;
import io.multiprocessing.ipc.Serializer;
import java.lang.ref.WeakReference;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Both sides: the serializers of the user that this JVM writes with. Readers take the one in the
 * message. This class is thread-safe.
 *
 * <p>A serializer hangs on its type, and types are held weakly: the classes of a plug-in can go.
 */
public final class SerializerRegistry {

  /**
   * A serializer and what it is for, as they travel to another JVM.
   *
   * @param type what was registered
   * @param serializer for it
   */
  public record Entry(Class<?> type, Serializer<?> serializer) {}

  private static final ClassValue<AtomicReference<Serializer<?>>> OF_TYPE =
      new ClassValue<>() {
        @Override
        protected AtomicReference<Serializer<?>> computeValue(Class<?> type) {
          return new AtomicReference<>();
        }
      };

  private static volatile List<WeakReference<Class<?>>> types =
      List.of(); // replaced, never changed
  private static volatile int version; // written under the monitor of the class

  private SerializerRegistry() {}

  /**
   * Registers a serializer.
   *
   * @param type what it is for
   * @param serializer for it
   * @throws IllegalArgumentException if nobody can change how the type travels
   * @throws SerializationException if the serializer cannot travel
   */
  public static void put(Class<?> type, Serializer<?> serializer) {
    if (!isOpen(type)) {
      throw new IllegalArgumentException(
          "only classes that travel by their fields, by their own Java serialization or not at all"
              + " can have a serializer: type="
              + type.getTypeName());
    }
    new ObjectCodec(SerializerRegistry.class.getClassLoader()).toBytes(serializer);
    change(type, serializer);
  }

  /**
   * Forgets a serializer.
   *
   * @param type what it was registered for
   */
  public static void remove(Class<?> type) {
    change(type, null);
  }

  private static synchronized void change(Class<?> type, Serializer<?> serializer) {
    OF_TYPE.get(type).set(serializer);
    List<WeakReference<Class<?>>> changed = new ArrayList<>();
    for (WeakReference<Class<?>> each : types) {
      Class<?> other = each.get();
      if (other != null && other != type) {
        changed.add(each);
      }
    }
    if (serializer != null) {
      changed.add(new WeakReference<>(type));
    }
    types = List.copyOf(changed);
    version++;
  }

  /**
   * Returns what is registered.
   *
   * @return all that another JVM has to know
   */
  public static List<Entry> entries() {
    List<Entry> entries = new ArrayList<>();
    for (WeakReference<Class<?>> each : types) {
      Class<?> type = each.get();
      Serializer<?> serializer = type == null ? null : OF_TYPE.get(type).get();
      if (serializer != null) {
        entries.add(new Entry(type, serializer));
      }
    }
    return entries;
  }

  /** Changes whenever the answers of {@link #find} may. */
  static int version() {
    return version;
  }

  /** Returns the serializer for the objects of a class, or null. */
  static Serializer<?> find(Class<?> type) {
    if (types.isEmpty() || !isOpen(type)) {
      return null;
    }
    Serializer<?> own = OF_TYPE.get(type).get();
    for (Class<?> c = type.getSuperclass(); own == null && c != null; c = c.getSuperclass()) {
      own = Modifier.isAbstract(c.getModifiers()) ? OF_TYPE.get(c).get() : null;
    }
    return own != null ? own : ofInterfaces(type);
  }

  private static Serializer<?> ofInterfaces(Class<?> type) {
    Set<Class<?>> found = new LinkedHashSet<>();
    for (Class<?> c = type; c != null; c = c.getSuperclass()) {
      addInterfaces(c, found);
    }
    Set<Class<?>> closest = new LinkedHashSet<>(found);
    closest.removeIf(
        each -> found.stream().anyMatch(other -> other != each && each.isAssignableFrom(other)));
    if (closest.size() > 1) {
      throw new CannotTravel(
          TravelRules.describe(type),
          "has several serializers, those of "
              + closest.stream().map(Class::getTypeName).toList()
              + ", and none of them comes first",
          "Register one for the class itself.");
    }
    return closest.isEmpty() ? null : OF_TYPE.get(closest.iterator().next()).get();
  }

  private static void addInterfaces(Class<?> type, Set<Class<?>> found) {
    for (Class<?> each : type.getInterfaces()) {
      if (OF_TYPE.get(each).get() != null) {
        found.add(each);
      }
      addInterfaces(each, found);
    }
  }

  /**
   * Tells whether a serializer may be for a type. For these alone reader and writer agree without
   * one on everything else: that each object is tracked by reference, for example.
   */
  private static boolean isOpen(Class<?> type) {
    return !type.isPrimitive() && !TravelRules.isLambda(type) && TravelRules.isOpen(type);
  }
}
