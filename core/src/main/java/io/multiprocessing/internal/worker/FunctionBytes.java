package io.multiprocessing.internal.worker;

import com.esotericsoftware.kryo.io.Input;

/**
 * Worker side: a function as it came from the parent.
 *
 * @param source number of the class loader it is from
 * @param bytes the serialized object; none if there is no function
 */
record FunctionBytes(int source, byte[] bytes) {

  static FunctionBytes read(Input in) {
    return new FunctionBytes(in.readInt(), in.readBytes(in.readInt()));
  }
}
