package io.multiprocessing.internal.manager.client;

/** Client side: which class loader finds the classes of elements. */
public final class Loaders {

  private Loaders() {}

  /**
   * Returns the class loader for what the calling thread does with a manager.
   *
   * @param home the class loader of the code that has started the manager or connected to it, in
   *     this JVM; null where it was somebody else
   * @return the thread's context class loader, if it sees what home sees; else home, as for a
   *     plug-in in a thread of the application
   */
  public static ClassLoader forThread(ClassLoader home) {
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    ClassLoader fallback = home == null ? Loaders.class.getClassLoader() : home;
    boolean enough = context != null && (home == null || isAtOrAbove(home, context));
    return enough ? context : fallback;
  }

  private static boolean isAtOrAbove(ClassLoader upper, ClassLoader lower) {
    for (ClassLoader each = lower; each != null; each = each.getParent()) {
      if (each == upper) {
        return true;
      }
    }
    return false;
  }
}
