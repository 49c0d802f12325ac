package io.multiprocessing.ipc.internal.jvm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.multiprocessing.ipc.testing.Until;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
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
  void shouldFindAZombieDead() throws Exception {
    // the sleep has replaced the shell and does not know that it has a child to wait for; the child
    // ends only then, since a shell might know
    Process parent =
        new ProcessBuilder("sh", "-c", "exec 3<&0; read line <&3 & echo $!; exec sleep 300")
            .start();
    try {
      long pid = Long.parseLong(parent.inputReader().readLine());
      Path program = Path.of("/proc/" + parent.pid() + "/comm");
      Until.holds("the shell is gone", () -> Files.readString(program).equals("sleep\n"));
      parent.getOutputStream().close();
      Path status = Path.of("/proc/" + pid + "/status");
      Until.holds("a zombie", () -> Files.readString(status).contains("State:\tZ"));
      assertEquals(Optional.empty(), ProcessIdentity.of(pid));
    } finally {
      parent.destroyForcibly().waitFor();
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
