package io.multiprocessing.ipc.internal.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Needs to mount a small file system of its own, which only root may. */
class MessageChannelFullDiskTest {
  private Path mount;
  private Path folder;
  private boolean mounted;

  @BeforeEach
  void mountSmallFileSystem() throws Exception {
    mount = Files.createTempDirectory("small-disk");
    mounted = run("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", mount.toString());
    assumeTrue(mounted, "cannot mount a tmpfs here");
    folder = Files.createDirectory(mount.resolve("channel"));
  }

  @AfterEach
  void unmount() throws Exception {
    if (mounted) {
      assertTrue(run("umount", mount.toString()));
    }
    Files.delete(mount);
  }

  private static boolean run(String... command) throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private Path fillDisk() throws IOException {
    Path filler = mount.resolve("filler");
    try (OutputStream out = Files.newOutputStream(filler)) {
      while (true) {
        out.write(new byte[4096]);
      }
    } catch (IOException full) {
      return filler;
    }
  }

  @Test
  void shouldRefuseWhatDoesNotFitAndGoOnWhenThereIsRoom() throws IOException {
    try (MessageWriter writer = MessageWriter.open(folder);
        MessageReader reader = MessageReader.open(folder)) {
      int sent = 0;
      ChannelFullException full = null;
      while (full == null) {
        MessageOutput output = writer.begin();
        output.writeInt(sent);
        output.writeBytes(new byte[20_000]);
        try {
          writer.commit();
          sent++;
        } catch (ChannelFullException e) {
          full = e;
        }
      }
      assertTrue(sent > 100, "sent=" + sent);
      assertTrue(full.getMessage().contains(folder.toString()), full.getMessage());
      assertTrue(full.freeBytes() < 64 << 10, full.getMessage());

      writer.begin().writeInt(-1); // the report
      writer.commit();

      for (int i = 0; i < sent; i++) {
        assertEquals(i, reader.poll().readInt());
      }
      assertEquals(-1, reader.poll().readInt());
      assertNull(reader.poll());
      Files.delete(fillDisk());
    }
  }

  @Test
  void shouldKeepARefusedMessageForAnotherCommit() throws IOException {
    try (MessageWriter writer = MessageWriter.open(folder);
        MessageReader reader = MessageReader.open(folder)) {
      Path filler = fillDisk();
      MessageOutput output = writer.begin();
      output.writeInt(7);
      output.writeBytes(new byte[50_000]);
      assertThrows(ChannelFullException.class, writer::commit);
      assertThrows(ChannelFullException.class, writer::commit);
      assertNull(reader.poll());
      Files.delete(filler);
      writer.commit();
      assertEquals(7, reader.poll().readInt());
      assertNull(reader.poll());
    }
  }

  @Test
  void shouldRefuseALargeMessageAndGiveItsRoomBack() throws IOException {
    try (MessageWriter writer = MessageWriter.open(folder);
        MessageReader reader = MessageReader.open(folder)) {
      MessageOutput output = writer.begin();
      output.writeInt(1);
      long mark = output.mark();
      ChannelFullException full =
          assertThrows(ChannelFullException.class, () -> output.writeBytes(new byte[8 << 20]));
      assertEquals(Integer.BYTES + (8 << 20), full.wantedBytes());
      output.rollback(mark); // the message up to here is still good
      output.writeInt(2);
      writer.commit();
      MessageInput input = reader.poll();
      assertEquals(1, input.readInt());
      assertEquals(2, input.readInt());

      MessageOutput again = writer.begin();
      assertThrows(
          ChannelFullException.class,
          () -> {
            while (true) {
              again.writeLong(1);
            }
          });
      writer.abort();
      assertNull(reader.poll());
      writer.begin().writeBytes(new byte[3 << 20]);
      writer.commit();
      assertEquals(3 << 20, reader.poll().remaining());
    }
  }

  @Test
  void shouldSendManyReportsFromTheReserve() throws IOException {
    try (MessageWriter writer = MessageWriter.open(folder);
        MessageReader reader = MessageReader.open(folder)) {
      fillDisk();
      int sent = 0;
      try {
        while (true) {
          writer.begin().writeBytes(new byte[1_000]);
          writer.commit();
          sent++;
        }
      } catch (ChannelFullException expected) {
        assertFalse(sent < 8, "sent=" + sent);
      }
      for (int i = 0; i < sent; i++) {
        assertEquals(1_000, reader.poll().remaining());
      }
      assertNull(reader.poll());
    }
  }

  @Test
  void shouldGoOnInTheOldQueueWhenThereIsNoRoomForTheNext() throws IOException {
    try (MessageWriter writer = MessageWriter.open(folder, 10_000);
        MessageReader reader = MessageReader.open(folder)) {
      Path filler = fillDisk();
      int sent = 0;
      for (; sent < 9; sent++) {
        writer.begin().writeBytes(new byte[3_000]); // wants a new queue from the third on
        writer.commit();
      }
      assertEquals(1, TempFolders.names(folder).size());
      Files.delete(filler);
      for (; sent < 30; sent++) {
        writer.begin().writeBytes(new byte[3_000]);
        writer.commit();
      }
      assertTrue(TempFolders.names(folder).size() > 1);
      for (int i = 0; i < sent; i++) {
        assertEquals(3_000, reader.poll().remaining());
      }
      assertNull(reader.poll());
    }
  }

  @Test
  void shouldNeverTouchAPageThatIsNotThereHoweverManyAreLeft() throws IOException {
    for (int freePages = 0; freePages < 150; freePages += 3) {
      Path filler = fillDisk();
      try (RandomAccessFile file = new RandomAccessFile(filler.toFile(), "rw")) {
        file.setLength(file.length() - freePages * 4096L);
      }
      Path channel = Files.createDirectory(mount.resolve("with-" + freePages));
      int sent = 0;
      int read = 0;
      try (MessageWriter writer = MessageWriter.open(channel, 40_000);
          MessageReader reader = MessageReader.open(channel)) {
        try {
          for (int size = 0; ; size = (size + 1_777) % 70_000) {
            writer.begin().writeBytes(new byte[size]);
            writer.commit();
            sent++;
          }
        } catch (ChannelFullException expected) {
          writer.abort();
        }
        while (reader.poll() != null) {
          read++;
        }
      } catch (ChannelFullException noRoomForTheFirstQueue) {
        assertTrue(freePages < 25, "freePages=" + freePages);
      }
      assertEquals(sent, read);
      TempFolders.delete(channel);
      Files.delete(filler);
    }
  }

  @Test
  void shouldFailToOpenOnAFullDiskAndLeaveNothing() throws IOException {
    Path filler = fillDisk();
    assertThrows(ChannelFullException.class, () -> MessageWriter.open(folder));
    assertEquals(0, TempFolders.names(folder).size());
    Files.delete(filler);
    MessageWriter.open(folder).close();
  }
}
