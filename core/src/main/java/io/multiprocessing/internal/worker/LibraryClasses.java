package io.multiprocessing.internal.worker;

import java.util.List;

/**
 * Worker side: of the class path, nothing but this library; and the JDK.
 *
 * <p>For a worker that has all classes of its tasks from the parent: what the library needs for
 * itself, a logging interface for example, is not to be mixed with what the tasks have of it.
 */
final class LibraryClasses extends ClassLoader {

  static {
    registerAsParallelCapable();
  }

  private static final List<String> PACKAGES =
      List.of(
          "io.multiprocessing.",
          "net.openhft.",
          "com.esotericsoftware.",
          "org.objenesis.",
          "com.kenai.jffi.");

  private final ClassLoader classPath;

  LibraryClasses(ClassLoader classPath) {
    super("library", ClassLoader.getPlatformClassLoader());
    this.classPath = classPath;
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    for (String prefix : PACKAGES) {
      if (name.startsWith(prefix)) {
        return classPath.loadClass(name);
      }
    }
    throw new ClassNotFoundException(name);
  }
}
