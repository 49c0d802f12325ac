package io.multiprocessing.internal.parent;

import com.esotericsoftware.kryo.io.Output;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Parent side: a function of the user, ready to travel.
 *
 * @param source the class loader it comes from
 * @param bytes the serialized object, backed by an array; none if there is no function
 */
record EncodedFunction(ClassSource source, ByteBuffer bytes) {

  /** Writes several, and how many. */
  static void writeAll(Output out, List<EncodedFunction> functions) {
    out.writeInt(functions.size());
    functions.forEach(function -> function.write(out));
  }

  void write(Output out) {
    out.writeInt(source.id());
    out.writeLong(bytes.remaining());
    out.writeBytes(bytes.array(), bytes.arrayOffset(), bytes.remaining());
  }
}
