package io.multiprocessing.ipc.internal.channel;

import io.multiprocessing.ipc.internal.codec.ObjectCodec;
import io.multiprocessing.ipc.internal.jvm.NativeCalls;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;

/** Test side: uses all that could make a JVM warn, with the native library first or last. */
final class UseEverythingMain {

  private interface Task extends Callable<String>, Serializable {}

  private UseEverythingMain() {}

  public static void main(String[] args) throws Exception {
    boolean nativeFirst = Boolean.parseBoolean(args[1]);
    if (nativeFirst) {
      NativeCalls.function("syscall");
    }
    sendATask(Path.of(args[0]));
    NativeCalls.function("syscall");
  }

  private static void sendATask(Path folder) throws Exception {
    ObjectCodec codec = new ObjectCodec(UseEverythingMain.class.getClassLoader());
    String captured = "arrived";
    try (MessageWriter writer = MessageWriter.open(folder);
        MessageReader reader = MessageReader.open(folder)) {
      codec.write(writer.begin(), List.of((Task) () -> captured));
      writer.commit();
      List<?> received = (List<?>) codec.read(reader.poll());
      if (!((Task) received.get(0)).call().equals("arrived")) {
        throw new AssertionError(received);
      }
    }
  }
}
