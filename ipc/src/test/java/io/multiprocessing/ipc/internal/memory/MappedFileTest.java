package io.multiprocessing.ipc.internal.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.multiprocessing.ipc.internal.jvm.ChildJvm;
import io.multiprocessing.ipc.testing.TestThread;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MappedFileTest {

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(longs = {1, 4096, 100_000, 3L << 20})
  void shouldCreateZeros(long bytes) {
    try (MappedFile file = MappedFile.create(folder.resolve("file"), bytes)) {
      assertEquals(bytes, file.size());
      ByteBuffer memory = file.buffer();
      assertEquals(ByteOrder.nativeOrder(), memory.order());
      assertEquals(bytes, memory.remaining());
      while (memory.hasRemaining()) {
        assertEquals(0, memory.get());
      }
    }
  }

  @ParameterizedTest
  @EnabledOnOs(OS.LINUX)
  @ValueSource(longs = {4096, 3L << 20})
  void shouldOwnAllItsPagesFromTheBeginning(long bytes) throws Exception {
    boolean unicode = "UTF-8".equals(System.getProperty("sun.jnu.encoding"));
    Path path = folder.resolve("file with spaces and " + (unicode ? "ü" : "#"));
    MappedFile.create(path, bytes).close();

    Process stat = new ProcessBuilder("stat", "-c", "%b", path.toString()).start();
    long allocatedBytes = 512 * Long.parseLong(stat.inputReader().readLine());
    assertTrue(allocatedBytes >= bytes, allocatedBytes + " bytes allocated");
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void shouldBelongToItsOwnerOnly() throws Exception {
    Path path = folder.resolve("file");
    MappedFile.create(path, 100).close();

    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
  }

  @Test
  void shouldSeeWhatAnotherMappingWrites() {
    Path path = folder.resolve("file");
    try (MappedFile one = MappedFile.create(path, 100);
        MappedFile other = MappedFile.open(path)) {
      one.buffer().put(99, (byte) 7);
      assertEquals(7, other.buffer().get(99));
    }
  }

  @Test
  void shouldRefuseUseAfterCloseButKeepBuffersValid() {
    MappedFile file = MappedFile.create(folder.resolve("file"), 100);
    ByteBuffer memory = file.buffer();

    file.close();
    file.close();

    assertThrows(IllegalStateException.class, file::buffer);
    assertThrows(IllegalStateException.class, file::size);
    assertThrows(IllegalStateException.class, file::address);
    assertTrue(file.isClosed());
    memory.put(0, (byte) 1);
  }

  @Test
  void shouldShowPartsOfItself() {
    try (MappedFile file = MappedFile.create(folder.resolve("file"), 100)) {
      ByteBuffer part = file.view(90, 10);
      part.put(9, (byte) 7);
      assertEquals(10, part.capacity());
      assertEquals(ByteOrder.nativeOrder(), part.order());
      assertEquals(7, file.buffer().get(99));
      assertThrows(IndexOutOfBoundsException.class, () -> file.view(91, 10));
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void shouldShowPartsAcrossItsWindowsWhenItsPathIsGoneAndItsThreadInterrupted() throws Exception {
    Path path = folder.resolve("sparse");
    long border = 2L * MappedFile.WINDOW_BYTES;
    try (RandomAccessFile sparse = new RandomAccessFile(path.toFile(), "rw")) {
      sparse.setLength(border + 100);
    }
    try (MappedFile file = MappedFile.open(path)) {
      Files.delete(path);
      Thread.currentThread().interrupt();
      ByteBuffer part = file.view(border - 8, 16);
      ByteBuffer again = file.view(border - 8, 16);
      assertTrue(Thread.interrupted());
      part.putLong(8, 7);
      assertEquals(7, again.getLong(8));
      assertEquals(7, file.windows()[2].getLong(0));
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void shouldGiveItsMemoryBackAtOnceAndLeaveZerosToWhoeverIsLate() {
    Path path = folder.resolve("file");
    MappedFile file = MappedFile.create(path, 3L << 20);
    ByteBuffer late = file.buffer();
    late.putLong(1 << 20, 7);

    file.closeAndRelease();

    assertEquals(0, late.getLong(1 << 20));
    late.putLong(1 << 20, 8);
    assertThrows(IllegalStateException.class, file::buffer);
    try (MappedFile again = MappedFile.open(path)) {
      assertEquals(7, again.buffer().getLong(1 << 20));
    }
  }

  @Test
  void shouldNotMindAPendingInterrupt() {
    Path path = folder.resolve("file");
    Thread.currentThread().interrupt();
    try (MappedFile created = MappedFile.create(path, 100);
        MappedFile opened = MappedFile.open(path)) {
      assertEquals(created.size(), opened.size());
    }
    assertTrue(Thread.interrupted());
  }

  @Test
  void shouldNeverReplaceAFile() throws Exception {
    Path path = Files.writeString(folder.resolve("file"), "precious");

    assertThrows(UncheckedIOException.class, () -> MappedFile.create(path, 100));
    assertEquals("precious", Files.readString(path));
  }

  @Test
  void shouldNotMakeAFileByOpeningIt() {
    Path path = folder.resolve("file");

    assertThrows(UncheckedIOException.class, () -> MappedFile.open(path));
    assertFalse(Files.exists(path));
  }

  /** As a name does whose last user ends while somebody looks it up. */
  @Test
  void shouldNotMakeAFileThatGoesWhileItIsOpened() throws Exception {
    Path path = folder.resolve("file");
    AtomicBoolean stop = new AtomicBoolean();
    TestThread<Object> opening =
        TestThread.start(
            "opening",
            () -> {
              while (!stop.get()) {
                openIfThere(path);
              }
              return null;
            });
    try {
      for (int i = 0; i < 5_000; i++) {
        Files.write(path, new byte[8], StandardOpenOption.CREATE_NEW); // fails if it is there
        Files.delete(path);
      }
    } finally {
      stop.set(true);
    }
    opening.result();
    assertFalse(Files.exists(path));
  }

  private static void openIfThere(Path path) {
    try {
      MappedFile.open(path).close();
    } catch (UncheckedIOException e) {
      // it was not, or had no content yet
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 0})
  void shouldRefuseSizesItCannotMap(long bytes) {
    assertThrows(
        IllegalArgumentException.class, () -> MappedFile.create(folder.resolve("file"), bytes));
  }

  @ParameterizedTest
  @EnabledOnOs(OS.LINUX)
  @ValueSource(longs = {600_000, 4_000_000})
  void shouldFailAtOnceAndLeaveNothingOnAFullFileSystem(long bytes) throws Exception {
    List<String> inSmallFileSystem = new ArrayList<>(List.of("unshare", "-rm", "sh", "-c"));
    inSmallFileSystem.add("mount -t tmpfs -o size=512k none " + folder + " && exec \"$@\"");
    inSmallFileSystem.add("sh");
    assumeTrue(canRun(inSmallFileSystem), "may not mount a file system");

    try (ChildJvm child =
        ChildJvm.startAfter(
            inSmallFileSystem, List.of(), CreateFileMain.class, folder.resolve("file"), bytes)) {
      child.expectLine("no space for " + bytes + " in " + 512 * 1024);
      child.expectLine("exists false");
      child.expectSuccess();
    }
  }

  private static boolean canRun(List<String> prefix) throws Exception {
    List<String> command = new ArrayList<>(prefix);
    command.add("true");
    try {
      return new ProcessBuilder(command).start().waitFor() == 0;
    } catch (IOException e) {
      return false; // no such program
    }
  }
}
