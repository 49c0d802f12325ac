package io.multiprocessing.ipc.internal.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.RepeatedTest;

class MessageChannelDeathTest {
  /** Chronicle would wait 10 s for what the dead has begun. */
  private static final long SLOWEST_POLL_NANOS = TimeUnit.SECONDS.toNanos(8);

  private long read;
  private long slowestNanos;

  @RepeatedTest(20)
  void shouldReadAllThatAKilledWriterCommittedAndThenNull() throws Exception {
    Path folder = TempFolders.create();
    Path count = Files.createTempFile("committed", ".count");
    // A roll every few messages: a good part of the kills hits one.
    try (ChildJvm child = ChildJvm.start(WriteUntilKilledMain.class, folder, count, 30_000)) {
      assertEquals('r', child.process().getInputStream().read());
      long killAtNanos = System.nanoTime() + ThreadLocalRandom.current().nextLong(100_000_000);
      try (MessageReader reader = MessageReader.open(folder)) {
        while (System.nanoTime() < killAtNanos) {
          readNext(reader);
        }
        child.process().destroyForcibly().onExit().join();
        while (readNext(reader)) {}
        assertNull(reader.poll());
      }
      long committed = ByteBuffer.wrap(Files.readAllBytes(count)).getLong();
      // It may have died between a commit and its count.
      assertTrue(read == committed || read == committed + 1, read + " of " + committed);
      long slowest = slowestNanos;
      assertTrue(slowest < SLOWEST_POLL_NANOS, () -> "a poll took " + slowest + " ns");
    } finally {
      TempFolders.delete(folder);
      Files.delete(count);
    }
  }

  private boolean readNext(MessageReader reader) throws IOException {
    long startNanos = System.nanoTime();
    MessageInput input = reader.poll();
    slowestNanos = Math.max(slowestNanos, System.nanoTime() - startNanos);
    if (input == null) {
      return false;
    }
    NumberedMessage.check(input, read++);
    return true;
  }
}
