package io.multiprocessing.ipc.internal.jvm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs({OS.LINUX, OS.MAC})
class ProcessIdentityTest {

  @Test
  void shouldFindThisJvmAlive() {
    ProcessIdentity self = ProcessIdentity.current();

    assertEquals(ProcessHandle.current().pid(), self.pid());
    assertEquals(Optional.of(self), ProcessIdentity.of(self.pid()));
    assertTrue(self.isAlive());
  }

  @Test
  void shouldFindAKilledProcessDead() throws Exception {
    Process process = new ProcessBuilder("sleep", "60").start();
    ProcessIdentity identity = ProcessIdentity.of(process.pid()).orElseThrow();
    assertTrue(identity.isAlive());

    process.destroyForcibly().waitFor();

    assertFalse(identity.isAlive());
    assertEquals(Optional.empty(), ProcessIdentity.of(process.pid()));
  }

  @Test
  void shouldNotTakeALaterProcessOfTheSamePidForTheSame() {
    ProcessIdentity self = ProcessIdentity.current();

    assertFalse(new ProcessIdentity(self.pid(), self.startTicks() - 1).isAlive());
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  @Timeout(20)
  void shouldFindAZombieDead() throws Exception {
    // the second sleep has replaced the shell and does not know that it has a child to wait for
    Process parent = new ProcessBuilder("sh", "-c", "sleep 0 & echo $!; exec sleep 60").start();
    try {
      long pid = Long.parseLong(parent.inputReader().readLine());
      Path status = Path.of("/proc/" + pid + "/status");
      while (!Files.readString(status).contains("State:\tZ")) {
        Thread.onSpinWait();
      }
      assertEquals(Optional.empty(), ProcessIdentity.of(pid));
    } finally {
      parent.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void shouldNotMindAnInterrupt() {
    Thread.currentThread().interrupt();
    assertTrue(ProcessIdentity.current().isAlive());
    assertTrue(Thread.interrupted());
  }

  @Test
  void shouldSurviveAJourneyAsText() {
    ProcessIdentity self = ProcessIdentity.current();

    assertEquals(self, ProcessIdentity.decode(self.encode()));
  }

  @Test
  void shouldRejectOtherText() {
    for (String text : new String[] {"", "1", ":", "1:", ":1", "1:2:3", "a:b"}) {
      assertThrows(IllegalArgumentException.class, () -> ProcessIdentity.decode(text), text);
    }
  }

  @Test
  void shouldReadTheStartBehindAnyProgramName() {
    String rest = " 1 1 0 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 4711 0 0";

    assertEquals(4711, ProcessTable.parseStart("42 (a) Z (b) S" + rest));
    assertEquals(ProcessTable.NONE, ProcessTable.parseStart("42 (a) Z" + rest));
    assertEquals(ProcessTable.NONE, ProcessTable.parseStart(""));
  }

  @Test
  void shouldTellTheLivingFromTheDeadWithoutProcToo() throws Exception {
    Process process = new ProcessBuilder("sleep", "60").start();
    assertNotEquals(ProcessTable.NONE, ProcessTable.startByHandle(process.pid()));

    process.destroyForcibly().waitFor();

    assertEquals(ProcessTable.NONE, ProcessTable.startByHandle(process.pid()));
  }
}
