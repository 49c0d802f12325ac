package io.multiprocessing.internal.manager.client;

import io.multiprocessing.ipc.SerializationException;
import io.multiprocessing.ipc.internal.codec.ObjectCodec;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * Client side: turns elements into bytes and back, on any thread, with the class loader that suits
 * it. This class is thread-safe.
 */
final class Codecs {

  /** Client side: a codec and the loader it was made for. */
  private record Loaded(ClassLoader loader, ObjectCodec codec) {}

  private static final int KEPT = 16;

  private final ConcurrentLinkedDeque<Loaded> idle = new ConcurrentLinkedDeque<>();
  private volatile ClassLoader home; // null until somebody in this JVM says so

  void setHome(ClassLoader loader) {
    home = loader;
  }

  /**
   * Encodes an element.
   *
   * @throws SerializationException if it cannot travel
   */
  byte[] toBytes(Object value) {
    Loaded codec = take();
    try {
      return codec.codec().toBytes(value);
    } finally {
      giveBack(codec);
    }
  }

  /**
   * Decodes an element.
   *
   * @throws SerializationException if it cannot be read here
   */
  Object fromBytes(byte[] bytes) {
    Loaded codec = take();
    try {
      return codec.codec().fromBytes(bytes);
    } finally {
      giveBack(codec);
    }
  }

  /** A hook of the user that uses a proxy while it is being encoded gets another codec. */
  private Loaded take() {
    ClassLoader loader = Loaders.forThread(home);
    Loaded kept = idle.pollFirst();
    return kept != null && kept.loader() == loader
        ? kept
        : new Loaded(loader, new ObjectCodec(loader));
  }

  private void giveBack(Loaded codec) {
    if (idle.size() < KEPT) {
      idle.addFirst(codec);
    }
  }

  /** Forgets all class loaders: the manager is closed. */
  void clear() {
    home = null;
    idle.clear();
  }
}
