package io.multiprocessing.ipc.internal.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.multiprocessing.ipc.internal.channel.MessageReader;
import io.multiprocessing.ipc.internal.channel.MessageWriter;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Objects larger than the buffer of a message, which are read piece by piece. */
class LargeMessageTest {

  private static final int BUFFER_BYTES = 64 << 10;

  @TempDir Path folder;

  private final ObjectCodec codec = new ObjectCodec(getClass().getClassLoader());

  @Test
  void shouldReadAnArrayLongerThanTheBuffer() {
    byte[] bytes = new byte[10 << 20];
    bytes[bytes.length - 1] = 42;
    try (MessageWriter writer = MessageWriter.open(folder);
        MessageReader reader = MessageReader.open(folder)) {
      assertArrayEquals(bytes, (byte[]) sent(writer, reader, bytes));
      double[] doubles = new double[1 << 20];
      doubles[doubles.length - 1] = 0.5;
      assertArrayEquals(doubles, (double[]) sent(writer, reader, doubles));
    }
  }

  @Test
  void shouldReadNamesWhereverTheEndOfTheBufferFalls() {
    try (MessageWriter writer = MessageWriter.open(folder);
        MessageReader reader = MessageReader.open(folder)) {
      for (int shift = 0; shift < 120; shift++) {
        byte[] before = new byte[BUFFER_BYTES - shift];
        List<Object> names =
            List.of(TimeUnit.SECONDS, ZoneId.of("Europe/Paris"), "x".repeat(70), TimeUnit.DAYS);
        List<?> read = (List<?>) sent(writer, reader, List.of(before, names));
        assertEquals(names, read.get(1), "shift=" + shift);
      }
    }
  }

  private Object sent(MessageWriter writer, MessageReader reader, Object value) {
    codec.write(writer.begin(), value);
    writer.commit();
    return codec.read(reader.poll());
  }
}
