package io.multiprocessing.internal.worker;

import com.esotericsoftware.kryo.io.Input;
import io.multiprocessing.ipc.internal.codec.ObjectCodec;

/** Worker side: reads the frames that arguments travel in. */
final class ObjectArguments {

  private ObjectArguments() {}

  /** Reads one argument; whatever happens, the input stands behind its frame afterwards. */
  static Object read(Input in, ObjectCodec codec) {
    return read(in, in.readLong(), codec);
  }

  static Object read(Input in, long length, ObjectCodec codec) {
    long end = in.total() + length;
    try {
      return codec.read(in);
    } finally {
      in.skip(end - in.total());
    }
  }
}
