package io.multiprocessing.ipc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.multiprocessing.ipc.internal.jvm.ChildJvm;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class FullMemoryTest {

  private static final List<String> SMALL_SHARED_MEMORY =
      List.of(
          "unshare",
          "-rm",
          "sh",
          "-c",
          "mount -t tmpfs -o size=3m none /dev/shm && exec \"$@\"",
          "sh");

  @Test
  @EnabledOnOs(OS.LINUX)
  void shouldRefuseWhatHasNoRoomAndStayUsable() throws Exception {
    assumeTrue(canRun(SMALL_SHARED_MEMORY), "may not mount a file system");
    try (ChildJvm child =
        ChildJvm.startAfter(SMALL_SHARED_MEMORY, List.of(), FillQueueMain.class)) {
      child.expectLine("full of 300000");
      child.expectLine("full of 10000");
      child.expectLine("full of 10");
      child.expectLine("usable 1048576");
      child.expectLine("refused");
      child.expectLine("made");
      child.expectSuccess();
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void shouldUseWhatOnlyGarbageHas() throws Exception {
    assumeTrue(canRun(SMALL_SHARED_MEMORY), "may not mount a file system");
    try (ChildJvm child =
        ChildJvm.startAfter(SMALL_SHARED_MEMORY, List.of(), LittleMemoryMain.class, "garbage")) {
      child.expectLine("values 1500");
      child.expectLine("made");
      child.expectLine("put 300000");
      child.expectSuccess();
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void shouldSayWhatToDoWhereNobodyHasAny() throws Exception {
    assumeTrue(canRun(SMALL_SHARED_MEMORY), "may not mount a file system");
    try (ChildJvm child =
        ChildJvm.startAfter(SMALL_SHARED_MEMORY, List.of(), LittleMemoryMain.class, "nothing")) {
      for (int i = 0; i < 5; i++) {
        child.expectLine("refused true");
      }
      for (int i = 0; i < 5; i++) {
        child.expectLine("works true");
      }
      assertEquals("", child.stdoutAtEnd());
      child.expectSuccess();
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void shouldTryAgainWhatFailedForWantOfFileDescriptors() throws Exception {
    List<String> fewFiles = List.of("sh", "-c", "ulimit -n 60 && exec \"$@\"", "sh");
    try (ChildJvm child = ChildJvm.startAfter(fewFiles, List.of(), OutOfFilesMain.class)) {
      child.expectLine("opened all");
      for (String what : List.of("value", "array", "lock", "queue")) {
        child.expectLine(what + " failed");
      }
      child.expectLine("value 7");
      child.expectLine("array 7");
      child.expectLine("lock true");
      child.expectLine("queue 7");
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
