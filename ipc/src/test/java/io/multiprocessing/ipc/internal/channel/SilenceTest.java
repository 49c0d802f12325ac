package io.multiprocessing.ipc.internal.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.multiprocessing.ipc.internal.jvm.ChildJvm;
import io.multiprocessing.ipc.internal.jvm.InstalledJdks;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SilenceTest {

  @TempDir Path folder;

  static Stream<Arguments> jdks() throws IOException {
    return InstalledJdks.homes().stream()
        .flatMap(home -> Stream.of(Arguments.of(home, true), Arguments.of(home, false)));
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void shouldPrintNothingInAJvmWithoutAnyFlag(Path javaHome, boolean nativeFirst) throws Exception {
    try (ChildJvm child =
        ChildJvm.startOn(javaHome, List.of(), UseEverythingMain.class, folder, nativeFirst)) {
      child.expectSuccess();
      assertEquals("", child.stderr());
      assertEquals("", child.stdoutAtEnd());
    }
  }
}
