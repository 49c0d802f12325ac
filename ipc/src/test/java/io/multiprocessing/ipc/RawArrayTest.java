package io.multiprocessing.ipc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.multiprocessing.ipc.testing.OtherJvm;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RawArrayTest {

  private static OtherJvm other;

  @BeforeAll
  static void startOther() {
    other = OtherJvm.start();
  }

  @AfterAll
  static void killOther() {
    other.close();
  }

  @Test
  void shouldBeginWithZerosAndKeepWhatIsWritten() {
    try (RawDoubles doubles = RawArray.ofDoubles(1000);
        RawLongs longs = RawArray.ofLongs(1000);
        RawInts ints = RawArray.ofInts(1000);
        RawBytes bytes = RawArray.ofBytes(1001)) {
      for (int i = 0; i < 1000; i++) {
        assertEquals(0, doubles.get(i) + longs.get(i) + ints.get(i) + bytes.get(i));
        doubles.set(i, i + 0.5);
        longs.set(i, i * 1_000_000_000_000L);
        ints.set(i, -i);
        bytes.set(i, (byte) i);
      }
      for (int i = 0; i < 1000; i++) {
        assertEquals(i + 0.5, doubles.get(i));
        assertEquals(i * 1_000_000_000_000L, longs.get(i));
        assertEquals(-i, ints.get(i));
        assertEquals((byte) i, bytes.get(i));
      }
      assertEquals(1000, doubles.length());
      assertEquals(1001, bytes.length());
    }
  }

  @Test
  void shouldChangeElementsInOneStep() {
    try (RawDoubles doubles = RawArray.ofDoubles(3);
        RawLongs longs = RawArray.ofLongs(3);
        RawInts ints = RawArray.ofInts(3);
        RawBytes bytes = RawArray.ofBytes(3)) {
      assertEquals(0, doubles.getAndAdd(2, 1.5));
      assertTrue(doubles.compareAndSet(2, 1.5, -0.0));
      assertFalse(doubles.compareAndSet(2, 0.0, 1));
      assertEquals(0, longs.getAndAdd(2, Long.MAX_VALUE));
      assertTrue(longs.compareAndSet(2, Long.MAX_VALUE, 8));
      assertEquals(0, ints.getAndAdd(2, Integer.MIN_VALUE));
      assertTrue(ints.compareAndSet(2, Integer.MIN_VALUE, 8));
      assertEquals(0, bytes.getAndAdd(2, (byte) 127));
      assertEquals(127, bytes.getAndAdd(2, (byte) 2));
      assertTrue(bytes.compareAndSet(2, (byte) -127, (byte) 8));
      doubles.setRelease(1, 2.5);
      longs.setRelease(1, 3);
      ints.setRelease(1, 4);
      bytes.setRelease(1, (byte) 5);
      assertEquals(-0.0, doubles.getAcquire(2));
      assertEquals(8, longs.getAcquire(2));
      assertEquals(8, ints.getAcquire(2));
      assertEquals(8, bytes.getAcquire(2));
      assertEquals(2.5, doubles.getAcquire(1));
      assertEquals(3, longs.getAcquire(1));
      assertEquals(4, ints.getAcquire(1));
      assertEquals(5, bytes.getAcquire(1));
    }
  }

  @Test
  void shouldCopyFromAndToJavaArrays() {
    try (RawDoubles doubles = RawArray.ofDoubles(10);
        RawLongs longs = RawArray.ofLongs(10);
        RawInts ints = RawArray.ofInts(10);
        RawBytes bytes = RawArray.ofBytes(10)) {
      doubles.write(7, new double[] {1, 2, 3});
      longs.write(7, new long[] {1, 2, 3});
      ints.write(7, new int[] {1, 2, 3});
      bytes.write(7, new byte[] {1, 2, 3});
      double[] someDoubles = new double[4];
      long[] someLongs = new long[4];
      int[] someInts = new int[4];
      byte[] someBytes = new byte[4];
      doubles.read(6, someDoubles);
      longs.read(6, someLongs);
      ints.read(6, someInts);
      bytes.read(6, someBytes);
      assertArrayEquals(new double[] {0, 1, 2, 3}, someDoubles);
      assertArrayEquals(new long[] {0, 1, 2, 3}, someLongs);
      assertArrayEquals(new int[] {0, 1, 2, 3}, someInts);
      assertArrayEquals(new byte[] {0, 1, 2, 3}, someBytes);
    }
  }

  @Test
  void shouldCopyPartsOfJavaArrays() {
    try (RawInts ints = RawArray.ofInts(10)) {
      ints.write(1, new int[] {1, 2, 3, 4, 5}, 1, 3);
      int[] target = {9, 9, 9, 9, 9};
      ints.read(2, target, 1, 2);
      assertArrayEquals(new int[] {9, 3, 4, 9, 9}, target);
      ints.read(10, target, 5, 0);
      assertThrows(IndexOutOfBoundsException.class, () -> ints.read(8, target, 0, 3));
      assertThrows(IndexOutOfBoundsException.class, () -> ints.read(0, target, 3, 3));
      assertThrows(IndexOutOfBoundsException.class, () -> ints.read(0, target, 0, -1));
      assertThrows(IndexOutOfBoundsException.class, () -> ints.write(-1, target));
      assertThrows(IndexOutOfBoundsException.class, () -> ints.write(6, target));
    }
  }

  @Test
  void shouldFillItselfAndSlices() {
    try (RawDoubles doubles = RawArray.ofDoubles(20_000);
        RawLongs longs = RawArray.ofLongs(20_000);
        RawInts ints = RawArray.ofInts(20_000);
        RawBytes bytes = RawArray.ofBytes(20_000)) {
      doubles.fill(42);
      doubles.slice(100, 19_900).fill(7);
      longs.fill(42);
      ints.fill(42);
      bytes.fill((byte) 42);
      for (int i = 0; i < 20_000; i++) {
        assertEquals(i < 100 || i >= 19_900 ? 42 : 7, doubles.get(i));
        assertEquals(3 * 42, longs.get(i) + ints.get(i) + bytes.get(i));
      }
    }
  }

  @Test
  void shouldSliceSlices() {
    try (RawBytes bytes = RawArray.ofBytes(100)) {
      RawBytes slice = bytes.slice(10, 90).slice(5, 15);
      assertEquals(10, slice.length());
      slice.set(9, (byte) 3);
      assertEquals(3, bytes.get(24));
      assertThrows(IndexOutOfBoundsException.class, () -> slice.get(10));
      assertThrows(IndexOutOfBoundsException.class, () -> slice.slice(0, 11));
      assertThrows(IndexOutOfBoundsException.class, () -> slice.slice(5, 4));
      assertEquals(0, slice.slice(10, 10).length());
      assertEquals(bytes.slice(15, 25), slice);
      assertEquals(bytes.slice(15, 25).hashCode(), slice.hashCode());
      assertNotEquals(bytes.slice(15, 24), slice);
      slice.close();
      assertEquals(3, slice.get(9));
    }
  }

  @Test
  void shouldShowItselfAsABuffer() {
    try (RawInts ints = RawArray.ofInts(10)) {
      ByteBuffer buffer = ints.slice(2, 10).byteBuffer(1, 4);
      assertEquals(12, buffer.capacity());
      assertEquals(ByteOrder.nativeOrder(), buffer.order());
      buffer.asIntBuffer().put(2, 77);
      assertEquals(77, ints.get(5));
      assertEquals(40, ints.byteBuffer().remaining());
      assertEquals(0, ints.byteBuffer(3, 3).remaining());
      assertThrows(IndexOutOfBoundsException.class, () -> ints.byteBuffer(0, 11));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 3, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 32})
  void shouldRefuseIndexesOutside(long index) {
    try (RawDoubles doubles = RawArray.ofDoubles(3)) {
      IndexOutOfBoundsException refused =
          assertThrows(IndexOutOfBoundsException.class, () -> doubles.get(index));
      assertTrue(refused.getMessage().contains(Long.toString(index)), refused.getMessage());
      assertThrows(IndexOutOfBoundsException.class, () -> doubles.set(index, 1));
      assertThrows(IndexOutOfBoundsException.class, () -> doubles.getAcquire(index));
      assertThrows(IndexOutOfBoundsException.class, () -> doubles.setRelease(index, 1));
      assertThrows(IndexOutOfBoundsException.class, () -> doubles.getAndAdd(index, 1));
      assertThrows(IndexOutOfBoundsException.class, () -> doubles.compareAndSet(index, 1, 1));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 0, Long.MIN_VALUE, Long.MAX_VALUE, Long.MAX_VALUE / 2 + 1})
  void shouldRefuseImpossibleLengths(long length) {
    for (LongConsumer factory :
        new LongConsumer[] {
          RawArray::ofDoubles, RawArray::ofLongs, RawArray::ofInts, RawArray::ofBytes
        }) {
      IllegalArgumentException refused =
          assertThrows(IllegalArgumentException.class, () -> factory.accept(length));
      assertTrue(refused.getMessage().startsWith("length=" + length), refused.getMessage());
    }
  }

  @Test
  void shouldRefuseMoreThanThereIsAndSayHowMuchThatIs() {
    long length = 1L << 47;
    NoSpaceException refused =
        assertThrows(NoSpaceException.class, () -> RawArray.ofDoubles(length));
    assertTrue(refused.wantedBytes() >= 8 * length);
    assertTrue(refused.freeBytes() > 0 && refused.freeBytes() < length);
    assertTrue(refused.getMessage().contains("free " + refused.freeBytes()));
  }

  @Test
  void shouldBeTheSameMemoryInAnotherJvm() throws Exception {
    try (RawDoubles doubles = RawArray.ofDoubles(100);
        RawLongs longs = RawArray.ofLongs(100);
        RawInts ints = RawArray.ofInts(100);
        RawBytes bytes = RawArray.ofBytes(100)) {
      RawInts slice = ints.slice(50, 60);
      other.run(
          () -> {
            doubles.set(99, 1);
            longs.set(98, 2);
            ints.set(97, 3);
            bytes.set(96, (byte) 4);
            slice.fill(5);
          });
      assertEquals(1, doubles.get(99));
      assertEquals(2, longs.get(98));
      assertEquals(3, ints.get(97));
      assertEquals(4, bytes.get(96));
      assertEquals(0, ints.get(49) + ints.get(60));
      assertEquals(5, ints.get(50));
      assertEquals(5, ints.get(59));
    }
  }

  @Test
  void shouldComeBackEqualAndAsAHandleOfItsOwn() throws Exception {
    try (RawLongs longs = RawArray.ofLongs(100)) {
      RawLongs slice = longs.slice(10, 20);
      RawLongs back = other.call(() -> slice);
      assertEquals(slice, back);
      assertNotEquals(longs, back);
      back.set(0, 9);
      back.close();
      assertThrows(IllegalStateException.class, () -> back.get(0));
      assertEquals(9, longs.get(10));
    }
  }

  @Test
  void shouldLoseNoChangeOfNeighboursMadeByTwoJvms() throws Exception {
    try (RawLongs longs = RawArray.ofLongs(4);
        RawBytes bytes = RawArray.ofBytes(8)) {
      OtherJvm.Action change =
          () -> {
            longs.getAndAdd(3, 1);
            while (longs.getAcquire(3) < 2) {
              Thread.onSpinWait();
            }
            for (int i = 0; i < 100_000; i++) {
              longs.getAndAdd(i % 2, 1);
              bytes.getAndAdd(i % 8, (byte) 1);
            }
          };
      CompletableFuture<Object> there = other.runAsync(change);
      change.run();
      OtherJvm.get(there);
      assertEquals(100_000, longs.get(0));
      assertEquals(100_000, longs.get(1));
      for (int i = 0; i < 8; i++) {
        assertEquals((byte) 25_000, bytes.get(i));
      }
    }
  }

  @Test
  void shouldPublishByAReleaseWhatWasWrittenPlainly() throws Exception {
    try (RawDoubles data = RawArray.ofDoubles(1000);
        RawInts flag = RawArray.ofInts(1)) {
      CompletableFuture<Double> sum =
          other.callAsync(
              () -> {
                while (flag.getAcquire(0) == 0) {
                  Thread.onSpinWait();
                }
                double total = 0;
                for (int i = 0; i < 1000; i++) {
                  total += data.get(i);
                }
                return total;
              });
      data.fill(3);
      flag.setRelease(0, 1);
      assertEquals(3000, OtherJvm.get(sum));
    }
  }
}
