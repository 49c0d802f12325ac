package io.multiprocessing.internal.parent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is read out of the files of control groups, as systems and containers lay them out. */
class ControlGroupsTest {

  private static final String ENDLESS = "9223372036854771712"; // as version 1 writes it

  @TempDir Path folder;

  private void write(String file, String content) throws IOException {
    Path path = folder.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, content + "\n");
  }

  private ControlGroups groups(String membership) throws IOException {
    write("self", membership);
    return new ControlGroups(folder.resolve("self"), folder.resolve("mount"));
  }

  private static OptionalLong megabytes(long megabytes) {
    return OptionalLong.of(megabytes << 20);
  }

  private static String bytes(long megabytes) {
    return Long.toString(megabytes << 20);
  }

  @Test
  void shouldReadVersionTwoInAContainer() throws IOException {
    ControlGroups groups = groups("0::/");
    write("mount/memory.max", bytes(100));
    write("mount/memory.current", bytes(60));
    write("mount/memory.stat", "anon 1\nactive_file 7\ninactive_file " + bytes(10));
    assertEquals(megabytes(100), groups.limitBytes());
    assertEquals(megabytes(50), groups.leftBytes());
  }

  @Test
  void shouldTakeTheNarrowestOfNestedGroups() throws IOException {
    ControlGroups groups = groups("0::/system.slice/mine.service");
    write("mount/system.slice/mine.service/memory.max", "max");
    write("mount/system.slice/mine.service/memory.current", bytes(10));
    write("mount/system.slice/memory.max", bytes(200));
    write("mount/system.slice/memory.current", bytes(20));
    assertEquals(megabytes(200), groups.limitBytes());
    assertEquals(megabytes(180), groups.leftBytes());
  }

  @Test
  void shouldReadVersionOne() throws IOException {
    ControlGroups groups = groups("5:cpu,cpuacct:/x\n4:memory:/jobs/7\n1:name=systemd:/\n0::/");
    write("mount/memory/memory.limit_in_bytes", ENDLESS);
    write("mount/memory/jobs/memory.limit_in_bytes", bytes(300));
    write("mount/memory/jobs/memory.usage_in_bytes", bytes(100));
    write("mount/memory/jobs/memory.stat", "inactive_file 1\ntotal_inactive_file " + bytes(40));
    write("mount/memory/jobs/7/memory.limit_in_bytes", ENDLESS);
    assertEquals(megabytes(300), groups.limitBytes());
    assertEquals(megabytes(240), groups.leftBytes());
  }

  @Test
  void shouldReadVersionOneInAContainerThatDoesNotSeeItsName() throws IOException {
    ControlGroups groups = groups("4:memory:/docker/0123abc");
    write("mount/memory/memory.limit_in_bytes", bytes(64));
    write("mount/memory/memory.usage_in_bytes", bytes(70)); // for a moment
    assertEquals(megabytes(64), groups.limitBytes());
    assertEquals(megabytes(0), groups.leftBytes());
  }

  @Test
  void shouldFindNoLimitWhereThereIsNone() throws IOException {
    assertEquals(OptionalLong.empty(), groups("0::/user.slice").limitBytes());
    write("mount/memory.max", "max");
    assertEquals(OptionalLong.empty(), groups("0::/user.slice").leftBytes());
    Path missing = folder.resolve("missing");
    assertEquals(OptionalLong.empty(), new ControlGroups(missing, missing).limitBytes());
  }
}
