package io.multiprocessing.anywhere;

import io.multiprocessing.Task;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A class loader whose classes and resources are in memory only, so that no other JVM can read them
 * by itself. It counts what it is asked for.
 */
final class PlugIn extends ClassLoader {

  static {
    registerAsParallelCapable();
  }

  private final Map<String, byte[]> contents = new TreeMap<>();
  private final Map<String, Integer> asked = new ConcurrentHashMap<>();
  private volatile Consumer<String> onAsked = name -> {};

  PlugIn(Path folder, ClassLoader above) throws IOException {
    super(above);
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        contents.put(folder.relativize(file).toString(), Files.readAllBytes(file));
      }
    }
  }

  void put(String name, byte[] content) {
    contents.put(name, content);
  }

  void remove(String name) {
    contents.remove(name);
  }

  /** Has something done before each answer to a worker. */
  void whenAsked(Consumer<String> action) {
    onAsked = action;
  }

  /** How often workers asked for a resource. */
  int timesAsked(String name) {
    return asked.getOrDefault(name, 0);
  }

  Object create(String className) throws ReflectiveOperationException {
    return loadClass(className).getConstructor().newInstance();
  }

  @SuppressWarnings("unchecked") // the test knows what it has compiled
  <A, R> Task<A, R> task(String className) throws ReflectiveOperationException {
    return (Task<A, R>) create(className);
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    byte[] bytes = contents.get(name.replace('.', '/') + ".class");
    if (bytes == null) {
      throw new ClassNotFoundException(name);
    }
    return defineClass(name, bytes, 0, bytes.length);
  }

  @Override
  public URL getResource(String name) {
    if (Thread.currentThread().getName().endsWith("-classes")) {
      asked.merge(name, 1, Integer::sum);
      onAsked.accept(name);
    }
    return super.getResource(name);
  }

  @Override
  @SuppressWarnings("deprecation") // the constructor of URL: its successor came with Java 20
  protected URL findResource(String name) {
    byte[] content = contents.get(name);
    if (content == null) {
      return null;
    }
    try {
      return new URL("memory", null, -1, "/" + name, new Handler(content));
    } catch (MalformedURLException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  protected Enumeration<URL> findResources(String name) {
    URL url = findResource(name);
    return Collections.enumeration(url == null ? List.of() : List.of(url));
  }

  private static final class Handler extends URLStreamHandler {
    private final byte[] content;

    Handler(byte[] content) {
      this.content = content;
    }

    @Override
    protected URLConnection openConnection(URL url) {
      return new URLConnection(url) {
        @Override
        public void connect() {}

        @Override
        public InputStream getInputStream() {
          return new ByteArrayInputStream(content);
        }
      };
    }
  }
}
