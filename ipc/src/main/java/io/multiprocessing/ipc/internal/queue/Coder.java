package io.multiprocessing.ipc.internal.queue;

import com.esotericsoftware.kryo.io.Input;
import io.multiprocessing.ipc.NoSpaceException;
import io.multiprocessing.ipc.SerializationException;
import io.multiprocessing.ipc.internal.codec.ObjectCodec;

/**
 * Both sides: what a thread needs to turn elements into bytes and back.
 *
 * <p>Confined to the thread that has borrowed it.
 */
final class Coder {

  private static final ThreadLocal<Coder> OF_THREAD = new ThreadLocal<>();

  private final ElementOutput output = new ElementOutput();
  private final ElementInput input = new ElementInput();
  private ObjectCodec codec;
  private ClassLoader codecLoader;
  private boolean borrowed;

  private Coder() {}

  /** Returns the coder of this thread, or another one if an element that is being written asks. */
  static Coder borrow() {
    Coder coder = OF_THREAD.get();
    if (coder == null || coder.borrowed) {
      Coder fresh = new Coder();
      if (coder == null) {
        OF_THREAD.set(fresh);
      }
      coder = fresh;
    }
    coder.borrowed = true;
    return coder;
  }

  /** Gives back what is left of an element on either side, and the coder. */
  void giveBack() {
    output.discard();
    input.release();
    borrowed = false;
  }

  ElementOutput output() {
    return output;
  }

  ElementInput input() {
    return input;
  }

  /**
   * Writes an object to the output.
   *
   * @throws SerializationException if it cannot travel
   * @throws NoSpaceException if it needs blocks and there are none
   */
  void encode(BlockHeap heap, Object object) {
    output.begin(heap);
    try {
      codec().write(output, object);
    } catch (SerializationException e) {
      throw output.noSpace() == null ? e : output.noSpace();
    }
    output.end();
  }

  /** Writes bytes to the output, as they are. */
  void encodeBytes(BlockHeap heap, byte[] bytes, int offset, int count) {
    output.begin(heap);
    output.writeBytes(bytes, offset, count);
    output.end();
  }

  /** Returns what is in the input. */
  Object decode() {
    return input.format() == LogEntry.BYTES ? decodeBytes() : decodeObject(input);
  }

  /** Returns what is in an input of another kind. */
  Object decodeObject(Input in) {
    return codec().read(in);
  }

  /** Returns the bytes in the input, whatever they are. */
  byte[] decodeBytes() {
    if (input.remaining() > Integer.MAX_VALUE - Long.BYTES) { // what an array can be
      throw new SerializationException(
          "a message of " + input.remaining() + " bytes is larger than an array", null);
    }
    return input.readBytes((int) input.remaining());
  }

  private ObjectCodec codec() {
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    if (loader == null) {
      loader = Coder.class.getClassLoader();
    }
    if (codec == null || codecLoader != loader) {
      codec = new ObjectCodec(loader);
      codecLoader = loader;
    }
    return codec;
  }
}
