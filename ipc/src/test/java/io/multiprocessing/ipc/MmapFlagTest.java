package io.multiprocessing.ipc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.multiprocessing.ipc.testing.OtherJvm;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MmapFlagTest {

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldSayWhatItWasToldLast(boolean inFile) {
    MmapFlag flag = inFile ? MmapFlag.create(folder.resolve("flag")) : MmapFlag.create();
    assertFalse(flag.isSet());
    flag.set();
    flag.set();
    assertTrue(flag.isSet());
    flag.clear();
    assertFalse(flag.isSet());
    assertTrue(flag.toString().contains("not set"), flag::toString);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldStopALoopInAnotherJvm(boolean inFile) throws Exception {
    MmapFlag started = inFile ? MmapFlag.create(folder.resolve("started")) : MmapFlag.create();
    MmapFlag stop = inFile ? MmapFlag.create(folder.resolve("stop")) : MmapFlag.create();
    try (OtherJvm other = OtherJvm.start()) {
      CompletableFuture<Object> loop =
          other.runAsync(
              () -> {
                started.set();
                while (!stop.isSet()) {
                  Thread.onSpinWait();
                }
              });
      while (!started.isSet() && !loop.isDone()) {
        Thread.onSpinWait();
      }
      stop.set();
      OtherJvm.get(loop);
      MmapFlag back = other.call(() -> stop);
      assertEquals(stop, back);
      assertEquals(stop.hashCode(), back.hashCode());
      assertNotEquals(started, back);
    }
  }

  @Test
  void shouldBeFoundByItsPath() throws Exception {
    Path path = folder.resolve("flag");
    MmapFlag flag = MmapFlag.create(path);
    flag.set();
    assertTrue(MmapFlag.open(path).isSet());
    assertEquals(1, Files.readAllBytes(path)[8]);
  }

  @Test
  void shouldStayWithItsUsersWhenItsFileIsDeleted() throws Exception {
    Path path = folder.resolve("flag");
    MmapFlag one = MmapFlag.create(path);
    MmapFlag two = MmapFlag.open(path);
    Files.delete(path);
    one.set();
    assertTrue(two.isSet());
    UncheckedIOException refused =
        assertThrows(UncheckedIOException.class, () -> MmapFlag.open(path));
    assertInstanceOf(NoSuchFileException.class, refused.getCause());
  }

  @Test
  void shouldNeverReplaceAFile() throws Exception {
    Path path = Files.writeString(folder.resolve("flag"), "precious");
    UncheckedIOException refused =
        assertThrows(UncheckedIOException.class, () -> MmapFlag.create(path));
    assertInstanceOf(FileAlreadyExistsException.class, refused.getCause());
    assertEquals("precious", Files.readString(path));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "short", "sixteen letters.", "much longer than a flag"})
  void shouldRefuseForeignFiles(String content) throws Exception {
    Path path = Files.writeString(folder.resolve("flag"), content);
    IllegalStateException refused =
        assertThrows(IllegalStateException.class, () -> MmapFlag.open(path));
    assertTrue(refused.getMessage().startsWith("path=" + path + " is no flag"), refused::toString);
  }

  @Test
  void shouldRefuseAFileThatWasCutOff() throws Exception {
    Path path = folder.resolve("flag");
    MmapFlag.create(path);
    Files.write(path, new byte[] {1, 2, 3});
    assertThrows(IllegalStateException.class, () -> MmapFlag.open(path));
  }

  @Test
  void shouldRefuseAFolder() {
    assertThrows(IllegalStateException.class, () -> MmapFlag.open(folder));
  }
}
