package io.multiprocessing.ipc.internal.jvm;

import java.nio.file.Path;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.ExcerptTailer;

/** Sends a message to itself through a queue in the given folder. */
final class OpenQueueMain {

  private OpenQueueMain() {}

  public static void main(String[] args) {
    JdkPackages.open();
    try (ChronicleQueue queue = ChronicleQueue.singleBuilder(Path.of(args[0])).build();
        ExcerptAppender appender = queue.createAppender();
        ExcerptTailer tailer = queue.createTailer()) {
      appender.writeText("arrived");
      System.out.println(tailer.readText());
    }
  }
}
