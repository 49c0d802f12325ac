package io.multiprocessing.ipc.internal.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.multiprocessing.ipc.internal.jvm.ChildJvm;
import io.multiprocessing.ipc.internal.jvm.ProcessIdentity;
import io.multiprocessing.ipc.testing.Until;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class SessionFolderTest {

  @TempDir Path base;

  @Test
  void shouldMakeAPrivateFolderAndRemoveItWithItsContents() throws Exception {
    SessionFolder session = SessionFolder.create(base, "test");
    Path path = session.path();
    assertTrue(path.getFileName().toString().startsWith("multiprocessing-" + pid() + "-"));
    Files.createDirectories(path.resolve("a/b"));
    Files.writeString(path.resolve("a/b/c"), "text");

    session.close();
    session.close();

    assertEquals(List.of(), list(base));
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void shouldLetOnlyItsUserIn() throws Exception {
    try (SessionFolder session = SessionFolder.create(base, "test")) {
      assertEquals(
          "rwx------",
          PosixFilePermissions.toString(Files.getPosixFilePermissions(session.path())));
    }
  }

  @Test
  void shouldLiveInTheDefaultBaseIfNoneIsGiven() {
    try (SessionFolder session = SessionFolder.create("test")) {
      assertEquals(SessionFolder.defaultBase(), session.path().getParent());
    }
  }

  @Test
  void shouldNotMindAPendingInterrupt() throws Exception {
    Thread.currentThread().interrupt();
    SessionFolder session = SessionFolder.create(base, "test");
    session.close();
    SessionFolder.sweep(base);

    assertTrue(Thread.interrupted());
    assertEquals(List.of(), list(base));
  }

  @Test
  void shouldNotFollowSymbolicLinks() throws Exception {
    Path precious = Files.createDirectory(base.resolve("precious"));
    Files.writeString(precious.resolve("file"), "text");
    SessionFolder session = SessionFolder.create(base, "test");
    Files.createSymbolicLink(session.path().resolve("link"), precious);

    session.close();
    Path link = Files.createSymbolicLink(base.resolve("link"), precious);
    SessionFolder.deleteRecursively(link);

    assertEquals(List.of(precious), list(base));
    assertEquals("text", Files.readString(precious.resolve("file")));
  }

  @Test
  void shouldDeleteWhileOthersStillMakeFiles() throws Exception {
    Path folder = Files.createDirectory(base.resolve("folder"));
    AtomicBoolean stop = new AtomicBoolean();
    CountDownLatch busy = new CountDownLatch(100);
    Thread maker =
        new Thread(
            () -> {
              for (int i = 0; !stop.get(); i++) {
                try {
                  Files.deleteIfExists(Files.createFile(folder.resolve("file" + i)));
                } catch (IOException e) {
                  return; // the folder is gone
                }
                busy.countDown();
              }
            });
    maker.start();
    busy.await();
    try {
      SessionFolder.deleteRecursively(folder);
    } finally {
      stop.set(true);
      maker.join();
    }
    assertFalse(Files.exists(folder));
  }

  @Test
  void shouldSweepTheFolderOfAKilledOwner() throws Exception {
    try (ChildJvm owner = ChildJvm.start(OwnFolderMain.class, base)) {
      Path folder = Path.of(owner.readLine());
      Files.writeString(folder.resolve("file"), "text");
      assertEquals(0, SessionFolder.sweep(base));
      assertTrue(Files.exists(folder.resolve("file")));

      owner.kill();

      assertEquals(1, SessionFolder.sweep(base));
      assertEquals(List.of(), list(base));
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void shouldKeepTheLocksOfItsOwnFoldersWhenItSweeps() throws Exception {
    try (SessionFolder session = SessionFolder.create(base, "test")) {
      Until.holds("it is locked", () -> isLocked(session.path()));
      assertEquals(0, SessionFolder.sweep(base));
      Until.holds("it is still locked", () -> isLocked(session.path()));
    }
  }

  /** May miss a lock while others come and go: the list is read in pieces. */
  private static boolean isLocked(Path folder) throws IOException {
    Object inode = Files.getAttribute(folder.resolve(OwnerFile.NAME), "unix:ino");
    return Files.readString(Path.of("/proc/locks")).contains(":" + inode + " ");
  }

  @Test
  void shouldNotSweepALivingOwnerThatLostItsLock() throws Exception {
    Path folder = Files.createDirectory(base.resolve(FolderName.next(1)));
    OwnerFile.create(folder, ProcessIdentity.current(), "test").close();

    assertEquals(0, SessionFolder.sweep(base));
    assertTrue(Files.exists(folder));
  }

  @Test
  void shouldSweepADeadOwnerWhosePidWeHave() throws Exception {
    ProcessIdentity self = ProcessIdentity.current();
    Path folder = Files.createDirectory(base.resolve(FolderName.next(self.pid())));
    ProcessIdentity earlier = new ProcessIdentity(self.pid(), self.startTicks() - 1);
    OwnerFile.create(folder, earlier, "test").close();

    assertEquals(1, SessionFolder.sweep(base));
  }

  @Test
  void shouldSweepADeletionThatWasCutShort() throws Exception {
    Path folder = Files.createDirectory(base.resolve(FolderName.next(1)));
    Files.writeString(folder.resolve("file"), "text");

    assertEquals(1, SessionFolder.sweep(base));
    assertEquals(List.of(), list(base));
  }

  @Test
  void shouldSweepUnfinishedFoldersOnlyWhenOld() throws Exception {
    Path folder = Files.createDirectory(base.resolve("." + FolderName.next(1)));
    assertEquals(0, SessionFolder.sweep(base));

    Files.setLastModifiedTime(folder, FileTime.from(Instant.now().minus(Duration.ofMinutes(11))));
    assertEquals(1, SessionFolder.sweep(base));
  }

  @Test
  void shouldLeaveOtherNamesAlone() throws Exception {
    Files.createDirectory(base.resolve("multiprocessing-1-abc.old"));
    Files.createDirectory(base.resolve("multiprocessing-x-abc"));
    Files.writeString(base.resolve("multiprocessing-1-file"), "text");
    Files.createSymbolicLink(base.resolve("multiprocessing-1-link"), base);

    assertEquals(0, SessionFolder.sweep(base));
    assertEquals(4, list(base).size());
  }

  @Test
  void shouldGiveTwoCreatorsAFolderEach() throws Exception {
    try (ChildJvm one = ChildJvm.start(OwnFolderMain.class, base);
        ChildJvm other = ChildJvm.start(OwnFolderMain.class, base)) {
      Path first = Path.of(one.readLine());
      Path second = Path.of(other.readLine());
      assertNotEquals(first, second);
      assertEquals(0, SessionFolder.sweep(base));
      assertTrue(Files.exists(first) && Files.exists(second));
    }
    assertEquals(2, SessionFolder.sweep(base));
  }

  @Test
  void shouldRemoveEachDeadFolderOnceInFiftySweepsAtOnce() throws Exception {
    ProcessIdentity self = ProcessIdentity.current();
    ProcessIdentity dead = new ProcessIdentity(self.pid(), self.startTicks() - 1);
    for (int i = 0; i < 20; i++) {
      Path folder = Files.createDirectory(base.resolve(FolderName.next(i)));
      OwnerFile.create(folder, dead, "test").close();
      Files.writeString(folder.resolve("file"), "text");
    }
    ExecutorService threads = Executors.newFixedThreadPool(50);
    try (SessionFolder living = SessionFolder.create(base, "test");
        ChildJvm sweeper = ChildJvm.start(SweepMain.class, base)) {
      List<Future<Integer>> sweeps = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        sweeps.add(threads.submit(() -> SessionFolder.sweep(base)));
      }
      int removed = 0;
      for (Future<Integer> sweep : sweeps) {
        removed += sweep.get();
      }
      removed += Integer.parseInt(sweeper.readLine());
      assertTrue(removed >= 20, removed + " removed"); // two may finish off the same one
      assertEquals(List.of(living.path()), list(base));
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void shouldSweepTheRestWhereThereIsNoTempFolder() {
    String temp = System.getProperty("java.io.tmpdir");
    System.setProperty("java.io.tmpdir", base.resolve("not-there").toString());
    try {
      SessionFolder.sweepDefaultPlaces();
    } finally {
      System.setProperty("java.io.tmpdir", temp);
    }
  }

  @Test
  void shouldNeverSweepAFolderThatIsJustBeingMade() throws Exception {
    int folders = 300;
    try (ChildJvm creator = ChildJvm.start(OwnManyFoldersMain.class, base, folders)) {
      for (int i = 0; creator.isAlive() || i < folders; i++) {
        SessionFolder.sweep(base);
        SessionFolder session = SessionFolder.create(base, "test");
        assertTrue(Files.exists(session.path().resolve(OwnerFile.NAME)));
        session.close();
      }
      creator.expectLine(String.valueOf(folders));
      creator.expectSuccess();
    }
    assertEquals(List.of(), list(base));
  }

  private static long pid() {
    return ProcessHandle.current().pid();
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }
}
