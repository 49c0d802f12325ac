package io.multiprocessing.ipc.internal.jvm;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * Both sides: opens packages of named modules of the user to this library, so that their objects
 * can travel without an {@code opens} in the module, as Java's own serialization does. This class
 * is thread-safe.
 */
public final class ClosedPackages {

  private ClosedPackages() {}

  /** Found when first needed, which is never on the class path. */
  private static final class Machinery {
    // null if this JVM does not let itself be opened
    static final MethodHandle OPEN = find();

    private static MethodHandle find() {
      try {
        MethodHandles.Lookup lookup = TrustedLookup.find();
        return lookup.findVirtual(
            Module.class,
            "implAddOpens",
            MethodType.methodType(void.class, String.class, Module.class));
      } catch (ReflectiveOperationException | RuntimeException e) {
        return null; // reflection will say what is closed
      }
    }
  }

  /**
   * Opens the package of a class to this library, unless it is open.
   *
   * <p>Does not block. Does nothing if that is not possible; the access that follows fails then.
   *
   * @param type a class of the user
   */
  public static void open(Class<?> type) {
    Module module = type.getModule();
    Module ours = ClosedPackages.class.getModule();
    if (!module.isNamed() || module.isOpen(type.getPackageName(), ours)) {
      return;
    }
    MethodHandle open = Machinery.OPEN;
    if (open == null) {
      return;
    }
    try {
      open.invokeExact(module, type.getPackageName(), ours);
    } catch (Throwable e) { // a method handle may throw anything
      throw new IllegalStateException("cannot open the package of " + type.getName(), e);
    }
  }
}
