package io.multiprocessing.ipc.internal.jvm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class NativeLibraryTest {

  @TempDir Path folder;

  @Test
  void shouldLetAWorkerLoadWhatTheParentUnpacked() throws Exception {
    NativeLibrary.unpackTo(folder);

    try (ChildJvm child =
        ChildJvm.startWith(NativeLibrary.flags(folder), PrintMappedLibrariesMain.class)) {
      child.expectLine(folder.resolve("libjffi-1.2.so").toString());
      child.expectSuccess();
    }
  }

  @Test
  void shouldLeaveNoHalfFilesWhenManyUnpackAtOnce() throws Exception {
    IntStream.range(0, 16)
        .parallel()
        .forEach(
            i -> {
              try {
                NativeLibrary.unpackTo(folder);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });

    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(
          List.of("libjffi-1.2.so"), files.map(file -> file.getFileName().toString()).toList());
    }
  }

  @Test
  void shouldLoadOnAThreadWithAPendingInterruptToo() throws Exception {
    try (ChildJvm child = ChildJvm.start(CallWhileInterruptedMain.class)) {
      child.expectLine("found true, interrupted true");
      child.expectSuccess();
    }
  }

  @Test
  void shouldUnpackOnAThreadWithAPendingInterruptToo() throws Exception {
    Thread.currentThread().interrupt();
    try {
      NativeLibrary.unpackTo(folder);
    } finally {
      assertTrue(Thread.interrupted());
    }
    assertTrue(Files.exists(folder.resolve("libjffi-1.2.so")));
  }

  @Test
  void shouldStillLoadWhenTheFolderIsGone() throws Exception {
    List<String> flags = NativeLibrary.flags(folder.resolve("gone"));

    try (ChildJvm child = ChildJvm.startWith(flags, PrintMappedLibrariesMain.class)) {
      assertNotEquals(null, child.readLine());
      child.expectSuccess();
    }
  }
}
