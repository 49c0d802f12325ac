package io.multiprocessing.ipc.internal.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.multiprocessing.ipc.testing.OtherJvm;
import io.multiprocessing.ipc.testing.TestThread;
import io.multiprocessing.ipc.testing.Until;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names and their lives, in a folder other than that of all tests. */
class SharedFolderTest {

  private static final Map<String, SharedFolder> FOLDERS = new ConcurrentHashMap<>();
  private static final AtomicLong GENERATIONS = new AtomicLong();
  private static final List<NamedFile> KEPT = new ArrayList<>(); // in another JVM: what calls leave

  @TempDir Path base;
  private SharedFolder folder;

  @BeforeEach
  void makeIt() {
    folder = new SharedFolder(base);
  }

  @AfterEach
  void shouldLeaveNothing() throws Exception {
    Until.holds("nothing is left", () -> !Files.exists(folder.path()));
  }

  /** One object per JVM, as in the product. */
  private static SharedFolder in(String base) {
    return FOLDERS.computeIfAbsent(base, path -> new SharedFolder(Path.of(path)));
  }

  private static NamedFile create(SharedFolder folder, String name) throws IOException {
    long generation = ProcessHandle.current().pid() << 32 | GENERATIONS.incrementAndGet();
    try (NamedDraft draft = folder.draft(name, generation)) {
      Files.writeString(draft.path(), name);
      return draft.publish();
    }
  }

  @Test
  void shouldKeepAFileUntilItsLastUserHasGone() throws Exception {
    NamedFile one = create(folder, "some.name-1_A");
    NamedFile two = folder.attach("some.name-1_A").orElseThrow();
    NamedFile three = folder.attach("some.name-1_A", one.generation()).orElseThrow();
    assertEquals(one.path(), two.path());
    one.close();
    one.close();
    assertEquals("some.name-1_A", Files.readString(two.path()));
    two.close();
    assertTrue(Files.exists(three.path()));
    three.close();
    assertFalse(Files.exists(three.path()));
    assertTrue(folder.attach("some.name-1_A").isEmpty());
  }

  @Test
  void shouldGiveANameOnlyOnce() throws Exception {
    NamedFile one = create(folder, "name");
    IllegalStateException refused =
        assertThrows(IllegalStateException.class, () -> create(folder, "name"));
    assertTrue(refused.getMessage().startsWith("name=name is taken"), refused.getMessage());
    one.close();
    NamedFile two = create(folder, "name");
    assertTrue(folder.attach("name", one.generation()).isEmpty());
    two.close();
  }

  @Test
  void shouldNotShowWhatIsNotComplete() throws Exception {
    try (NamedDraft draft = folder.draft("name", 1)) {
      Files.writeString(draft.path(), "half");
      assertTrue(folder.attach("name").isEmpty());
      try (NamedFile quicker = create(folder, "name")) {
        assertThrows(IllegalStateException.class, draft::publish);
        assertTrue(Files.exists(quicker.path()));
      }
    }
  }

  @Test
  void shouldLetUsersGoOnWhenTheNameIsTakenAway() throws Exception {
    NamedFile old = create(folder, "name");
    NamedFile oldToo = folder.attach("name").orElseThrow();
    old.unlink();
    assertTrue(folder.attach("name").isEmpty());
    NamedFile next = create(folder, "name");
    oldToo.unlink();
    oldToo.close();
    old.close();
    assertTrue(Files.exists(next.path()));
    try (NamedFile found = folder.attach("name").orElseThrow()) {
      assertEquals(next.generation(), found.generation());
    }
    next.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", ".hidden", "a/b", "../x", "a b", "ü", "a\0b", "a\n", "*"})
  void shouldRefuseNamesThatAreNoFileNames(String name) {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> folder.draft(name, 1));
    assertTrue(refused.getMessage().startsWith("name=" + name + ","), refused.getMessage());
    assertThrows(IllegalArgumentException.class, () -> folder.attach(name));
    assertThrows(IllegalArgumentException.class, () -> folder.attach(name, 1));
  }

  @Test
  void shouldKnowHowLongANameMayBe() throws Exception {
    create(folder, "n".repeat(200)).close();
    assertThrows(IllegalArgumentException.class, () -> folder.draft("n".repeat(201), 1));
  }

  @Test
  void shouldBelongToItsOwnerOnly() throws Exception {
    try (NamedFile file = create(folder, "name")) {
      for (Path path = file.path().getParent(); !path.equals(base); path = path.getParent()) {
        String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
        assertEquals("rwx------", mode, path::toString);
      }
    }
  }

  @Test
  void shouldRefuseAFolderThatIsOpenToOthers() throws Exception {
    Files.createDirectory(
        folder.path(),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-x---")));
    for (Runnable use : List.<Runnable>of(() -> folder.draft("n", 1), () -> folder.attach("n"))) {
      UncheckedIOException refused = assertThrows(UncheckedIOException.class, use::run);
      assertEquals(AccessDeniedException.class, refused.getCause().getClass());
      assertTrue(refused.getMessage().contains("its mode is rwxr-x---"), refused.getMessage());
    }
    Files.delete(folder.path());
  }

  @Test
  void shouldRefuseALinkToAFolder() throws Exception {
    Path elsewhere = Files.createDirectory(base.resolve("elsewhere"));
    Files.createSymbolicLink(folder.path(), elsewhere);
    UncheckedIOException refused =
        assertThrows(UncheckedIOException.class, () -> folder.draft("name", 1));
    assertTrue(refused.getMessage().contains("it is no folder"), refused.getMessage());
    Files.delete(folder.path());
  }

  @Test
  void shouldRefuseWhatItHasNotMade() throws Exception {
    try (NamedFile file = create(folder, "name")) {
      Path foreign = Files.writeString(folder.path().resolve("foreign"), "precious");
      assertThrows(IllegalStateException.class, () -> folder.draft("foreign", 1));
      assertThrows(IllegalStateException.class, () -> folder.attach("foreign"));
      assertEquals("precious", Files.readString(foreign));
      Files.delete(foreign);
      assertTrue(Files.exists(file.path()));
    }
  }

  @Test
  void shouldTakeOverANameWhoseRemovalWasCutShort() throws Exception {
    NamedFile half = create(folder, "name");
    NamedFile other = create(folder, "other"); // keeps the folder
    Path users = NamesLayout.users(folder.path().resolve("name"), half.generation());
    FileTree.delete(users);
    assertTrue(folder.attach("name").isEmpty());

    NamedFile again = create(folder, "name");
    Files.delete(again.path());
    assertTrue(folder.attach("name").isEmpty());
    create(folder, "name").close();
    again.close();
    half.close();
    other.close();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void shouldRemoveWhatAKilledJvmLeavesAndKeepWhatOthersUse() throws Exception {
    String place = base.toString();
    try (OtherJvm one = OtherJvm.start();
        OtherJvm two = OtherJvm.start()) {
      one.run(() -> KEPT.add(create(in(place), "alone")));
      one.run(() -> KEPT.add(create(in(place), "shared")));
      one.run(() -> in(place).draft("unfinished", 77)); // is left behind unfinished
      two.run(() -> KEPT.add(in(place).attach("shared").orElseThrow()));

      one.kill();
      Until.holds("its own are gone", () -> !Files.exists(folder.path().resolve("alone")));
      Until.holds("only one JVM is left", () -> hiddenFiles().size() == 1);
      try (NamedFile here = folder.attach("shared").orElseThrow()) {
        two.kill();
        Until.holds("only this JVM is left", () -> hiddenFiles().size() == 1);
        assertEquals("shared", Files.readString(here.path()));
      }
    }
  }

  private List<Path> hiddenFiles() throws IOException {
    return NamesLayout.list(folder.path()).stream()
        .filter(path -> path.getFileName().toString().startsWith("."))
        .toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"System.exit", "halt"})
  @EnabledOnOs(OS.LINUX)
  void shouldRemoveWhatAnEndedJvmLeaves(String way) throws Exception {
    String place = base.toString();
    try (OtherJvm one = OtherJvm.start()) {
      one.run(() -> KEPT.add(create(in(place), "name")));
      one.runAsync(
          () -> {
            if (way.equals("halt")) {
              Runtime.getRuntime().halt(1);
            }
            System.exit(1);
          });
      one.awaitEnd();
      Until.holds("its folder is gone", () -> !Files.exists(folder.path()));
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void shouldSweepWhatIsLeftWhenTheGuardianWasKilledToo() throws Exception {
    String place = base.toString();
    try (OtherJvm one = OtherJvm.start()) {
      one.run(() -> KEPT.add(create(in(place), "name")));
      one.run(() -> in(place).draft("unfinished", 77));
      ProcessHandle guardian = guardianOf(one);
      assertTrue(guardian.destroyForcibly());
      guardian.onExit().join();
      one.kill();
      assertTrue(Files.exists(folder.path().resolve("name")));

      assertTrue(folder.attach("name").isEmpty());
      assertFalse(Files.exists(folder.path()));
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void shouldNotLoseItsGuardianToSignalsForTheGroup() throws Exception {
    String place = base.toString();
    try (OtherJvm one = OtherJvm.start()) {
      one.run(() -> KEPT.add(create(in(place), "name")));
      ProcessHandle guardian = guardianOf(one);
      Until.holds("it ignores signals", () -> ignoresSignals(guardian));
      for (String signal : List.of("-INT", "-TERM", "-HUP", "-QUIT")) {
        List<String> kill = List.of("kill", signal, Long.toString(guardian.pid()));
        assertEquals(0, new ProcessBuilder(kill).start().waitFor());
      }
      assertTrue(guardian.isAlive());
      one.kill();
      Until.holds("the guardian has ended", () -> hasEnded(guardian));
      assertFalse(Files.exists(folder.path()));
    }
  }

  /** Process 1 of a container, to which an orphan falls, may leave it a zombie. */
  private static boolean hasEnded(ProcessHandle process) {
    try {
      String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
      return !process.isAlive() || stat.startsWith("Z", stat.lastIndexOf(')') + 2);
    } catch (IOException e) { // it goes, or has gone
      return !process.isAlive();
    }
  }

  private static boolean ignoresSignals(ProcessHandle process) throws IOException {
    long wanted = 0x4007; // HUP, INT, QUIT and TERM
    String prefix = "SigIgn:";
    return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
        .filter(line -> line.startsWith(prefix))
        .mapToLong(line -> Long.parseUnsignedLong(line.substring(prefix.length()).trim(), 16))
        .anyMatch(ignored -> (ignored & wanted) == wanted);
  }

  private static ProcessHandle guardianOf(OtherJvm jvm) {
    List<ProcessHandle> children = ProcessHandle.of(jvm.pid()).orElseThrow().children().toList();
    assertEquals(1, children.size(), children::toString);
    return children.get(0);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void shouldHaveAGuardianOnlyWhileItUsesNames() throws Exception {
    String place = base.toString();
    try (OtherJvm one = OtherJvm.start()) {
      for (int round = 0; round < 3; round++) {
        one.run(() -> KEPT.add(create(in(place), "name")));
        ProcessHandle guardian = guardianOf(one);
        one.run(() -> KEPT.remove(0).close());
        guardian.onExit().join();
      }
    }
  }

  @Test
  void shouldNeverTakeAFileFromItsUsersWhileManyComeAndGo() throws Exception {
    String place = base.toString();
    try (OtherJvm one = OtherJvm.start();
        OtherJvm two = OtherJvm.start()) {
      two.run(() -> KEPT.add(create(in(place), "kept"))); // so that it need not come and go itself
      List<CompletableFuture<Long>> lost = new ArrayList<>();
      lost.add(one.callAsync(() -> comeAndGo(in(place), 100)));
      lost.add(two.callAsync(() -> comeAndGo(in(place), 400)));
      lost.add(two.callAsync(() -> comeAndGo(in(place), 400)));
      for (CompletableFuture<Long> each : lost) {
        assertEquals(0L, OtherJvm.get(each));
      }
    }
  }

  /** A look may find the last name's folder, and no longer what is in it. */
  @Test
  void shouldFindNothingWhileTheFolderItselfComesAndGoes() throws Exception {
    AtomicBoolean stop = new AtomicBoolean();
    TestThread<Boolean> others = TestThread.start("others", () -> comeAndGoAsAJvm(stop));
    try {
      for (int i = 0; i < 5_000; i++) {
        assertTrue(folder.attach("name").isEmpty());
        assertTrue(folder.find("name").isEmpty());
      }
    } finally {
      stop.set(true);
    }
    assertTrue(others.result());
  }

  /** Only the files of a JVM that uses a name, without a guardian's start, which takes longer. */
  private boolean comeAndGoAsAJvm(AtomicBoolean stop) throws IOException {
    Path file = NamesLayout.jvmFile(folder.path(), "1-a");
    while (!stop.get()) {
      try {
        PrivateFolder.ensure(folder.path());
        Files.createFile(file);
      } catch (FileSystemException e) {
        // a look has taken it for what a dead JVM has left, and is at it
      }
      Files.deleteIfExists(file);
      Departure.removeIfEmpty(folder.path());
    }
    return !Files.exists(file);
  }

  /** Returns how often there was something else than was expected. */
  private static long comeAndGo(SharedFolder folder, int rounds) throws IOException {
    long wrong = 0;
    for (int round = 0; round < rounds; round++) {
      String name = "name" + ThreadLocalRandom.current().nextInt(2);
      try (NamedFile file = createOrAttach(folder, name)) {
        if (file != null && !Files.readString(file.path()).equals(name)) {
          wrong++;
        }
      }
    }
    return wrong;
  }

  private static NamedFile createOrAttach(SharedFolder folder, String name) throws IOException {
    try {
      return create(folder, name);
    } catch (IllegalStateException e) {
      return folder.attach(name).orElse(null);
    }
  }
}
