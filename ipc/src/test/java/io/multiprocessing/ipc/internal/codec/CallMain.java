package io.multiprocessing.ipc.internal.codec;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.Callable;

/**
 * Another JVM: reads a Callable from stdin, calls it, writes to stdout what it returned or threw.
 */
final class CallMain {
  private CallMain() {}

  public static void main(String[] args) throws IOException {
    ObjectCodec codec = new ObjectCodec(CallMain.class.getClassLoader());
    Object result;
    try {
      result = ((Callable<?>) codec.fromBytes(System.in.readAllBytes())).call();
    } catch (Exception e) {
      result = e;
    }
    OutputStream out = System.out;
    out.write(codec.toBytes(result));
    out.flush();
  }
}
