package io.multiprocessing.ipc.testing;

import io.multiprocessing.ipc.internal.codec.ObjectCodec;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The JVM behind {@link OtherJvm}: reads calls from stdin, writes answers to stdout. */
final class OtherJvmMain {

  private static final DataOutputStream OUT = new DataOutputStream(System.out);

  private OtherJvmMain() {}

  public static void main(String[] args) throws IOException {
    System.setOut(System.err); // stdout is for answers
    ObjectCodec codec = new ObjectCodec(OtherJvmMain.class.getClassLoader());
    try (DataInputStream in = new DataInputStream(System.in)) {
      while (true) {
        byte[] bytes = in.readNBytes(in.readInt());
        read(codec, bytes);
      }
    } catch (EOFException e) {
      Runtime.getRuntime().halt(0); // the test has ended
    }
  }

  private static void read(ObjectCodec codec, byte[] bytes) {
    OtherJvm.Request request;
    try {
      request = (OtherJvm.Request) codec.fromBytes(bytes);
    } catch (RuntimeException e) { // nobody knows its number
      e.printStackTrace();
      Runtime.getRuntime().halt(1);
      return;
    }
    Thread thread = new Thread(() -> answer(request), "call " + request.number());
    thread.setDaemon(true);
    thread.start();
  }

  private static void answer(OtherJvm.Request request) {
    try {
      write(new OtherJvm.Answer(request.number(), request.call().call(), null));
    } catch (Throwable e) { // whatever it is belongs to the caller
      write(new OtherJvm.Answer(request.number(), null, e));
    }
  }

  private static void write(OtherJvm.Answer answer) {
    byte[] bytes = new ObjectCodec(OtherJvmMain.class.getClassLoader()).toBytes(answer);
    synchronized (OUT) {
      try {
        OUT.writeInt(bytes.length);
        OUT.write(bytes);
        OUT.flush();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
