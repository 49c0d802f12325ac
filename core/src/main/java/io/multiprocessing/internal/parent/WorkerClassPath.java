package io.multiprocessing.internal.parent;

import java.io.File;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Parent side: the class path of the workers.
 *
 * @param libraryJars the jars of this library and of what it needs, first, so that one class-data
 *     archive of them is valid for every application
 * @param rest everything else, in the parent's order
 */
record WorkerClassPath(List<Path> libraryJars, List<Path> rest) {

  /* One resource of each jar that a worker loads classes from. */
  private static final List<String> MARKERS =
      List.of(
          "io/multiprocessing/Pool.class",
          "io/multiprocessing/ipc/SerializationException.class",
          "com/esotericsoftware/kryo/Kryo.class",
          "com/esotericsoftware/reflectasm/MethodAccess.class",
          "com/esotericsoftware/minlog/Log.class",
          "org/objenesis/Objenesis.class",
          "net/openhft/chronicle/queue/ChronicleQueue.class",
          "net/openhft/chronicle/core/Jvm.class",
          "net/openhft/chronicle/bytes/Bytes.class",
          "net/openhft/chronicle/wire/Wire.class",
          "net/openhft/chronicle/threads/Pauser.class",
          "net/openhft/posix/PosixAPI.class",
          "org/slf4j/Logger.class",
          "com/kenai/jffi/Invoker.class",
          "jni/x86_64-Linux/libjffi-1.2.so");

  /**
   * Returns the class path of workers that see what this JVM sees, or the given entries and the
   * library.
   */
  static WorkerClassPath of(List<Path> entries) {
    Set<Path> library = new LinkedHashSet<>();
    ClassLoader loader = WorkerClassPath.class.getClassLoader();
    for (String marker : MARKERS) {
      Path location = location(marker, loader.getResource(marker));
      if (location != null) {
        library.add(location);
      }
    }
    Set<Path> others = new LinkedHashSet<>();
    for (Path entry : entries == null ? ownClassPath() : entries) {
      others.add(entry.toAbsolutePath().normalize());
    }
    List<Path> jars = new ArrayList<>();
    List<Path> rest = new ArrayList<>();
    for (Path entry : library) {
      // an archive cannot hold classes of folders
      (Files.isRegularFile(entry) ? jars : rest).add(entry);
    }
    others.removeAll(library);
    rest.addAll(others);
    return new WorkerClassPath(List.copyOf(jars), List.copyOf(rest));
  }

  private static List<Path> ownClassPath() {
    List<Path> entries = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      entries.add(Path.of(entry)); // an empty entry is the working folder
    }
    return entries;
  }

  private static Path location(String resource, URL url) {
    if (url == null) {
      return null;
    }
    try {
      String text = url.toString();
      if (url.getProtocol().equals("jar")) {
        String jar = text.substring("jar:".length(), text.indexOf("!/"));
        return jar.startsWith("file:") ? Path.of(new URI(jar)).toAbsolutePath().normalize() : null;
      }
      if (url.getProtocol().equals("file")) {
        Path folder = Path.of(url.toURI());
        for (int i = resource.split("/").length; i > 0; i--) {
          folder = folder.getParent();
        }
        return folder.toAbsolutePath().normalize();
      }
      return null;
    } catch (URISyntaxException e) {
      return null;
    }
  }

  /** Returns the text for -cp. */
  String text() {
    StringBuilder text = new StringBuilder();
    for (List<Path> part : List.of(libraryJars, rest)) {
      for (Path entry : part) {
        text.append(text.length() == 0 ? "" : File.pathSeparator).append(entry);
      }
    }
    return text.toString();
  }
}
