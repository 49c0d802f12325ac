package io.multiprocessing.internal.parent;

import io.multiprocessing.ipc.internal.codec.ObjectCodec;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Parent side: a class loader that functions come from, with the classes as they were when workers
 * first asked. This class is thread-safe.
 */
final class ClassSource {

  private final int id;
  private final ClassLoader loader;
  private final ObjectCodec codec;
  // class files by name of the resource, as workers have them, of those that are in no file
  private final Map<String, byte[]> fetched = new ConcurrentHashMap<>();

  /**
   * Creates a source.
   *
   * @param id its number in messages, 0 for what is on the workers' class path
   * @param loader the class loader
   */
  ClassSource(int id, ClassLoader loader) {
    this.id = id;
    this.loader = loader;
    this.codec = new ObjectCodec(loader);
  }

  int id() {
    return id;
  }

  ClassLoader loader() {
    return loader;
  }

  /** Driver: the codec for arguments and results. */
  ObjectCodec codec() {
    return codec;
  }

  /** Any thread: workers have been given a class that only this JVM has. */
  void hasGivenOut(String resource, byte[] classFile) {
    fetched.put(resource, classFile);
  }

  /** Any thread: tells whether a class is another one now than workers were given, as in JShell. */
  boolean isOutdated() {
    for (Map.Entry<String, byte[]> each : fetched.entrySet()) {
      try (InputStream in = loader.getResourceAsStream(each.getKey())) {
        if (in == null || !Arrays.equals(in.readAllBytes(), each.getValue())) {
          return true;
        }
      } catch (IOException | RuntimeException e) {
        // the class loader is in trouble; whoever asks it next will be told
      }
    }
    return false;
  }
}
