package io.multiprocessing.internal.parent;

import io.multiprocessing.ipc.internal.codec.ObjectCodec;

/** Parent side: a class loader that functions come from. This class is thread-safe. */
final class ClassSource {

  private final int id;
  private final ClassLoader loader;
  private final ObjectCodec codec;

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
}
