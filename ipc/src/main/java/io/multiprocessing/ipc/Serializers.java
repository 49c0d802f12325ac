package io.multiprocessing.ipc;

import io.multiprocessing.ipc.internal.codec.SerializerRegistry;
import java.util.Objects;

/**
 * The serializers that this JVM writes with, besides its own ways: for arguments and results, in
 * queues, pipes, managers and published objects.
 *
 * <p>A worker, or any other JVM that this one starts, has the serializers that were registered when
 * its pool, or it, was started. To read what was written with a serializer a JVM needs its class,
 * and need not have registered it.
 *
 * <p>This class is thread-safe.
 */
public final class Serializers {

  private Serializers() {}

  /**
   * Makes a serializer known for a type, in place of the one it had.
   *
   * <p>For a class that can have objects of its own it is for exactly those, not for objects of
   * subclasses. For an abstract class or an interface it is for all objects that are instances of
   * it: that of the object's own class comes first, then those of abstract superclasses from the
   * nearest one, then those of interfaces.
   *
   * <p>Does not block. What is being written meanwhile may be written either way.
   *
   * @param <T> the type
   * @param type the type
   * @param serializer for it; it travels itself, by its fields
   * @throws IllegalArgumentException if nobody can change how the type travels: arrays, enums,
   *     strings, numbers, the collections, times and other values of the JDK that travel by their
   *     content
   * @throws SerializationException if the serializer cannot travel
   */
  public static <T> void register(Class<T> type, Serializer<T> serializer) {
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(serializer, "serializer");
    SerializerRegistry.put(type, serializer);
  }

  /**
   * Forgets the serializer of a type; does nothing if there is none. Does not block.
   *
   * @param type as it was registered
   */
  public static void unregister(Class<?> type) {
    SerializerRegistry.remove(Objects.requireNonNull(type, "type"));
  }
}
