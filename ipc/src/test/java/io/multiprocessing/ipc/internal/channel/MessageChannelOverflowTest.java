package io.multiprocessing.ipc.internal.channel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Needs to mount small file systems of its own, which only root may. */
class MessageChannelOverflowTest {

  private static final int MEGABYTE = 1 << 20;
  private static final int MEGABYTES = 4;
  private static final long LEFT_BYTES = MEGABYTES * MEGABYTE / 8;

  private Path memory;
  private Path disk;
  private Path folder;
  private Path overflow;

  @BeforeEach
  void mountSmallFileSystems() throws Exception {
    memory = mount(MEGABYTES);
    disk = mount(16);
    folder = Files.createDirectory(memory.resolve("channel"));
    overflow = disk.resolve("channel");
  }

  private static Path mount(int megabytes) throws Exception {
    Path path = Files.createTempDirectory("small-disk");
    boolean mounted =
        run("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "tmpfs", path.toString());
    if (!mounted) {
      Files.delete(path);
    }
    assumeTrue(mounted, "cannot mount a tmpfs here");
    return path;
  }

  @AfterEach
  void unmount() throws Exception {
    for (Path each : Arrays.asList(memory, disk)) {
      if (each != null) {
        assertTrue(run("umount", each.toString()));
        Files.delete(each);
      }
    }
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

  private MessageWriter openWriter() {
    return MessageWriter.open(new ChannelPlace(folder, overflow));
  }

  private MessageReader openReader() {
    return MessageReader.open(new ChannelPlace(folder, overflow));
  }

  private void takeAllBut(Path fileSystem, long bytes) throws IOException {
    try (RandomAccessFile filler =
        new RandomAccessFile(fileSystem.resolve("filler").toFile(), "rw")) {
      byte[] page = new byte[4096];
      while (fileSystem.toFile().getUsableSpace() > bytes) {
        filler.write(page);
      }
    }
  }

  private static byte[] random(int seed, int bytes) {
    byte[] content = new byte[bytes];
    new Random(seed).nextBytes(content);
    return content;
  }

  private void assertOverflowIsEmpty() throws IOException {
    assertEquals(0, Files.exists(overflow) ? TempFolders.names(overflow).size() : 0);
  }

  @Test
  void shouldTakeMessagesThatAreLargerThanTheFolder() throws IOException {
    try (MessageWriter writer = openWriter();
        MessageReader reader = openReader()) {
      for (int i = 0; i < 3; i++) {
        writer.begin().writeInt(i);
        byte[] content = random(i, 6 * MEGABYTE + i);
        writer.begin().writeBytes(content);
        writer.commit();
        writer.begin().writeInt(i);
        writer.commit();
        assertArrayEquals(content, reader.poll().readBytes(content.length));
        assertEquals(i, reader.poll().readInt());
        assertOverflowIsEmpty();
      }
    }
  }

  @Test
  void shouldTakeALargeMessageAlongThatIsHalfWritten() throws IOException {
    int parts = 90; // of 64 KiB
    try (MessageWriter writer = openWriter();
        MessageReader reader = openReader()) {
      MessageOutput output = writer.begin();
      output.writeLong(0);
      for (int i = 0; i < parts; i++) {
        output.writeBytes(random(i, 65_536));
        if (i == 80) {
          long mark = output.mark();
          output.writeBytes(random(i, 100_000));
          output.rollback(mark);
        }
      }
      output.patchLong(0, 4711);
      assertTrue(Files.exists(overflow.resolve("s0")));
      assertFalse(Files.exists(folder.resolve("s0")));
      writer.commit();

      MessageInput input = reader.poll();
      assertEquals(4711, input.readLong());
      for (int i = 0; i < parts; i++) {
        assertArrayEquals(random(i, 65_536), input.readBytes(65_536), "part " + i);
      }
      assertEquals(0, input.remaining());
    }
    assertOverflowIsEmpty();
  }

  @Test
  void shouldDropWhatIsNotCommitted() throws IOException {
    try (MessageWriter writer = openWriter();
        MessageReader reader = openReader()) {
      writer.begin().writeBytes(new byte[8 * MEGABYTE]);
      writer.abort();
      assertOverflowIsEmpty();
      MessageOutput output = writer.begin();
      output.writeInt(7);
      long mark = output.mark();
      output.writeBytes(new byte[8 * MEGABYTE]);
      output.rollback(mark); // small again
      writer.commit();
      assertOverflowIsEmpty();
      assertEquals(7, reader.poll().readInt());
      assertNull(reader.poll());
    }
  }

  @Test
  void shouldLeaveRoomToOthersHoweverMuchNobodyReads() throws IOException {
    int messages = 300;
    try (MessageWriter writer = openWriter();
        MessageReader reader = openReader()) {
      for (int i = 0; i < messages; i++) { // 12 MB
        writer.begin().writeBytes(random(i, 20_000 + i % 3 * 20_000));
        writer.commit();
        writer.begin().writeInt(i);
        writer.commit();
        long left = memory.toFile().getUsableSpace();
        assertTrue(left > LEFT_BYTES / 2, i + ": " + left);
      }
      assertTrue(TempFolders.names(overflow).size() > 100);
      for (int i = 0; i < messages; i++) {
        int bytes = 20_000 + i % 3 * 20_000;
        assertArrayEquals(random(i, bytes), reader.poll().readBytes(bytes));
        assertEquals(i, reader.poll().readInt());
      }
      assertNull(reader.poll());
    }
    assertOverflowIsEmpty();
  }

  @Test
  void shouldPassALotThroughWhatOthersHaveLeft() throws IOException {
    takeAllBut(memory, 900 << 10);
    byte[] bytes = new byte[3_000];
    try (MessageWriter writer = openWriter();
        MessageReader reader = openReader()) {
      for (int i = 0; i < 6_000; i++) { // 18 MB
        writer.begin().writeBytes(bytes);
        writer.commit();
        assertEquals(bytes.length, reader.poll().remaining());
      }
    }
  }

  @Test
  void shouldNameBothPlacesWhenBothAreFull() throws IOException {
    takeAllBut(disk, MEGABYTE);
    try (MessageWriter writer = openWriter();
        MessageReader reader = openReader()) {
      MessageOutput output = writer.begin();
      ChannelFullException full =
          assertThrows(
              ChannelFullException.class, () -> output.writeBytes(new byte[40 * MEGABYTE]));
      assertTrue(full.getMessage().contains(folder.toString()), full.getMessage());
      assertTrue(full.getMessage().contains("its overflow " + overflow + ": "), full.getMessage());
      writer.abort();
      assertOverflowIsEmpty();
      writer.begin().writeInt(7);
      writer.commit();
      assertEquals(7, reader.poll().readInt());
    }
  }

  @Test
  void shouldDoWithoutAnOverflowThatCannotBeMade() throws IOException {
    overflow = disk.resolve("not-there").resolve("channel");
    try (MessageWriter writer = openWriter();
        MessageReader reader = openReader()) {
      writer
          .begin()
          .writeBytes(new byte[3 * MEGABYTE + MEGABYTE / 2]); // into what is kept for others
      writer.commit();
      assertEquals(3 * MEGABYTE + MEGABYTE / 2, reader.poll().remaining());
      MessageOutput output = writer.begin();
      ChannelFullException full =
          assertThrows(ChannelFullException.class, () -> output.writeBytes(new byte[8 * MEGABYTE]));
      assertTrue(
          full.getMessage().contains("its overflow " + overflow + ": 0 bytes free, NoSuch"),
          full.getMessage());
    }
  }
}
