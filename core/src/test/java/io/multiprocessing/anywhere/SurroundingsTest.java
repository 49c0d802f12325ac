package io.multiprocessing.anywhere;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.multiprocessing.ipc.internal.files.SessionFolder;
import io.multiprocessing.testing.Await;
import io.multiprocessing.testing.ChildJvm;
import io.multiprocessing.testing.NothingLeftBehind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * A pool works, and leaves nothing, where the system gives less than usual, or sets it up oddly.
 */
@ExtendWith(NothingLeftBehind.class)
class SurroundingsTest {

  private static final Duration LIMIT = Duration.ofSeconds(50);

  /** A user without a name or a home, and another one in every run of this test. */
  private static final String NOBODY =
      Long.toString(10_000 + ProcessHandle.current().pid() % 50_000);

  private static final List<String> AS_NOBODY =
      List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups");

  @TempDir Path folder;

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  private ChildJvm tell(List<String> prefix, Map<String, String> environment, String... arguments)
      throws IOException {
    return tellFrom(System.getProperty("java.class.path"), prefix, environment, arguments);
  }

  /** Starts {@link TellMain}; arguments with a dash are options of the JVM. */
  private ChildJvm tellFrom(
      String classPath, List<String> prefix, Map<String, String> environment, String... arguments)
      throws IOException {
    return start(TellMain.class, classPath, prefix, environment, arguments);
  }

  private ChildJvm limits(List<String> prefix, String... arguments) throws IOException {
    return start(
        LimitsMain.class, System.getProperty("java.class.path"), prefix, Map.of(), arguments);
  }

  private ChildJvm start(
      Class<?> main,
      String classPath,
      List<String> prefix,
      Map<String, String> environment,
      String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(prefix);
    command.addAll(List.of(java(), "-XX:TieredStopAtLevel=1", "-cp", classPath));
    Stream.of(arguments).filter(each -> each.startsWith("-")).forEach(command::add);
    command.add(main.getName());
    Stream.of(arguments).filter(each -> !each.startsWith("-")).forEach(command::add);
    return ChildJvm.startCommand(command, environment, folder);
  }

  private static void answers(ChildJvm java) throws Exception {
    assertEquals("[1, 4, 9]", java.awaitLine("answers"));
    java.awaitLine("closed");
    assertEquals(0, java.awaitExit(LIMIT), () -> "stderr " + java.stderr());
    assertEquals("false", java.awaitLine("litter"), "a folder '?' in the working folder");
    assertTrue(NothingLeftBehind.folders(SessionFolder.defaultBase(), java.pid()).isEmpty());
  }

  private static boolean runs(String... command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getInputStream().readAllBytes();
      return process.onExit().join().exitValue() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** A command that runs the rest of its line after some lines of shell. */
  private static List<String> shell(String text) {
    return List.of("sh", "-c", text + " exec \"$@\"", "sh");
  }

  @Test
  void shouldUseTheTempFolderWhereThereIsNoSharedMemory() throws Exception {
    String hide = "mount -t tmpfs -o ro tmpfs /dev/shm";
    assumeTrue(runs("unshare", "-m", "sh", "-c", hide), "no mount namespaces here");
    List<String> prefix = new ArrayList<>(List.of("unshare", "-m"));
    prefix.addAll(shell(hide + " &&"));
    Path temp = Files.createDirectory(folder.resolve("temp"));
    try (ChildJvm java = tell(prefix, Map.of(), "-Djava.io.tmpdir=" + temp)) {
      assertEquals(temp + " 1", java.awaitLine("base"));
      answers(java);
    }
    try (Stream<Path> left = Files.list(temp)) {
      assertEquals(List.of(), left.toList());
    }
  }

  private ChildJvm startWithFewFiles(Class<?> main) throws IOException {
    // a limit that the JVM cannot raise
    List<String> command = new ArrayList<>(shell("ulimit -n 100 &&"));
    command.addAll(List.of(java(), "-cp", System.getProperty("java.class.path")));
    command.add(main.getName());
    return ChildJvm.startCommand(command, Map.of(), folder);
  }

  @Test
  void shouldSayThatThereAreTooFewFileDescriptors() throws Exception {
    try (ChildJvm java = startWithFewFiles(FewFilesMain.class)) {
      assertEquals("49", java.awaitLine("before"));
      assertEquals("49", java.awaitLine("after"));
      List<String> failures =
          java.stdout().stream().filter(line -> line.startsWith("failure")).toList();
      assertEquals(3, failures.size(), () -> java.stdout().toString());
      failures.forEach(each -> assertTrue(each.contains("Too many open files"), each));
      assertEquals(0, java.awaitExit(LIMIT));
      assertTrue(NothingLeftBehind.folders(SessionFolder.defaultBase(), java.pid()).isEmpty());
    }
  }

  @Test
  void shouldKillWithoutAFileDescriptor() throws Exception {
    try (ChildJvm java = startWithFewFiles(KillWithoutFilesMain.class)) {
      assertEquals("137", java.awaitLine("first"));
      assertEquals("137", java.awaitLine("second"));
      assertEquals(0, java.awaitExit(LIMIT));
    }
  }

  @Test
  void shouldFailOnlyTheCallForWhichThereIsNoFileDescriptor() throws Exception {
    try (ChildJvm java = startWithFewFiles(NumbersWithoutFilesMain.class)) {
      assertEquals("49", java.awaitLine("before"));
      String failure = java.awaitLine("failure");
      assertTrue(failure.contains("Too many open files"), failure);
      assertEquals("49", java.awaitLine("after"));
      assertEquals(0, java.awaitExit(LIMIT));
    }
  }

  @Test
  void shouldDoWithFewFileDescriptors() throws Exception {
    try (ChildJvm java = tell(shell("ulimit -n 80 &&"), Map.of())) {
      answers(java);
    }
  }

  @Test
  void shouldDoWithoutAnArchiveWhereTheHomeIsReadOnly() throws Exception {
    Path home = Files.createDirectory(folder.resolve("home"));
    String readOnly = "mount -t tmpfs -o ro tmpfs " + home;
    assumeTrue(runs("unshare", "-m", "sh", "-c", readOnly), "no mount namespaces here");
    List<String> prefix = new ArrayList<>(List.of("unshare", "-m"));
    prefix.addAll(shell(readOnly + " &&"));
    // from jars, of which there could be an archive
    try (ChildJvm java =
        tellFrom(
            readableClassPath(), prefix, Map.of("XDG_CACHE_HOME", ""), "-Duser.home=" + home)) {
      answers(java);
      assertEquals(List.of(), java.stderr());
    }
  }

  @Test
  void shouldHaveAsManyWorkersAsThereAreCores() throws Exception {
    List<String> oneCore = List.of("taskset", "-c", "0");
    assumeTrue(runs("taskset", "-c", "0", "true"), "no taskset here");
    try (ChildJvm java = limits(oneCore)) {
      answers(java);
      assertEquals("1", java.awaitLine("workers"));
    }
  }

  @Test
  void shouldHaveAsManyWorkersAsAControlGroupAllows() throws Exception {
    Path group = Path.of("/sys/fs/cgroup/cpu/multiprocessing-" + ProcessHandle.current().pid());
    String enter =
        "grep -qE '[:,]cpu(,[^:]*)?:/$' /proc/self/cgroup && mkdir -p GROUP"
            + " && echo 100000 > GROUP/cpu.cfs_period_us && echo 100000 > GROUP/cpu.cfs_quota_us"
            + " && echo $$ > GROUP/cgroup.procs";
    enter = enter.replace("GROUP", group.toString());
    try {
      assumeTrue(runs("sh", "-c", enter), "a control group of version 1 cannot be made here");
      try (ChildJvm java = limits(shell(enter + " &&"))) {
        answers(java);
        assertEquals("1", java.awaitLine("workers"));
      }
    } finally {
      Await.until("the group is empty", () -> !group.toFile().exists() || group.toFile().delete());
    }
  }

  /** As a container sees its own group in version 2. */
  @Test
  void shouldShareWhatAControlGroupLeavesOfTheMemory() throws Exception {
    String limit =
        "mount -t tmpfs tmpfs /sys/fs/cgroup"
            + " && echo 629145600 > /sys/fs/cgroup/memory.max" // 600 MB
            + " && echo 104857600 > /sys/fs/cgroup/memory.current"; // 100 MB
    assumeTrue(runs("unshare", "-m", "sh", "-c", limit), "no mount namespaces here");
    List<String> prefix = new ArrayList<>(List.of("unshare", "-m"));
    prefix.addAll(shell(limit + " &&"));
    try (ChildJvm java = limits(prefix, "-Xmx100m", "2")) {
      answers(java);
      int heap = Integer.parseInt(java.awaitLine("heap"));
      // three quarters of half of what is left when the parent has its 100 MB
      assertTrue(heap > 120 && heap < 190, "heap=" + heap);
    }
  }

  @Test
  void shouldNotMakeTheHeapsOfWorkersAsSmallAsThatOfTheParent() throws Exception {
    try (ChildJvm java = limits(List.of(), "-Xmx32m", "2")) {
      answers(java);
      int heap = Integer.parseInt(java.awaitLine("heap"));
      assertTrue(heap > Integer.parseInt(java.awaitLine("own heap")), "heap=" + heap);
    }
  }

  @Test
  void shouldTakeLocaleAndTimeZoneFromTheParent() throws Exception {
    Map<String, String> elsewhere = Map.of("TZ", "America/Lima");
    try (ChildJvm java = tell(List.of(), elsewhere, "tokyo", "french", "german-numbers")) {
      answers(java);
      assertSameSurroundings(java);
      assertEquals("Asia/Tokyo", tail(java, "worker zone"));
      assertEquals("fr-CA", tail(java, "worker locale"));
      assertEquals("1,5", tail(java, "worker number"));
    }
  }

  @Test
  void shouldTakeFlagsForLocaleTimeZoneAndCharsetFromTheParent() throws Exception {
    String[] flags = {
      "-Duser.language=de",
      "-Duser.country=AT",
      "-Duser.timezone=Asia/Tokyo",
      "-Dfile.encoding=UTF-8"
    };
    // that of the locale would be ASCII
    try (ChildJvm java = tell(List.of("env", "LC_ALL=C"), Map.of(), flags)) {
      answers(java);
      assertSameSurroundings(java);
      assertEquals("Asia/Tokyo", tail(java, "worker zone"));
      assertEquals("de-AT", tail(java, "worker locale"));
      assertEquals("UTF-8", tail(java, "worker charset"));
    }
  }

  private static String tail(ChildJvm java, String word) {
    return java.awaitLine(word + " ");
  }

  /** What the worker sees is what the parent sees, whatever that is. */
  private static void assertSameSurroundings(ChildJvm java) {
    List<String> worker = lines(java, "worker ");
    assertEquals(8, worker.size(), () -> java.stdout().toString());
    assertEquals(lines(java, "parent "), worker);
  }

  private static List<String> lines(ChildJvm java, String word) {
    return java.stdout().stream()
        .filter(line -> line.startsWith(word))
        .map(line -> line.substring(word.length()))
        .toList();
  }

  @Test
  void shouldKeepADebuggerOutOfTheWorkers() throws Exception {
    String options = "-Dtell.me=all 'AGENT' -Xmx200m";
    String agent = "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=127.0.0.1:0";
    Map<String, String> environment =
        Map.of(
            "JAVA_TOOL_OPTIONS",
            options.replace("AGENT", agent),
            "JDK_JAVA_OPTIONS",
            "-Dtell.launcher=yes");
    try (ChildJvm java = tell(List.of(), environment)) {
      answers(java);
      assertEquals("false", tail(java, "worker debugger"));
      assertEquals("true", tail(java, "parent debugger"));
      assertEquals("all", tail(java, "worker property")); // the other options are theirs, too
      assertEquals("yes", tail(java, "worker launcher"));
    }
    try (ChildJvm java = tell(List.of(), Map.of(), agent, "-Xmx24m")) {
      answers(java);
      assertEquals("false", tail(java, "worker debugger"));
    }
  }

  @Test
  void shouldWorkForTwoUsersOfOneMachine() throws Exception {
    assumeTrue(
        runs("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups", "true"),
        "another user cannot be tried here");
    Path foreign = deadFolder(NOBODY);
    try {
      try (ChildJvm own = tell(List.of(), Map.of());
          ChildJvm nobody = tellFrom(readableClassPath(), AS_NOBODY, Map.of("HOME", "/nowhere"))) {
        answers(own);
        answers(nobody);
      }
      Await.until("the other user has swept its folder", () -> !Files.exists(foreign));
      deadFolder(NOBODY);
      try (ChildJvm own = tell(List.of(), Map.of())) {
        answers(own);
      }
      assertTrue(Files.exists(foreign), "swept a folder of another user");
    } finally {
      SessionFolder.deleteRecursively(foreign);
    }
  }

  /** What a killed pool of a user leaves if nobody sees to it. */
  private static Path deadFolder(String user) throws IOException {
    Path base = SessionFolder.defaultBase();
    Path made = Files.createTempDirectory(base, "of-" + user + "-"); // mode 0700
    Files.writeString(made.resolve("owner"), "99999999:1\nnone\npool\n");
    assertTrue(runs("chown", "-R", user + ":" + user, made.toString()));
    // not before it is the other user's: until then every pool of ours would sweep it
    return Files.move(made, base.resolve("multiprocessing-99999999-" + user));
  }

  /** The class path of this test as jars that every user may read. */
  private String readableClassPath() throws IOException {
    List<Path> entries = new ArrayList<>(new Workshop(folder).libraryJars());
    Path tests = folder.resolve("tests.jar");
    entries.add(Workshop.jar(tests, Map.of(), Workshop.placeOf(SurroundingsTest.class)));
    assertTrue(runs("chmod", "-R", "a+rX", folder.toString()));
    return Workshop.joined(entries);
  }
}
