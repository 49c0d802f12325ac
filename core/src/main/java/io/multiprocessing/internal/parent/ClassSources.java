package io.multiprocessing.internal.parent;

import io.multiprocessing.TaskSerializationException;
import io.multiprocessing.internal.protocol.ClassAccess;
import io.multiprocessing.ipc.SerializationException;
import io.multiprocessing.ipc.internal.codec.ObjectCodec;
import io.multiprocessing.ipc.internal.codec.SerializerRegistry;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Parent side: the class loaders that the functions of a pool come from. This class is thread-safe.
 */
final class ClassSources {

  /*
   * Which loader. Workers have on their class path what the loader of this library sees: source 0. A
   * function may be of another loader, of a plug-in for example, or be written in a place where the
   * context class loader sees more, as in the JDK's source launcher. So the codec notes the loaders
   * of all objects that a function consists of, a lambda's and those it has captured. If the loader
   * that was the context of the pool's start sees them all, it is taken; else the lowest of them.
   *
   * Each is a source with a number, which travels with the function. A worker makes itself a class
   * loader for each number. Sources stay as long as the pool, and with them their classes.
   *
   * Classes that change. In JShell a class or a method may be defined again, and has its old name. So
   * classes that are in no file are compared, at each function, with what workers were given; if
   * one differs, the class loader is a new source, and workers begin anew with it.
   */

  private final ClassAccess access;
  private final ClassServer server;
  private final ClassSource home;
  private volatile ClassSource base; // changed under this
  private final List<ClassSource> sources = new CopyOnWriteArrayList<>(); // by number
  private final Map<ClassLoader, ClassSource> byLoader = new ConcurrentHashMap<>();
  private final Queue<ObjectCodec> codecs = new ConcurrentLinkedQueue<>(); // of callers

  /**
   * Creates the object, which may start the server.
   *
   * @param access where the workers find classes
   * @param fetches whether they may ask this JVM at all
   * @param server answers the workers
   */
  ClassSources(ClassAccess access, boolean fetches, ClassServer server) {
    this.access = access;
    this.server = fetches ? server : null;
    this.home = new ClassSource(0, ownLoader());
    sources.add(home);
    byLoader.put(home.loader(), home);
    if (access != ClassAccess.PATH) {
      serve();
    }
    this.base = register(contextLoader());
  }

  /** The class loader of this library. */
  static ClassLoader ownLoader() {
    ClassLoader own = ClassSources.class.getClassLoader();
    return own == null ? ClassLoader.getSystemClassLoader() : own;
  }

  /** The context class loader, unless it does not know this library. */
  private static ClassLoader contextLoader() {
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    return context != null && sees(context, ClassSources.class) ? context : ownLoader();
  }

  private static boolean sees(ClassLoader loader, Class<?> type) {
    try {
      return Class.forName(type.getName(), false, loader) == type;
    } catch (ClassNotFoundException | LinkageError e) {
      return false;
    }
  }

  /** Serializes a function in the thread of the caller, so that its failure has its stack. */
  EncodedFunction encode(String what, Object function) {
    return encode(what, function, "worker");
  }

  /** The same, where it does not go to a worker. */
  EncodedFunction encode(String what, Object function, String where) {
    if (function == null) {
      return new EncodedFunction(base, ByteBuffer.allocate(0));
    }
    ObjectCodec codec = codecs.poll();
    if (codec == null) {
      codec = ObjectCodec.notingLoaders(base.loader());
    }
    try {
      ByteBuffer bytes = codec.toBuffer(function);
      return new EncodedFunction(upToDate(sourceOf(codec.classesMet())), bytes);
    } catch (SerializationException e) {
      throw new TaskSerializationException(
          "the " + what + " cannot travel to a " + where + ": " + e.getMessage(), e, -1);
    } finally {
      codecs.add(codec);
    }
  }

  /** Serializes what is registered in this JVM of serializers, for a child that is to know them. */
  List<EncodedFunction> encodeSerializers(String where) {
    List<EncodedFunction> encoded = new ArrayList<>();
    for (SerializerRegistry.Entry entry : SerializerRegistry.entries()) {
      encoded.add(encode("serializer of " + entry.type().getTypeName(), entry, where));
    }
    return encoded;
  }

  /** Returns the source of a function that consists of objects of these classes, and others. */
  private ClassSource sourceOf(List<Class<?>> types) {
    ClassSource start = base;
    ClassSource lowest = start;
    for (Class<?> type : types) {
      ClassLoader loader = type.getClassLoader();
      if (!isAtOrAbove(loader, lowest.loader())) {
        ClassSource known = byLoader.get(loader);
        ClassSource source = known != null ? known : add(loader, type);
        if (lowest == start || isAtOrAbove(lowest.loader(), source.loader())) {
          lowest = source;
        }
      }
    }
    return lowest;
  }

  private static boolean isAtOrAbove(ClassLoader upper, ClassLoader lower) {
    for (ClassLoader each = lower; each != null; each = each.getParent()) {
      if (each == upper) {
        return true;
      }
    }
    return false;
  }

  private synchronized ClassSource add(ClassLoader loader, Class<?> type) {
    // of a lambda, the class in whose code it stands
    if (sees(base.loader(), type.isHidden() ? type.getNestHost() : type)) {
      byLoader.put(loader, base);
      return base;
    }
    return register(loader);
  }

  private synchronized ClassSource register(ClassLoader loader) {
    ClassSource known = byLoader.get(loader);
    if (known != null) {
      return known;
    }
    if (server == null) { // the user has given the class path, and said with it what there is
      ClassSource source = new ClassSource(0, loader);
      byLoader.put(loader, source);
      return source;
    }
    ClassSource source = new ClassSource(sources.size(), loader);
    sources.add(source);
    serve();
    byLoader.put(loader, source);
    return source;
  }

  /** Workers that have a class which has changed since need another class loader for it. */
  private ClassSource upToDate(ClassSource source) {
    return source.isOutdated() ? replace(source) : source;
  }

  private synchronized ClassSource replace(ClassSource outdated) {
    ClassSource known = byLoader.get(outdated.loader());
    if (known != outdated) {
      return known; // another thread was quicker
    }
    ClassSource fresh = new ClassSource(sources.size(), outdated.loader());
    sources.add(fresh);
    byLoader.replaceAll((loader, source) -> source == outdated ? fresh : source);
    if (base == outdated) {
      base = fresh;
    }
    return fresh;
  }

  private void serve() {
    server.start(new ClassFinder(access, home.loader(), sources::get));
  }
}
