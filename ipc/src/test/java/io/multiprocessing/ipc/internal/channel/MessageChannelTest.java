package io.multiprocessing.ipc.internal.channel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.esotericsoftware.kryo.io.KryoBufferUnderflowException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageChannelTest {
  private Path folder;
  private MessageWriter writer;
  private MessageReader reader;

  @BeforeEach
  void open() throws IOException {
    folder = TempFolders.create();
    writer = MessageWriter.open(folder);
    reader = MessageReader.open(folder);
  }

  @AfterEach
  void close() throws IOException {
    reader.close();
    writer.close();
    TempFolders.delete(folder);
  }

  @Test
  void shouldDeliverMessagesInOrderAndThenNull() {
    assertNull(reader.poll());
    for (int i = 0; i < 1000; i++) {
      writer.begin().writeInt(i);
      writer.commit();
    }
    for (int i = 0; i < 1000; i++) {
      assertEquals(i, reader.poll().readInt());
    }
    assertNull(reader.poll());
  }

  @Test
  void shouldShowNothingBeforeCommitNorAfterAbort() {
    writer.begin().writeInt(1);
    assertNull(reader.poll());
    writer.abort();
    assertNull(reader.poll());
    writer.begin().writeInt(2);
    writer.begin().writeInt(3);
    writer.commit();
    assertEquals(3, reader.poll().readInt());
    assertNull(reader.poll());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 4095, 65_535, 65_536, 65_537, 131_072, 200_001, 5_000_000})
  void shouldDeliverBytesOfAnySize(int size) throws IOException {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    MessageOutput output = writer.begin();
    output.writeBytes(bytes);
    assertEquals(size, output.mark());
    assertEquals(size > 65_536, output.spilled());
    writer.commit();

    MessageInput input = reader.poll();
    assertEquals(size, input.remaining());
    assertArrayEquals(bytes, input.readBytes(size));
    assertEquals(size, input.total());
    assertTrue(input.end());
    assertThrows(KryoBufferUnderflowException.class, input::readByte);
    assertNull(reader.poll());
    assertEquals(List.of("g0"), TempFolders.names(folder));
  }

  @Test
  void shouldReadEveryKindOfValueAcrossTheBufferBoundary() {
    for (int lead : new int[] {65_530, 65_533, 65_536, 131_065}) {
      double[] doubles = new Random(1).doubles(20_000).toArray();
      long[] longs = new Random(2).longs(9_000).toArray();
      int[] ints = new Random(3).ints(40_001).toArray();
      float[] floats = {Float.NaN, -0f, 1.5f};
      String ascii = "a".repeat(70_000);
      String unicode = "ü€".repeat(50_000);
      MessageOutput output = writer.begin();
      for (int i = 0; i < lead; i++) {
        output.writeByte(i);
      }
      output.writeLong(Long.MIN_VALUE + 7);
      output.writeVarLong(Long.MAX_VALUE, true);
      output.writeVarInt(-77, false);
      output.writeDoubles(doubles, 0, doubles.length);
      output.writeLongs(longs, 0, longs.length);
      output.writeByte(1);
      output.writeInts(ints, 1, ints.length - 1);
      output.writeFloats(floats, 0, floats.length);
      output.writeInts(ints, 0, ints.length, false); // of variable length
      output.writeString(ascii);
      output.writeString(unicode);
      output.writeChar('x');
      writer.commit();

      MessageInput input = reader.poll();
      for (int i = 0; i < lead; i++) {
        assertEquals((byte) i, input.readByte());
      }
      assertEquals(Long.MIN_VALUE + 7, input.readLong());
      assertEquals(Long.MAX_VALUE, input.readVarLong(true));
      assertEquals(-77, input.readVarInt(false));
      assertArrayEquals(doubles, input.readDoubles(doubles.length));
      assertArrayEquals(longs, input.readLongs(longs.length));
      assertEquals(1, input.readByte());
      assertArrayEquals(Arrays.copyOfRange(ints, 1, ints.length), input.readInts(ints.length - 1));
      assertArrayEquals(floats, input.readFloats(floats.length));
      assertArrayEquals(ints, input.readInts(ints.length, false));
      assertEquals(ascii, input.readString());
      assertEquals(unicode, input.readString());
      assertEquals('x', input.readChar());
      assertTrue(input.end());
    }
  }

  @Test
  void shouldPatchAndRollBackAlsoAfterSpilling() {
    MessageOutput output = writer.begin();
    long first = output.mark();
    output.writeLong(0);
    output.writeBytes(new byte[65_525]);
    long second = output.mark();
    output.writeLong(0); // does not fit any more: the buffer goes to the segment
    assertTrue(output.spilled());
    output.patchLong(second, 22);
    output.writeBytes(new byte[100_000]);
    long cut = output.mark();
    output.writeBytes(new byte[300_000]);
    output.writeInt(5);
    output.rollback(cut);
    assertEquals(cut, output.mark());
    output.writeInt(6);
    output.patchLong(first, 11);
    writer.commit();

    MessageInput input = reader.poll();
    assertEquals(11, input.readLong());
    input.skip(65_525);
    assertEquals(22, input.readLong());
    input.skip(100_000L);
    assertEquals(6, input.readInt());
    assertTrue(input.end());
  }

  @Test
  void shouldHaveTheMessageInTheBufferAgainWhenItIsRolledBackFarEnough() throws IOException {
    MessageOutput output = writer.begin();
    output.writeLong(7);
    long mark = output.mark();
    output.writeBytes(new byte[300_000]);
    assertTrue(output.spilled());
    output.rollback(mark);
    assertFalse(output.spilled());
    assertEquals(List.of("g0"), TempFolders.names(folder));
    output.writeInt(8);
    ByteBuffer copy = ByteBuffer.allocate(16);
    assertEquals(4, output.copyTail(mark, copy, 0));
    writer.commit();

    MessageInput input = reader.poll();
    assertEquals(7, input.readLong());
    assertEquals(8, input.readInt());
    assertTrue(input.end());
  }

  @Test
  void shouldRollBackWithinTheBuffer() {
    MessageOutput output = writer.begin();
    output.writeInt(1);
    long mark = output.mark();
    output.writeInt(2);
    output.rollback(mark);
    output.writeInt(3);
    assertThrows(IllegalArgumentException.class, () -> output.rollback(9));
    assertThrows(IllegalArgumentException.class, () -> output.patchLong(4, 1));
    writer.commit();
    MessageInput input = reader.poll();
    assertEquals(1, input.readInt());
    assertEquals(3, input.readInt());
    assertTrue(input.end());
  }

  @Test
  void shouldCopyTheTailOfASmallMessageOnly() {
    MessageOutput output = writer.begin();
    output.writeInt(1);
    long mark = output.mark();
    output.writeBytes(new byte[] {5, 6, 7});
    ByteBuffer to = ByteBuffer.allocateDirect(10);
    assertEquals(3, output.copyTail(mark, to, 2));
    assertEquals(0, to.position());
    assertEquals(5, to.get(2));
    assertEquals(7, to.get(4));
    output.writeBytes(new byte[70_000]);
    assertThrows(IllegalStateException.class, () -> output.copyTail(mark, to, 0));
  }

  @Test
  void shouldSkipAndRewindInALargeMessage() {
    MessageOutput output = writer.begin();
    for (int i = 0; i < 1_000_000; i++) {
      output.writeInt(i);
    }
    writer.commit();
    MessageInput input = reader.poll();
    assertEquals(0, input.readInt());
    assertEquals(3_999_992L - 4, input.skip(3_999_992L - 4));
    assertEquals(999_998, input.readInt());
    assertThrows(KryoBufferUnderflowException.class, () -> input.skip(5L));
    assertEquals(999_999, input.readInt());
    assertTrue(input.end());
    input.reset();
    assertEquals(0, input.readInt());
    assertEquals(4, input.total());
  }

  @Test
  void shouldKeepASegmentUntilTheNextPoll() throws IOException {
    writer.begin().writeBytes(new byte[100_000]);
    writer.commit();
    writer.begin().writeBytes(new byte[100_000]);
    writer.commit();
    assertNotNull(reader.poll());
    assertEquals(List.of("g0", "s0", "s1"), TempFolders.names(folder));
    assertNotNull(reader.poll());
    assertEquals(List.of("g0", "s1"), TempFolders.names(folder));
    reader.close();
    assertEquals(List.of("g0"), TempFolders.names(folder));
  }

  @Test
  void shouldDropTheSegmentOfAnAbortedMessage() throws IOException {
    MessageOutput output = writer.begin();
    output.writeBytes(new byte[100_000]);
    assertTrue(output.spilled());
    writer.abort();
    assertFalse(output.spilled());
    assertEquals(List.of("g0"), TempFolders.names(folder));
    writer.begin().writeBytes(new byte[100_000]);
    writer.close();
    assertEquals(List.of("g0"), TempFolders.names(folder));
  }

  @Test
  void shouldNotLeaveBeforeCommitWhenSomebodyFlushesOrClosesTheOutput() {
    MessageOutput output = writer.begin();
    output.writeInt(1);
    output.flush();
    output.close();
    output.writeInt(2);
    assertFalse(output.spilled());
    writer.commit();
    MessageInput input = reader.poll();
    assertEquals(1, input.readInt());
    input.close();
    assertEquals(2, input.readInt());
  }

  @Test
  void shouldRefuseUseAfterClose() {
    writer.close();
    writer.close();
    assertThrows(IllegalStateException.class, writer::begin);
    assertThrows(IllegalStateException.class, writer::commit);
    reader.close();
    reader.close();
    assertThrows(IllegalStateException.class, reader::poll);
  }

  @Test
  void shouldReadWhatAClosedWriterLeft() {
    writer.begin().writeInt(1);
    writer.commit();
    writer.begin().writeBytes(new byte[100_000]);
    writer.commit();
    writer.close();
    assertEquals(1, reader.poll().readInt());
    assertEquals(100_000, reader.poll().remaining());
    assertNull(reader.poll());
  }

  @Test
  void shouldUnderflowInsideAnArray() {
    writer.begin().writeDoubles(new double[] {1, 2, 3}, 0, 3);
    writer.commit();
    MessageInput small = reader.poll();
    assertThrows(KryoBufferUnderflowException.class, () -> small.readDoubles(4));
    writer.begin().writeDoubles(new double[10_000], 0, 10_000);
    writer.commit();
    MessageInput large = reader.poll();
    assertThrows(KryoBufferUnderflowException.class, () -> large.readDoubles(10_001));
    assertNull(reader.poll());
  }

  @Test
  void shouldRefuseASecondWriterAndAReaderWithoutWriter() throws IOException {
    assertThrows(IllegalStateException.class, () -> MessageWriter.open(folder));
    Path empty = TempFolders.create();
    assertThrows(IllegalStateException.class, () -> MessageReader.open(empty));
    TempFolders.delete(empty);
    assertThrows(UncheckedIOException.class, () -> MessageWriter.open(empty));
  }

  @Test
  void shouldCostLittleWhileIdle() {
    assertTrue(TempFolders.usedKib(folder) < 256, () -> TempFolders.usedKib(folder) + " KiB");
  }
}
