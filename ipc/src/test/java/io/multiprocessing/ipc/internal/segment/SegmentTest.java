package io.multiprocessing.ipc.internal.segment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.multiprocessing.ipc.NoSpaceException;
import io.multiprocessing.ipc.OwnerGoneException;
import io.multiprocessing.ipc.internal.files.SessionFolder;
import io.multiprocessing.ipc.internal.memory.MappedFile;
import io.multiprocessing.ipc.internal.memory.Memory;
import io.multiprocessing.ipc.testing.OtherJvm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class SegmentTest {

  private static final int TAG = 0x5445_5354;

  private static Segment kept; // in the other JVM: what a call there leaves behind

  @Test
  void shouldBeTheSameMemoryInAnotherJvm() throws Exception {
    Segment segment = Segment.create(5000);
    SegmentAddress address = segment.share();
    try (OtherJvm other = OtherJvm.start()) {
      assertEquals(
          5000L,
          other.call(
              () -> {
                Segment there = Segment.attach(address);
                Memory.putLongVolatile(there.file().buffer(), Segment.payloadOffset(), 42);
                return there.bytes();
              }));
    }
    assertEquals(42, Memory.getLongVolatile(segment.file().buffer(), Segment.payloadOffset()));
    segment.release();
  }

  @Test
  void shouldStayWithItsUsersWhenItsCreatorIsKilled() throws Exception {
    try (OtherJvm creator = OtherJvm.start();
        OtherJvm late = OtherJvm.start()) {
      SegmentAddress address =
          creator.call(
              () -> {
                kept = Segment.create(1 << 20);
                kept.file().buffer().put(Segment.payloadOffset(), (byte) 7);
                return kept.share();
              });
      Segment here = Segment.attach(address);
      creator.kill();

      assertEquals(7, here.file().buffer().get(Segment.payloadOffset()));
      ExecutionException failed =
          assertThrows(
              ExecutionException.class, () -> late.call(() -> Segment.attach(address).toString()));
      OwnerGoneException gone = assertInstanceOf(OwnerGoneException.class, failed.getCause());
      assertEquals(creator.pid(), gone.ownerPid());
      here.release();
    }
  }

  @Test
  void shouldBeOneObjectInOneJvm() {
    Segment segment = Segment.create(100);
    assertSame(segment, Segment.attach(segment.share()));
    segment.release();
    assertEquals(100, segment.bytes());
    segment.release();
    assertThrows(IllegalStateException.class, () -> segment.file().buffer());
    assertThrows(IllegalStateException.class, segment::share);
    assertThrows(IllegalStateException.class, segment::retain);
  }

  @Test
  void shouldNotBeFoundAfterItsCreatorHasReleasedIt() {
    Segment segment = Segment.create(100);
    SegmentAddress address = segment.share();
    segment.release();
    assertThrows(OwnerGoneException.class, () -> Segment.attach(address));
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void shouldGoWithTheGarbageIfNobodyElseKnowsIt() throws Exception {
    Segment.create(100).release(); // whatever is opened once
    Set<Path> before = descriptors();
    Segment shared = Segment.create(100);
    SegmentAddress address = shared.share();
    createGarbage();
    long deadline = System.nanoTime() + 60_000_000_000L;
    while (descriptors().size() > before.size() + 1 && System.nanoTime() < deadline) {
      System.gc();
      Thread.onSpinWait();
    }
    assertTrue(descriptors().size() <= before.size() + 1, () -> "left: " + descriptors());
    Segment.attach(address).release();
    shared.release();
  }

  private static void createGarbage() {
    for (int i = 0; i < 20; i++) {
      assertEquals(1000, Segment.create(1000).bytes());
    }
  }

  private static Set<Path> descriptors() {
    try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
      return all.collect(Collectors.toSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void shouldReachBeyondTwoGigabytes() throws IOException {
    long bytes = (5L << 29) + 8; // 2.5 GiB
    long free = Files.getFileStore(SessionFolder.defaultBase()).getUsableSpace();
    assumeTrue(free > 2 * bytes, "free: " + free); // other tests take gigabytes at the same time
    Segment segment = Segment.create(bytes);
    try {
      assertEquals(bytes, segment.bytes());
      ByteBuffer[] windows = segment.file().windows();
      assertEquals(3, windows.length);
      long last = segment.file().size() - Long.BYTES;
      windows[2].putLong((int) (last % MappedFile.WINDOW_BYTES), 99);
      assertThrows(IllegalStateException.class, () -> segment.file().buffer());
    } finally {
      segment.release();
    }
  }

  @Test
  void shouldRefuseMoreThanThereIs() {
    assertThrows(NoSpaceException.class, () -> Segment.create(1L << 50));
    assertThrows(IllegalArgumentException.class, () -> Segment.create(0));
    assertThrows(IllegalArgumentException.class, () -> Segment.create(Long.MAX_VALUE));
  }

  @Test
  void shouldWorkWhereNoFileCanBeUnnamed() {
    Path path;
    try (SegmentFile file = SegmentFile.createNamed(4096)) {
      path = file.path();
      assertTrue(Files.exists(path));
    }
    assertFalse(Files.exists(path));
  }

  @Test
  void shouldHoldManyRegions() throws Exception {
    Region first = Region.allocate(TAG, 100);
    Region second = Region.allocate(TAG, 100_000);
    for (int i = Region.TAG_BYTES; i < 100; i++) {
      assertEquals(0, first.memory().get(i));
    }
    Memory.putLongVolatile(second.memory(), 99_992, 5);
    Region.RegionAddress address = second.address();
    try (OtherJvm other = OtherJvm.start()) {
      assertEquals(
          5L,
          other.call(() -> Memory.getLongVolatile(Region.attach(address, TAG).memory(), 99_992)));
    }
    Region again = Region.attach(address, TAG);
    assertEquals(second, again);
    assertNotSame(second, again);
    assertThrows(IllegalStateException.class, () -> Region.attach(address, TAG + 1));
    assertEquals(0, first.offset() % Region.ALIGNMENT);
  }
}
