package io.multiprocessing.ipc.internal.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.multiprocessing.ipc.internal.jvm.ChildJvm;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryTest {

  private final ByteBuffer memory = ByteBuffer.allocateDirect(64).order(ByteOrder.nativeOrder());

  @TempDir Path folder;

  @Test
  void shouldReadLongsInEveryModeAsTheyWereWritten() {
    Memory.putLong(memory, 8, 1);
    assertEquals(1, Memory.getLong(memory, 8));
    Memory.putLongOpaque(memory, 8, 2);
    assertEquals(2, Memory.getLongOpaque(memory, 8));
    Memory.putLongRelease(memory, 8, 3);
    assertEquals(3, Memory.getLongAcquire(memory, 8));
    Memory.putLongVolatile(memory, 8, Long.MIN_VALUE);
    assertEquals(Long.MIN_VALUE, Memory.getLongVolatile(memory, 8));
    assertEquals(Long.MIN_VALUE, memory.getLong(8));
  }

  @Test
  void shouldReadIntsInEveryModeAsTheyWereWritten() {
    Memory.putInt(memory, 4, 1);
    assertEquals(1, Memory.getInt(memory, 4));
    Memory.putIntOpaque(memory, 4, 2);
    assertEquals(2, Memory.getIntOpaque(memory, 4));
    Memory.putIntRelease(memory, 4, 3);
    assertEquals(3, Memory.getIntAcquire(memory, 4));
    Memory.putIntVolatile(memory, 4, Integer.MIN_VALUE);
    assertEquals(Integer.MIN_VALUE, Memory.getIntVolatile(memory, 4));
    assertEquals(Integer.MIN_VALUE, memory.getInt(4));
  }

  @Test
  void shouldSetOnlyWhatHasTheExpectedValue() {
    assertTrue(Memory.compareAndSetLong(memory, 0, 0, 5));
    assertFalse(Memory.compareAndSetLong(memory, 0, 0, 6));
    assertEquals(5, Memory.getAndAddLong(memory, 0, 2));
    assertEquals(7, Memory.getLong(memory, 0));
    assertTrue(Memory.compareAndSetInt(memory, 12, 0, 5));
    assertFalse(Memory.compareAndSetInt(memory, 12, 0, 6));
    assertEquals(5, Memory.getAndAddInt(memory, 12, 2));
    assertEquals(7, Memory.getInt(memory, 12));
  }

  @Test
  void shouldReturnWhatASetReplaces() {
    assertEquals(0, Memory.getAndSetLong(memory, 0, 5));
    assertEquals(5, Memory.getAndSetLong(memory, 0, 6));
    assertEquals(0, Memory.getAndSetInt(memory, 12, 7));
    assertEquals(7, Memory.getAndSetInt(memory, 12, 8));
  }

  @Test
  void shouldTellDoublesApartByTheirBits() {
    Memory.putDouble(memory, 8, -0.0);
    assertFalse(Memory.compareAndSetDouble(memory, 8, 0.0, 1));
    assertTrue(Memory.compareAndSetDouble(memory, 8, -0.0, Double.NaN));
    assertTrue(Memory.compareAndSetDouble(memory, 8, Double.NaN, 2.5));
    assertEquals(2.5, Memory.getDouble(memory, 8));
    Memory.putDoubleRelease(memory, 8, 3.5);
    assertEquals(3.5, Memory.getDoubleAcquire(memory, 8));
    assertEquals(3.5, memory.getDouble(8));
  }

  @Test
  void shouldChangeOneByteAndNotItsNeighbours() {
    for (int i = 0; i < 8; i++) {
      Memory.putByteRelease(memory, i, (byte) (0x80 + i));
    }
    for (int i = 0; i < 8; i++) {
      assertFalse(Memory.compareAndSetByte(memory, i, (byte) 1, (byte) 2));
      assertTrue(Memory.compareAndSetByte(memory, i, (byte) (0x80 + i), (byte) -i));
    }
    for (int i = 0; i < 8; i++) {
      assertEquals((byte) -i, Memory.getByteAcquire(memory, i));
    }
  }

  @Test
  void shouldRefuseWordsThatAreNotAlignedOrNotThere() {
    assertThrows(IllegalStateException.class, () -> Memory.getLongVolatile(memory, 4));
    assertThrows(IllegalStateException.class, () -> Memory.getAndAddInt(memory, 2, 1));
    assertThrows(IndexOutOfBoundsException.class, () -> Memory.getLong(memory, 64));
  }

  @Test
  void shouldLoseNoIncrementOfTwoProcesses() throws Exception {
    int increments = 200_000;
    Path path = folder.resolve("words");
    try (MappedFile file = MappedFile.create(path, 64);
        ChildJvm child = ChildJvm.start(AddToWordMain.class, path, increments)) {
      ByteBuffer words = file.buffer();
      child.expectLine("ready");
      Memory.putLongRelease(words, 8, 1); // release: the child begins; nothing else to publish
      for (int i = 0; i < increments; i++) {
        Memory.getAndAddLong(words, 0, 1);
      }
      child.expectSuccess();
      assertEquals(2L * increments, Memory.getLongAcquire(words, 0));
    }
  }
}
