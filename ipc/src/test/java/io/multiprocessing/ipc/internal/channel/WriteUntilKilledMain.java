package io.multiprocessing.ipc.internal.channel;

import java.io.RandomAccessFile;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** Test side: writes numbered messages for ever and keeps count of them in a mapped file. */
final class WriteUntilKilledMain {
  private WriteUntilKilledMain() {}

  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    try (RandomAccessFile file = new RandomAccessFile(args[1], "rw");
        MessageWriter writer = MessageWriter.open(folder, Long.parseLong(args[2]))) {
      MappedByteBuffer committed = file.getChannel().map(FileChannel.MapMode.READ_WRITE, 0, 8);
      System.out.println("ready");
      for (long number = 0; ; number++) {
        NumberedMessage.write(writer.begin(), number);
        writer.commit();
        committed.putLong(0, number + 1);
      }
    }
  }
}
