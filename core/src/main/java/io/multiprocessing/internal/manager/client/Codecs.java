package io.multiprocessing.internal.manager.client;

import io.multiprocessing.ipc.SerializationException;
import io.multiprocessing.ipc.internal.codec.ObjectCodec;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * Client side: turns elements into bytes and back, on any thread, with the class loader of that
 * thread. This class is thread-safe.
 */
final class Codecs {

  /** Client side: a codec and the loader it was made for. */
  private record Loaded(ClassLoader loader, ObjectCodec codec) {}

  private static final int KEPT = 16;
  private static final ConcurrentLinkedDeque<Loaded> IDLE = new ConcurrentLinkedDeque<>();

  private Codecs() {}

  /**
   * Encodes an element.
   *
   * @throws SerializationException if it cannot travel
   */
  static byte[] toBytes(Object value) {
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
  static Object fromBytes(byte[] bytes) {
    Loaded codec = take();
    try {
      return codec.codec().fromBytes(bytes);
    } finally {
      giveBack(codec);
    }
  }

  /** A hook of the user that uses a proxy while it is being encoded gets another codec. */
  private static Loaded take() {
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    ClassLoader loader = context == null ? Codecs.class.getClassLoader() : context;
    Loaded idle = IDLE.pollFirst();
    return idle != null && idle.loader() == loader
        ? idle
        : new Loaded(loader, new ObjectCodec(loader));
  }

  private static void giveBack(Loaded codec) {
    if (IDLE.size() < KEPT) {
      IDLE.addFirst(codec);
    }
  }
}
