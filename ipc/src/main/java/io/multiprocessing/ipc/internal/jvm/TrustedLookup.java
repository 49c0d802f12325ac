package io.multiprocessing.ipc.internal.jvm;

import java.lang.invoke.MethodHandles;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;

/** Both sides: a method-handle lookup that may call what the JDK keeps to itself. */
final class TrustedLookup {

  /*
   * Two ways, both through the module jdk.unsupported, both by reflection because javac warns of
   * these classes and that warning cannot be switched off in the source.
   *
   * The serialization factory hands out Lookup's private constructor; it is silent on every JDK so
   * far. Unsafe reads the field IMPL_LOOKUP; JDK 24 and later print a warning at its first use, so
   * it comes second.
   */

  /** The mode bits of IMPL_LOOKUP: no access check at all. */
  private static final int TRUSTED = -1;

  private TrustedLookup() {}

  static MethodHandles.Lookup find() throws ReflectiveOperationException {
    try {
      return throughSerialization();
    } catch (ReflectiveOperationException | RuntimeException first) {
      try {
        return throughUnsafe();
      } catch (ReflectiveOperationException | RuntimeException second) {
        second.addSuppressed(first);
        throw second;
      }
    }
  }

  static MethodHandles.Lookup throughSerialization() throws ReflectiveOperationException {
    Class<?> factoryClass = Class.forName("sun.reflect.ReflectionFactory");
    Object factory = factoryClass.getMethod("getReflectionFactory").invoke(null);
    Constructor<?> hidden =
        MethodHandles.Lookup.class.getDeclaredConstructor(Class.class, Class.class, int.class);
    Constructor<?> accessible =
        (Constructor<?>)
            factoryClass
                .getMethod("newConstructorForSerialization", Class.class, Constructor.class)
                .invoke(factory, MethodHandles.Lookup.class, hidden);
    return (MethodHandles.Lookup) accessible.newInstance(Object.class, null, TRUSTED);
  }

  static MethodHandles.Lookup throughUnsafe() throws ReflectiveOperationException {
    Class<?> unsafeClass = Class.forName("sun.misc.Unsafe");
    Field instance = unsafeClass.getDeclaredField("theUnsafe");
    instance.setAccessible(true);
    Object unsafe = instance.get(null);
    Field lookup = MethodHandles.Lookup.class.getDeclaredField("IMPL_LOOKUP");
    Object base = unsafeClass.getMethod("staticFieldBase", Field.class).invoke(unsafe, lookup);
    Object offset = unsafeClass.getMethod("staticFieldOffset", Field.class).invoke(unsafe, lookup);
    return (MethodHandles.Lookup)
        unsafeClass.getMethod("getObject", Object.class, long.class).invoke(unsafe, base, offset);
  }
}
