package io.multiprocessing.internal.parent;

import com.esotericsoftware.kryo.io.Output;

/**
 * Parent side: a function of the user, ready to travel.
 *
 * @param source the class loader it comes from
 * @param bytes the serialized object; none if there is no function
 */
record EncodedFunction(ClassSource source, byte[] bytes) {

  void write(Output out) {
    out.writeInt(source.id());
    out.writeInt(bytes.length);
    out.writeBytes(bytes);
  }
}
