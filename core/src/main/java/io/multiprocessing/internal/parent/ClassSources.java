package io.multiprocessing.internal.parent;

import io.multiprocessing.TaskSerializationException;
import io.multiprocessing.internal.protocol.ClassAccess;
import io.multiprocessing.internal.protocol.Wrapper;
import io.multiprocessing.ipc.SerializationException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Parent side: the class loaders that the functions of a pool come from. This class is thread-safe.
 */
final class ClassSources {

  /*
   * Which loader. Workers have on their class path what the loader of this library sees: source 0. A
   * function may come from another loader, of a plug-in for example, or be written in a place where
   * the context class loader sees more, as in the JDK's source launcher. The loader of a function is
   * the one of its class, or of the class in whose code it is written; if the loader that was the
   * context of the pool's start sees that class too, it is taken, since it may see more.
   *
   * Each is a source with a number, which travels with the function. A worker makes itself a class
   * loader for each number. Sources stay as long as the pool, and with them their classes.
   */

  private final ClassAccess access;
  private final ClassServer server;
  private final ClassSource home;
  private final ClassSource base;
  private final List<ClassSource> sources = new CopyOnWriteArrayList<>(); // by number
  private final Map<ClassLoader, ClassSource> byLoader = new ConcurrentHashMap<>();

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
      return new EncodedFunction(base, new byte[0]);
    }
    ClassSource source = of(function);
    try {
      return new EncodedFunction(source, source.encode(function));
    } catch (SerializationException e) {
      throw new TaskSerializationException(
          "the " + what + " cannot travel to a " + where + ": " + e.getMessage(), e, -1);
    }
  }

  private ClassSource of(Object function) {
    Object original = function;
    while (original instanceof Wrapper wrapper && wrapper.wrapped() != null) {
      original = wrapper.wrapped();
    }
    Class<?> type = original.getClass();
    // the class in whose code a lambda is written
    Class<?> host = type.isHidden() ? type.getNestHost() : type;
    ClassLoader loader = host.getClassLoader();
    if (loader == null || loader == base.loader()) {
      return base;
    }
    ClassSource known = byLoader.get(loader);
    return known != null ? known : add(loader, host);
  }

  private synchronized ClassSource add(ClassLoader loader, Class<?> host) {
    if (sees(base.loader(), host)) {
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

  private void serve() {
    server.start(new ClassFinder(access, home.loader(), id -> sources.get(id).loader()));
  }
}
