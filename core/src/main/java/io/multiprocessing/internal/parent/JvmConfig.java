package io.multiprocessing.internal.parent;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Parent side: how child JVMs are started.
 *
 * @param maxHeap text for -Xmx, or null for the default
 * @param jvmArgs further JVM arguments, the last ones on the command line
 * @param environment further environment variables
 * @param javaHome JDK of the children, or null for the parent's
 * @param classPath class path of the children, or null for the parent's
 */
public record JvmConfig(
    String maxHeap,
    List<String> jvmArgs,
    Map<String, String> environment,
    Path javaHome,
    List<Path> classPath) {

  /**
   * Checks the text for -Xmx.
   *
   * @param name name of the option, for the message
   * @param size a number with an optional unit
   * @return the same text
   */
  public static String checkHeap(String name, String size) {
    if (!size.matches("[1-9][0-9]*[kKmMgGtT]?")) {
      throw new IllegalArgumentException(
          name + " must be a number with an optional unit k, m, g or t: " + name + "=" + size);
    }
    return size;
  }

  /**
   * Checks that a folder holds a JDK or JRE.
   *
   * @param home the folder
   * @return the same folder
   */
  public static Path checkHome(Path home) {
    if (!Files.isExecutable(javaProgram(home))) {
      throw new IllegalArgumentException("javaHome has no bin/java: javaHome=" + home);
    }
    return home;
  }

  /** Tells whether the child is there to write a class-data archive, for later ones. */
  boolean makesArchive() {
    for (String argument : jvmArgs) { // no stream: the first one in a JVM costs milliseconds
      if (argument.startsWith("-XX:ArchiveClassesAtExit")) {
        return true;
      }
    }
    return false;
  }

  Path home() {
    return javaHome == null ? Path.of(System.getProperty("java.home")) : javaHome;
  }

  /** Returns the java program of a JDK. */
  static Path javaProgram(Path home) {
    boolean windows = System.getProperty("os.name").startsWith("Windows");
    return home.resolve("bin").resolve(windows ? "java.exe" : "java");
  }
}
