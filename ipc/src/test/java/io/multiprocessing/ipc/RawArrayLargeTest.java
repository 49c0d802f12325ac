package io.multiprocessing.ipc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.multiprocessing.ipc.internal.memory.MappedFile;
import io.multiprocessing.ipc.testing.OtherJvm;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Arrays that no single buffer and no Java array could hold. */
@EnabledOnOs(OS.LINUX)
class RawArrayLargeTest {

  private static final long BYTES = (2L << 30) + (1 << 20);
  private static final long WINDOW = MappedFile.WINDOW_BYTES;

  private static RawBytes array;

  @BeforeAll
  static void makeIt() throws IOException {
    long free = Files.getFileStore(Path.of("/dev/shm")).getUsableSpace();
    assumeTrue(free > (5L << 30), "free in /dev/shm: " + free); // others take some meanwhile
    array = RawArray.ofBytes(BYTES);
  }

  @AfterAll
  static void closeIt() {
    if (array != null) {
      array.close();
    }
  }

  @Test
  void shouldBeTheSameInAnotherJvmUpToItsLastByte() throws Exception {
    RawBytes here = array;
    try (OtherJvm other = OtherJvm.start()) {
      other.run(
          () -> {
            here.set(0, (byte) 1);
            here.set(BYTES - 1, (byte) 2);
            here.getAndAdd(BYTES - 2, (byte) 3);
          });
      assertEquals(1, array.get(0));
      assertEquals(2, array.get(BYTES - 1));
      assertEquals(3, array.getAcquire(BYTES - 2));
      ExecutionException refused =
          assertThrows(ExecutionException.class, () -> other.call(() -> here.get(BYTES)));
      assertEquals(IndexOutOfBoundsException.class, refused.getCause().getClass());
    }
  }

  @Test
  void shouldCopyAcrossItsWindows() {
    byte[] source = new byte[1000];
    for (int i = 0; i < source.length; i++) {
      source[i] = (byte) (i * 31 + 7);
    }
    for (long border = WINDOW; border < BYTES; border += WINDOW) {
      array.write(border - 600, source);
      byte[] target = new byte[source.length];
      array.read(border - 600, target);
      assertArrayEquals(source, target);
      array.slice(border - 600, border + 400).fill((byte) 5);
      assertEquals(5, array.get(border - 600));
      assertEquals(5, array.get(border + 399));
      assertEquals(0, array.get(border + 400));
    }
  }

  @Test
  void shouldShowUpToTwoGigabytesAsOneBuffer() {
    ByteBuffer buffer = array.byteBuffer(5000, 5000L + Integer.MAX_VALUE);
    array.set(5000L + Integer.MAX_VALUE - 1, (byte) 9);
    assertEquals(9, buffer.get(Integer.MAX_VALUE - 1));
    LongSupplier tooMuch = () -> array.byteBuffer(0, Integer.MAX_VALUE + 1L).capacity();
    assertThrows(IllegalArgumentException.class, tooMuch::getAsLong);
    assertThrows(IllegalArgumentException.class, array::byteBuffer);
  }

  @Test
  @Tag("slow")
  void shouldHoldThreeGigabytesOfDoubles() {
    try (RawDoubles doubles = RawArray.ofDoubles((3L << 30) / Double.BYTES)) {
      long last = doubles.length() - 1;
      doubles.set(last, 1.5);
      doubles.getAndAdd(last, 1);
      assertEquals(2.5, doubles.slice(last, last + 1).get(0));
      double[] part = new double[100];
      doubles.write(WINDOW / Double.BYTES - 66, new double[100]);
      doubles.read(last - 99, part);
      assertEquals(2.5, part[99]);
    }
  }
}
