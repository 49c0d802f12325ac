package io.multiprocessing.internal.worker;

import com.esotericsoftware.kryo.io.Input;
import io.multiprocessing.internal.protocol.ClassAccess;
import io.multiprocessing.internal.protocol.WorkerArguments;
import io.multiprocessing.ipc.SerializationException;
import io.multiprocessing.ipc.internal.codec.ObjectCodec;
import io.multiprocessing.ipc.internal.codec.SerializerRegistry;
import java.util.HashMap;
import java.util.Map;

/**
 * Worker side: where the classes of tasks come from: for each class loader of the parent, one here.
 * Confined to the task thread.
 */
final class TaskClasses {

  /**
   * The classes that tasks of one class loader of the parent see.
   *
   * @param loader finds them
   * @param codec reads and writes their objects
   */
  record World(ClassLoader loader, ObjectCodec codec) {

    /**
     * Reads a function that the parent has encoded; whatever happens, the input stands behind it
     * afterwards.
     *
     * @return the function, or null if there is none
     * @throws io.multiprocessing.ipc.SerializationException if it cannot be read
     */
    Object readFunction(Input in) {
      long length = in.readLong();
      long end = in.total() + length;
      try {
        return length == 0 ? null : codec.read(in);
      } finally {
        in.skip(end - in.total());
      }
    }

    private static World of(ClassLoader loader) {
      return new World(loader, new ObjectCodec(loader));
    }

    /** Makes this the world of the calling thread, and of those it will start. */
    void enter() {
      Thread.currentThread().setContextClassLoader(loader);
    }
  }

  private final WorkerArguments arguments;
  private final ClassLoader classPath = TaskClasses.class.getClassLoader();
  private final Map<Integer, World> worlds = new HashMap<>();
  private ClassRequests requests; // null until there is something to ask for

  TaskClasses(WorkerArguments arguments) {
    this.arguments = arguments;
  }

  /** Returns the world of the class loader that this library has in the parent. */
  World home() {
    return world(0);
  }

  /** Returns the world of one of the parent's class loaders. */
  World world(int source) {
    World world = worlds.get(source);
    if (world == null) {
      world = World.of(loader(source));
      worlds.put(source, world);
    }
    return world;
  }

  /** Registers the serializers that the parent had when it started this JVM. */
  void readSerializers(Input in) {
    int count = in.readInt();
    for (int i = 0; i < count; i++) {
      register(world(in.readInt()), in);
    }
  }

  private void register(World world, Input in) {
    world.enter();
    try {
      var entry = (SerializerRegistry.Entry) world.readFunction(in);
      SerializerRegistry.put(entry.type(), entry.serializer());
    } catch (SerializationException e) {
      Throwable cause = e.getCause();
      if (!(cause instanceof ClassNotFoundException || cause instanceof LinkageError)) {
        throw e;
      }
      // this JVM lacks the type, or the serializer: a message that needs it will say so
    } finally {
      home().enter();
    }
  }

  private ClassLoader loader(int source) {
    if (source == 0 && arguments.classes() == ClassAccess.PATH) {
      return classPath;
    }
    if (requests == null) {
      requests = ClassRequests.open(arguments.session(), arguments.workerId());
    }
    boolean path = arguments.classes() != ClassAccess.PARENT;
    return new ParentClassLoader(
        source, requests, path ? classPath : new LibraryClasses(classPath));
  }
}
