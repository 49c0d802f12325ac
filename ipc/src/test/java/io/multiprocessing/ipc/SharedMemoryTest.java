package io.multiprocessing.ipc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.multiprocessing.ipc.internal.codec.ObjectCodec;
import io.multiprocessing.ipc.internal.files.SharedFolder;
import io.multiprocessing.ipc.testing.OtherJvm;
import io.multiprocessing.ipc.testing.Until;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SharedMemoryTest {

  private static final AtomicInteger NUMBERS = new AtomicInteger();

  private static SharedMemory kept; // in the other JVM: what a call there leaves behind

  private static OtherJvm other; // for tests that leave it alive

  // other tests of this user are in the same folder
  private final String name =
      "test-" + ProcessHandle.current().pid() + "-" + NUMBERS.incrementAndGet();

  @BeforeAll
  static void startOther() {
    other = OtherJvm.start();
  }

  @AfterAll
  static void killOther() {
    other.close();
  }

  @AfterEach
  void shouldLeaveNothing() throws Exception {
    Until.holds(name + " is gone", () -> !Files.exists(folderOf(name)));
  }

  private static Path folderOf(String name) {
    return SharedFolder.inDefaultPlace().path().resolve(name);
  }

  private static Path fileOf(String name) throws IOException {
    try (Stream<Path> files = Files.list(folderOf(name))) {
      return files.filter(Files::isRegularFile).findFirst().orElseThrow();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldHoldNumbersOfAllWidths(boolean named) {
    try (SharedMemory memory = named ? SharedMemory.create(name, 100) : SharedMemory.create(100)) {
      assertEquals(named ? name : "", memory.name());
      assertEquals(100, memory.size());
      assertEquals(0, memory.get(99));
      memory.put(99, (byte) 1);
      memory.putInt(92, 2);
      memory.putLong(80, 3);
      memory.putDouble(72, 4.5);
      assertEquals(1, memory.get(99));
      assertEquals(2, memory.getInt(92));
      assertEquals(3, memory.getLong(80));
      assertEquals(4.5, memory.getDouble(72));
      memory.putIntRelease(4, 5);
      memory.putLongRelease(8, 6);
      assertEquals(5, memory.getIntAcquire(4));
      assertEquals(6, memory.getLongAcquire(8));
      assertEquals(5, memory.getAndAddInt(4, 10));
      assertEquals(6, memory.getAndAddLong(8, 10));
      assertTrue(memory.compareAndSetInt(4, 15, 1));
      assertFalse(memory.compareAndSetInt(4, 15, 1));
      assertTrue(memory.compareAndSetLong(8, 16, 1));
      assertFalse(memory.compareAndSetLong(8, 16, 1));
    }
  }

  @Test
  void shouldBeSeenAsArraysAndBuffers() {
    RawInts ints;
    try (SharedMemory memory = SharedMemory.create(30)) {
      ints = memory.asInts();
      assertEquals(7, ints.length());
      assertEquals(3, memory.asLongs().length());
      assertEquals(3, memory.asDoubles().length());
      assertEquals(30, memory.asBytes().length());
      ints.set(6, 77);
      assertEquals(77, memory.getInt(24));
      memory.write(1, new byte[] {1, 2, 3});
      memory.write(4, new byte[] {1, 2, 3}, 2, 1);
      byte[] some = new byte[6];
      memory.read(0, some);
      assertArrayEquals(new byte[] {0, 1, 2, 3, 3, 0}, some);
      memory.read(2, some, 4, 2);
      assertArrayEquals(new byte[] {0, 1, 2, 3, 2, 3}, some);
      ByteBuffer buffer = memory.byteBuffer(24, 30);
      assertEquals(77, buffer.getInt(0));
      assertEquals(ByteOrder.nativeOrder(), buffer.order());
      assertEquals(30, memory.byteBuffer().capacity());
      memory.asBytes().getAndAdd(29, (byte) 1); // the last byte, of a word that is not whole
      assertEquals(1, memory.get(29));
    }
    assertThrows(IllegalStateException.class, () -> ints.get(0));
  }

  @Test
  void shouldRefuseWhatIsOutsideOrAskew() {
    try (SharedMemory memory = SharedMemory.create(20)) {
      assertThrows(IndexOutOfBoundsException.class, () -> memory.get(20));
      assertThrows(IndexOutOfBoundsException.class, () -> memory.get(-1));
      assertThrows(IndexOutOfBoundsException.class, () -> memory.getLong(16));
      assertThrows(IndexOutOfBoundsException.class, () -> memory.putInt(20, 1));
      assertThrows(IndexOutOfBoundsException.class, () -> memory.getLong(Long.MAX_VALUE));
      assertThrows(IndexOutOfBoundsException.class, () -> memory.read(15, new byte[6]));
      IllegalArgumentException askew =
          assertThrows(IllegalArgumentException.class, () -> memory.getLong(12));
      assertEquals("index=12, must be a multiple of 8", askew.getMessage());
      assertThrows(IllegalArgumentException.class, () -> memory.getInt(6));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, Long.MIN_VALUE, Long.MAX_VALUE})
  void shouldRefuseImpossibleSizes(long bytes) {
    for (Runnable maker :
        List.<Runnable>of(
            () -> SharedMemory.create(bytes), () -> SharedMemory.create(name, bytes))) {
      IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, maker::run);
      assertTrue(refused.getMessage().startsWith("bytes=" + bytes), refused.getMessage());
    }
  }

  @Test
  void shouldRefuseMoreThanThereIs() {
    NoSpaceException refused =
        assertThrows(NoSpaceException.class, () -> SharedMemory.create(name, 1L << 50));
    assertTrue(refused.wantedBytes() >= 1L << 50);
  }

  @Test
  void shouldRefuseEverythingAfterClose() {
    SharedMemory memory = SharedMemory.create(name, 100);
    memory.close();
    memory.close();
    assertTrue(memory.isClosed());
    assertEquals(100, memory.size());
    assertEquals(name, memory.name());
    for (Runnable use :
        List.<Runnable>of(
            () -> memory.get(0),
            () -> memory.put(0, (byte) 1),
            () -> memory.getLong(0),
            () -> memory.getAndAddLong(0, 1),
            () -> memory.read(0, new byte[1]),
            memory::byteBuffer,
            memory::asDoubles,
            memory::unlink)) {
      IllegalStateException refused = assertThrows(IllegalStateException.class, use::run);
      assertEquals("the shared memory is closed", refused.getMessage());
    }
  }

  @Test
  void shouldBeAttachedByName() throws Exception {
    String called = name;
    try (SharedMemory memory = SharedMemory.create(name, 5)) {
      memory.put(4, (byte) 1);
      assertEquals(
          5L,
          other.call(
              () -> {
                try (SharedMemory there = SharedMemory.attach(called)) {
                  there.put(4, (byte) (there.get(4) + 1));
                  return there.size();
                }
              }));
      assertEquals(2, memory.get(4));
      try (SharedMemory again = SharedMemory.attach(name)) {
        assertEquals(memory, again);
        assertNotSame(memory, again);
        assertEquals(memory.hashCode(), again.hashCode());
      }
      assertEquals(2, memory.get(4));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldTravel(boolean named) throws Exception {
    try (SharedMemory memory = named ? SharedMemory.create(name, 64) : SharedMemory.create(64)) {
      RawLongs longs = memory.asLongs();
      SharedMemory back =
          other.call(
              () -> {
                kept = memory;
                memory.putLong(0, 5);
                longs.set(7, 6);
                longs.close(); // a handle of its own there
                return memory;
              });
      assertEquals(memory, back);
      back.close();
      other.run(() -> kept.close());
      assertEquals(5, memory.getLong(0));
      assertEquals(6, memory.getLong(56));
    }
  }

  @Test
  void shouldStayWhileAnybodyUsesItAndGoWithTheLastOne() throws Exception {
    String called = name;
    try (OtherJvm one = OtherJvm.start();
        OtherJvm two = OtherJvm.start()) {
      one.run(
          () -> {
            kept = SharedMemory.create(called, 8);
            kept.putLong(0, 42);
          });
      two.run(() -> kept = SharedMemory.attach(called));
      one.kill();
      try (SharedMemory here = SharedMemory.attach(name)) {
        assertEquals(42, here.getLong(0));
      }
      IllegalStateException taken =
          assertThrows(IllegalStateException.class, () -> SharedMemory.create(name, 1));
      assertTrue(taken.getMessage().startsWith("name=" + name + " is taken"), taken.getMessage());
      assertEquals(42L, two.call(() -> kept.getLong(0)));
      two.kill();
      Until.holds("nobody has it", () -> !Files.exists(folderOf(name)));
      NoSuchElementException none =
          assertThrows(NoSuchElementException.class, () -> SharedMemory.attach(name));
      assertTrue(none.getMessage().contains("name=" + name), none.getMessage());
      SharedMemory.create(name, 1).close();
    }
  }

  @Test
  void shouldBeRefusedToThoseWhoReceiveItTooLate() throws Exception {
    SharedMemory memory = SharedMemory.create(name, 8);
    byte[] message = codec().toBytes(memory);
    memory.close();
    SharedMemory next = SharedMemory.create(name, 8); // another one of that name
    SerializationException refused =
        assertThrows(SerializationException.class, () -> codec().fromBytes(message));
    OwnerGoneException gone = assertInstanceOf(OwnerGoneException.class, refused.getCause());
    assertTrue(gone.getMessage().contains("name=" + name), gone.getMessage());
    assertEquals(ProcessHandle.current().pid(), gone.ownerPid());
    next.close();
  }

  @Test
  void shouldGoOnWithoutItsName() throws Exception {
    SharedMemory old = SharedMemory.create(name, 8);
    SharedMemory oldToo = SharedMemory.attach(name);
    old.unlink();
    old.unlink();
    assertThrows(NoSuchElementException.class, () -> SharedMemory.attach(name));
    SharedMemory next = SharedMemory.create(name, 8);
    assertNotEquals(old, next);
    oldToo.putLong(0, 1);
    assertEquals(1, old.getLong(0));
    assertEquals(0, next.getLong(0));
    old.close();
    oldToo.close();
    SharedMemory.attach(name).close();
    next.close();
  }

  @Test
  void shouldHaveNothingToUnlinkWithoutAName() {
    try (SharedMemory memory = SharedMemory.create(8)) {
      assertThrows(IllegalStateException.class, memory::unlink);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a/b", ".a", "../a"})
  void shouldRefuseNamesThatAreNone(String bad) {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> SharedMemory.create(bad, 1));
    assertTrue(refused.getMessage().startsWith("name=" + bad + ", must be"), refused.getMessage());
    assertThrows(IllegalArgumentException.class, () -> SharedMemory.attach(bad));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 127, 130, 1 << 20})
  void shouldRefuseAFileThatWasCutOffOrHasGrown(long bytes) throws Exception {
    String called = name;
    other.run(() -> kept = SharedMemory.create(called, 1000));
    try (RandomAccessFile file = new RandomAccessFile(fileOf(name).toFile(), "rw")) {
      file.setLength(bytes);
    }
    IllegalStateException refused =
        assertThrows(IllegalStateException.class, () -> SharedMemory.attach(name));
    assertTrue(refused.getMessage().contains(folderOf(name).toString()), refused.getMessage());
    other.run(() -> kept.close());
  }

  @Test
  void shouldRefuseAForeignFile() throws Exception {
    String called = name;
    other.run(() -> kept = SharedMemory.create(called, 1000));
    Files.writeString(fileOf(name), "x".repeat(1128));
    IllegalStateException refused =
        assertThrows(IllegalStateException.class, () -> SharedMemory.attach(name));
    assertTrue(refused.getMessage().startsWith("name=" + name), refused.getMessage());
    other.run(() -> kept.close());
  }

  @Test
  void shouldBeTakenBackFromTheGarbage() throws Exception {
    assertEquals(10, SharedMemory.create(name, 10).size());
    Until.holds(
        "nobody has it",
        () -> {
          System.gc();
          return !Files.exists(folderOf(name));
        });
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
              ExecutionException.class,
              () -> small.call(() -> SharedMemory.create("large", 3 << 20).size()));
      NoSpaceException noSpace = assertInstanceOf(NoSpaceException.class, refused.getCause());
      assertTrue(noSpace.freeBytes() <= 2 << 20);
      assertEquals(
          List.of(),
          small.call(
              () -> {
                SharedMemory.create("fits", 1 << 20).close();
                try (Stream<Path> left = Files.list(Path.of("/dev/shm"))) {
                  return left.map(Path::toString).toList();
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
    return new ObjectCodec(SharedMemoryTest.class.getClassLoader());
  }
}
