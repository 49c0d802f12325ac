package io.multiprocessing.ipc.internal.codec;

import java.util.Map;

/** Both sides: classes by name, primitive ones included. */
final class ClassNames {
  private static final Map<String, Class<?>> PRIMITIVES =
      Map.of(
          "boolean", boolean.class,
          "byte", byte.class,
          "char", char.class,
          "short", short.class,
          "int", int.class,
          "long", long.class,
          "float", float.class,
          "double", double.class,
          "void", void.class);

  private ClassNames() {}

  static Class<?> load(String name, ClassLoader loader) {
    if (name == null) {
      throw new CannotTravel("The message", "is damaged: a class without a name", "");
    }
    try {
      return find(name, loader);
    } catch (ClassNotFoundException e) {
      throw new CannotTravel(
          name,
          "is not on the class path of this JVM",
          "Give both JVMs the same class path; classes made at run time cannot travel.",
          e);
    } catch (LinkageError e) {
      throw unusable(name, e);
    }
  }

  /** Says why a class that is there cannot be used. */
  static CannotTravel unusable(String name, LinkageError e) {
    if (e instanceof UnsupportedClassVersionError) {
      return new CannotTravel(
          name,
          "cannot be loaded by this JVM, which is of Java "
              + Runtime.version().feature()
              + ": "
              + e.getMessage(),
          "Compile for the oldest Java that takes part (javac --release), or let all JVMs be of the"
              + " newer one.",
          e);
    }
    return new CannotTravel(
        name,
        "cannot be loaded by this JVM: " + e,
        "Give both JVMs the same class path; classes made at run time cannot travel.",
        e);
  }

  static Class<?> find(String name, ClassLoader loader) throws ClassNotFoundException {
    Class<?> primitive = PRIMITIVES.get(name);
    if (primitive != null) {
      return primitive;
    }
    return Class.forName(name, false, loader);
  }
}
