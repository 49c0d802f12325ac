package io.multiprocessing.ipc.internal.jvm;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;

/**
 * Both sides: opens the JDK packages that Chronicle needs, so that nobody has to pass {@code
 * --add-opens}, and keeps the JVM from warning of it.
 *
 * <p>Must be called before the first Chronicle class is touched: its static initializers remember
 * what they could not reach. This class is thread-safe.
 */
public final class JdkPackages {

  /*
   * Why these (found by opening a queue on plain JVMs 17 and 25, one package at a time):
   *   java.lang.reflect  Chronicle sets AccessibleObject.override by hand to reach the next one;
   *   sun.nio.ch         its own map and unmap, of any size, at any offset;
   *   jdk.internal.ref   the cleaner of direct buffers. Without it all works, but a warning is
   *                      printed.
   */
  private static final List<String> PACKAGES =
      List.of("java.lang.reflect", "sun.nio.ch", "jdk.internal.ref");

  /*
   * The warnings. A JVM 24 or later prints four lines on stderr at the first native library that is
   * loaded (java.lang.System.load) and four more at the first access to memory through
   * sun.misc.Unsafe. Both are addressed to the authors of the calling library, here Chronicle and
   * jffi, who will have to replace these calls before the JDK removes them. Whoever uses this
   * library can do nothing about them but pass flags, which it promises nobody has to; and a program
   * that prints to stderr what its author did not write breaks whoever reads it. So both are
   * silenced as their flags would do it. The JVM gives each warning once, to the first that deserves
   * it: where the rest of a program is to be examined, --sun-misc-unsafe-memory-access=debug still
   * names every caller, and so does whatever is called before us.
   */

  /** Modules that call what the JVM warns of, by the names that they have on a module path. */
  private static final List<String> LOAD_NATIVE_LIBRARIES =
      List.of("org.jnrproject.jffi", "chronicle.core");

  private static boolean opened; // guarded by the class

  private JdkPackages() {}

  /**
   * Opens the packages to all code on the class path, and allows that code to load native
   * libraries.
   *
   * <p>Does not block; later calls return at once. From JDK 24 on, the JVM's warnings of native
   * access and of memory access through sun.misc.Unsafe do not appear.
   *
   * @throws IllegalStateException if this JVM does not let itself be opened; the message lists the
   *     flags with which it must be started instead
   */
  public static synchronized void open() {
    if (opened) {
      return;
    }
    if (!areOpen()) { // started with the flags: spares the worker the lookup
      openByForce();
    }
    opened = true;
  }

  /**
   * Does what {@link #open()} does, for somebody who can do without: only the JVM's warnings are at
   * stake.
   */
  public static void openIfPossible() {
    try {
      open();
    } catch (IllegalStateException e) {
      // then it warns
    }
  }

  /**
   * Returns the flags that make {@link #open()} needless and keep the JVM silent, for the command
   * line of a worker.
   *
   * @param featureVersion the feature version of the worker's JDK, such as 17 or 25
   * @return flags of one word each, in the order in which to pass them
   */
  public static List<String> flags(int featureVersion) {
    List<String> flags = new ArrayList<>();
    for (String name : PACKAGES) {
      flags.add("--add-opens=java.base/" + name + "=ALL-UNNAMED");
    }
    if (featureVersion >= 22) { // 21 has it too, but as a preview that then warns about itself
      flags.add("--enable-native-access=ALL-UNNAMED");
    }
    if (featureVersion >= 24) { // earlier JVMs do not know it and refuse to start
      flags.add("--sun-misc-unsafe-memory-access=allow");
    }
    return List.copyOf(flags);
  }

  private static boolean isOnClassPath() {
    return !JdkPackages.class.getModule().isNamed();
  }

  private static boolean areOpen() {
    Module base = Object.class.getModule();
    Module ours = JdkPackages.class.getModule();
    for (String name : PACKAGES) { // no stream: the first one in a JVM costs milliseconds
      if (!base.isOpen(name, ours)) {
        return false;
      }
    }
    return true;
  }

  private static void openByForce() {
    try {
      MethodHandles.Lookup lookup = TrustedLookup.find();
      // on the module path Chronicle and its parts are several modules: there, to everybody
      String method = isOnClassPath() ? "implAddOpensToAllUnnamed" : "implAddOpens";
      MethodHandle open =
          lookup.findVirtual(Module.class, method, MethodType.methodType(void.class, String.class));
      Module base = Object.class.getModule();
      for (String name : PACKAGES) {
        open.invokeExact(base, name);
      }
      allowNativeAccess(lookup);
      silenceUnsafe(lookup);
    } catch (Throwable e) { // a method handle may throw anything
      throw new IllegalStateException(refusal(), e);
    }
  }

  private static void allowNativeAccess(MethodHandles.Lookup lookup) throws Throwable {
    if (Runtime.version().feature() < 22) {
      return; // nothing warns there
    }
    try {
      lookup
          .findStatic(
              Module.class,
              "implAddEnableNativeAccessToAllUnnamed",
              MethodType.methodType(void.class))
          .invokeExact();
      if (!isOnClassPath()) {
        MethodHandle allow =
            lookup.findVirtual(
                Module.class, "implAddEnableNativeAccess", MethodType.methodType(Module.class));
        for (Module module : JdkPackages.class.getModule().getLayer().modules()) {
          if (LOAD_NATIVE_LIBRARIES.contains(module.getName())) {
            Module unused = (Module) allow.invokeExact(module);
          }
        }
      }
    } catch (NoSuchMethodException e) {
      // only a warning is at stake, so a JDK that renamed the method is no reason to fail
    }
  }

  private static void silenceUnsafe(MethodHandles.Lookup lookup) throws Throwable {
    if (Runtime.version().feature() < 24) {
      return; // nothing warns there
    }
    try {
      // what the JVM itself does after its first warning
      lookup
          .findStaticSetter(Class.forName("sun.misc.Unsafe"), "memoryAccessWarned", boolean.class)
          .invokeExact(true);
    } catch (ReflectiveOperationException e) {
      // as above
    }
  }

  static String refusal() {
    return "this JVM ("
        + Runtime.version()
        + ") does not let its packages be opened at run time; start it with these flags: "
        + String.join(" ", flags(Runtime.version().feature()));
  }
}
