package io.multiprocessing.internal.parent;

import io.multiprocessing.PoolException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Parent side: where the jars of this library, and of what it needs, are. */
final class Library {

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

  private static final byte[] ZIP = {'P', 'K'};

  private Library() {}

  /** Found once: where a class loader finds a class does not change. */
  private static final class Places {
    // the place as a URL, and the file or folder, or null if it is no such thing
    static final Map<String, Path> FILES = new LinkedHashMap<>();
    // the place as a URL, and a resource in it, for those that are no file
    static final Map<String, URL> OTHERS = new LinkedHashMap<>();

    static {
      ClassLoader loader = ClassSources.ownLoader();
      for (String marker : MARKERS) {
        URL url = loader.getResource(marker);
        if (url != null) {
          add(marker, url);
        }
      }
    }

    private static void add(String marker, URL url) {
      String text = url.toString();
      String place = text.substring(0, text.length() - marker.length());
      Path file = fileOf(place);
      if (file != null) {
        FILES.put(place, file);
      } else {
        OTHERS.putIfAbsent(place, url);
      }
    }

    @SuppressWarnings("deprecation") // the constructor of URL: its successor came with Java 20
    private static Path fileOf(String place) {
      try {
        return LoaderPath.fileOf(new URL(place));
      } catch (MalformedURLException e) {
        return null;
      }
    }
  }

  /** Tells whether all of it is in files and folders, and not in a jar within a jar. */
  static boolean isInFiles() {
    return Places.OTHERS.isEmpty();
  }

  /** Returns the files and folders. */
  static Collection<Path> files() {
    return Places.FILES.values();
  }

  /**
   * Copies the jars that are within other jars into a folder, for workers, which cannot read them
   * there.
   *
   * @param folder is made if there is anything to copy
   * @return the copies
   * @throws UncheckedIOException if they cannot be written
   * @throws PoolException if something is neither a file nor a folder nor a jar
   */
  static List<Path> unpackTo(Path folder) {
    List<Path> copies = new ArrayList<>();
    for (URL url : Places.OTHERS.values()) {
      copies.add(unpack(url, folder, copies.size()));
    }
    return copies;
  }

  private static Path unpack(URL url, Path folder, int number) {
    try {
      byte[] jar = jarAround(url);
      Files.createDirectories(folder);
      Path copy = folder.resolve(number + ".jar");
      Files.write(copy, jar);
      return copy;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot copy the jar around " + url + " to " + folder, e);
    }
  }

  private static byte[] jarAround(URL url) throws IOException {
    if (url.openConnection() instanceof JarURLConnection connection) {
      try (InputStream in = connection.getJarFileURL().openStream()) {
        byte[] jar = in.readAllBytes();
        if (jar.length > ZIP.length && jar[0] == ZIP[0] && jar[1] == ZIP[1]) {
          return jar;
        }
      }
    }
    throw new PoolException(
        "the workers cannot be given this library: a part of it comes from "
            + url
            + ", which is neither a file nor a folder nor a jar within a jar; put its jars into files");
  }
}
