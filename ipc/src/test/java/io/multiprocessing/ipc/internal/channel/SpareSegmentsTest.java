package io.multiprocessing.ipc.internal.channel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SpareSegmentsTest {
  private Path session;
  private Path channel;

  @BeforeEach
  void create() throws IOException {
    session = TempFolders.create();
    channel = Files.createDirectory(session.resolve("channel"));
  }

  @AfterEach
  void delete() throws IOException {
    TempFolders.delete(session);
  }

  private List<Path> spares() throws IOException {
    try (Stream<Path> files = Files.list(session)) {
      return files.filter(file -> file.getFileName().toString().startsWith("spare")).toList();
    }
  }

  private Path segment(long bytes) throws IOException {
    Path file = Files.createTempFile(session, "segment", "");
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(bytes);
    }
    return file;
  }

  @Test
  void shouldWriteMessagesOfDifferentSizesToOneFile() throws IOException {
    ChannelPlace place = new ChannelPlace(channel, null, session);
    Random random = new Random(1);
    try (MessageWriter writer = MessageWriter.open(place);
        MessageReader reader = MessageReader.open(place)) {
      Object file = null;
      for (int size : new int[] {3_000_000, 100_000, 70_000, 2_000_000, 5_000_000, 65_537}) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        writer.begin().writeBytes(bytes);
        writer.commit();
        assertArrayEquals(bytes, reader.poll().readBytes(size));
        assertEquals(0, reader.poll() == null ? 0 : 1); // also lets go of the message
        assertEquals(1, spares().size());
        Object key = Files.getAttribute(spares().get(0), "unix:ino");
        assertTrue(file == null || file.equals(key), "another file");
        file = key;
      }
    }
  }

  @Test
  void shouldKeepAFewAndNoneThatIsLarge() throws IOException {
    SpareSegments spares = new SpareSegments(session);
    int given = 0;
    for (int i = 0; i < 20; i++) {
      given += spares.give(segment(100_000)) ? 1 : 0;
    }
    assertEquals(4, given);
    assertTrue(spares.take(channel.resolve("s1")));
    assertFalse(spares.give(segment(66L << 20)));
    assertFalse(spares.give(session.resolve("missing")));
    assertEquals(3, spares().size());
    spares.drop();
    assertEquals(0, spares().size());
    assertFalse(spares.take(channel.resolve("s2")));
  }
}
