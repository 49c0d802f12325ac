package io.multiprocessing.ipc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.multiprocessing.ipc.internal.codec.ObjectCodec;
import io.multiprocessing.ipc.testing.OtherJvm;
import io.multiprocessing.ipc.testing.Until;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Memory of arrays: who gives it back, when, and what that does to those who are late. */
class RawArrayCloseTest {

  private static final long LARGE = 64 << 20;

  private static RawBytes kept; // in the other JVM: what a call there leaves behind

  @Test
  void shouldRefuseEverythingAfterClose() {
    RawLongs longs = RawArray.ofLongs(10);
    RawLongs slice = longs.slice(0, 5);
    assertFalse(longs.isClosed());
    longs.close();
    longs.close();

    assertTrue(longs.isClosed());
    assertTrue(slice.isClosed());
    assertEquals(10, longs.length());
    for (RawLongs closed : List.of(longs, slice)) {
      assertThrows(IllegalStateException.class, () -> closed.get(0));
      assertThrows(IllegalStateException.class, () -> closed.set(0, 1));
      assertThrows(IllegalStateException.class, () -> closed.getAcquire(0));
      assertThrows(IllegalStateException.class, () -> closed.setRelease(0, 1));
      assertThrows(IllegalStateException.class, () -> closed.getAndAdd(0, 1));
      assertThrows(IllegalStateException.class, () -> closed.compareAndSet(0, 1, 1));
      assertThrows(IllegalStateException.class, () -> closed.read(0, new long[1]));
      assertThrows(IllegalStateException.class, () -> closed.write(0, new long[1]));
      assertThrows(IllegalStateException.class, () -> closed.fill(1));
      assertThrows(IllegalStateException.class, () -> closed.slice(0, 1));
      assertThrows(IllegalStateException.class, () -> closed.byteBuffer());
      SerializationException refused =
          assertThrows(SerializationException.class, () -> codec().toBytes(closed));
      assertTrue(refused.getMessage().contains("the shared array is closed"));
    }
    assertEquals("RawLongs[length=10, closed]", longs.toString());
  }

  @Test
  void shouldNeverCrashAThreadThatIsLate() throws Exception {
    for (int round = 0; round < 50; round++) {
      RawLongs longs = RawArray.ofLongs(1 << 17);
      CompletableFuture<Boolean> begun = new CompletableFuture<>();
      CompletableFuture<Throwable> end = new CompletableFuture<>();
      Thread user =
          new Thread(
              () -> {
                try {
                  for (long i = 0; ; i++) {
                    longs.set(i % longs.length(), i);
                    longs.get((i + 1000) % longs.length());
                    if (i == 100) {
                      begun.complete(true);
                    }
                    if (i % 1000 == 0) {
                      longs.fill(i);
                    }
                  }
                } catch (IllegalStateException e) {
                  end.complete(e);
                } catch (Throwable e) {
                  end.complete(new AssertionError(e));
                }
              });
      user.start();
      OtherJvm.get(begun);
      longs.close();
      assertInstanceOf(IllegalStateException.class, OtherJvm.get(end));
      user.join();
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void shouldGiveTheMemoryBackWithoutACollection() throws Exception {
    List<String> before = sharedMappings();
    RawBytes bytes = RawArray.ofBytes(LARGE);
    List<String> own = sharedMappings();
    own.removeAll(before);
    assertEquals(1, own.size(), own::toString);
    bytes.close();
    assertFalse(sharedMappings().contains(own.get(0)));
    assertThrows(IllegalStateException.class, () -> bytes.get(0));
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void shouldBeTakenBackFromTheGarbage() throws Exception {
    List<String> before = sharedMappings();
    for (int i = 0; i < 4; i++) {
      RawArray.ofBytes(LARGE);
    }
    Until.holds(
        "the memory is free again",
        () -> {
          System.gc();
          List<String> left = sharedMappings();
          left.removeAll(before);
          return left.isEmpty();
        });
  }

  /** What this process has mapped of the files that arrays are in. */
  private static List<String> sharedMappings() throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/maps"))) {
      return lines
          .filter(line -> line.contains(" /dev/shm/#"))
          .collect(Collectors.toCollection(ArrayList::new));
    }
  }

  @Test
  void shouldKeepWhatABufferShows() {
    RawBytes bytes = RawArray.ofBytes(1 << 21);
    bytes.fill((byte) 3);
    ByteBuffer buffer = bytes.byteBuffer();
    bytes.close();
    assertEquals(3, buffer.get(1 << 20));
  }

  @Test
  void shouldStayWithOthersWhenItsCreatorHasClosedIt() throws Exception {
    try (OtherJvm creator = OtherJvm.start();
        OtherJvm late = OtherJvm.start()) {
      RawBytes here =
          creator.call(
              () -> {
                kept = RawArray.ofBytes(100);
                kept.fill((byte) 5);
                return kept;
              });
      byte[] message = creator.call(() -> codec().toBytes(kept));
      creator.run(() -> kept.close());

      assertEquals(5, here.get(99));
      ExecutionException refused =
          assertThrows(ExecutionException.class, () -> late.call(() -> codec().fromBytes(message)));
      OwnerGoneException gone =
          assertInstanceOf(OwnerGoneException.class, refused.getCause().getCause());
      assertEquals(creator.pid(), gone.ownerPid());

      creator.kill();
      assertEquals(5, here.get(99));
      here.close();
    }
  }

  @Test
  void shouldCountTheHandlesOfOneJvm() throws Exception {
    RawBytes one = RawArray.ofBytes(100);
    RawBytes two = (RawBytes) codec().fromBytes(codec().toBytes(one));
    one.close();
    two.set(0, (byte) 1);
    RawBytes three = (RawBytes) codec().fromBytes(codec().toBytes(two));
    assertEquals(1, three.get(0));
    two.close();
    three.close();
    assertThrows(IllegalStateException.class, () -> three.get(0));
  }

  @Test
  void shouldStayForMessagesOnTheirWayEvenIfItsHandleIsGarbage() throws Exception {
    byte[] message = messageAboutGarbage();
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    try (RawBytes bytes = (RawBytes) codec().fromBytes(message)) {
      assertEquals(6, bytes.get(0));
    }
  }

  private static byte[] messageAboutGarbage() {
    RawBytes bytes = RawArray.ofBytes(100);
    bytes.set(0, (byte) 6);
    return codec().toBytes(bytes);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void shouldLeaveNoDescriptorsOpen() throws Exception {
    makeCopyAndClose(); // whatever is opened once, also of class files
    long before = descriptors();
    for (int i = 0; i < 50; i++) {
      makeCopyAndClose();
    }
    assertTrue(descriptors() <= before + 5, descriptors() + " after " + before);
  }

  private static void makeCopyAndClose() {
    try (RawBytes bytes = RawArray.ofBytes(1)) {
      ((RawBytes) codec().fromBytes(codec().toBytes(bytes))).close();
    }
  }

  private static long descriptors() throws IOException {
    try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
      return all.count();
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void shouldRefuseClearlyWhenTheFileSystemIsFull() throws Exception {
    List<String> inSmallFileSystem = new ArrayList<>(List.of("unshare", "-rm", "sh", "-c"));
    inSmallFileSystem.add("mount -t tmpfs -o size=2m none /dev/shm && exec \"$@\"");
    inSmallFileSystem.add("sh");
    assumeTrue(canRun(inSmallFileSystem), "may not mount a file system");
    try (OtherJvm small = OtherJvm.startAfter(inSmallFileSystem)) {
      ExecutionException refused =
          assertThrows(
              ExecutionException.class, () -> small.call(() -> RawArray.ofBytes(3 << 20).length()));
      NoSpaceException noSpace = assertInstanceOf(NoSpaceException.class, refused.getCause());
      assertTrue(noSpace.wantedBytes() >= 3 << 20);
      assertTrue(noSpace.freeBytes() <= 2 << 20);
      // what was refused takes nothing, and what fits can be written to the last byte
      assertEquals(
          7,
          small.call(
              () -> {
                try (RawBytes bytes = RawArray.ofBytes(1 << 20)) {
                  bytes.fill((byte) 7);
                  return (int) bytes.get(bytes.length() - 1);
                }
              }));
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

  private static ObjectCodec codec() {
    return new ObjectCodec(RawArrayCloseTest.class.getClassLoader());
  }
}
