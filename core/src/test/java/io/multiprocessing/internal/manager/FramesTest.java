package io.multiprocessing.internal.manager;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FramesTest {

  private static final int STAGING_BYTES = 1000;

  /** A socket that takes a random number of bytes, sometimes none. */
  private static final class Reluctant implements WritableByteChannel {
    private final Random random = new Random(1);
    private final ByteArrayOutputStream taken = new ByteArrayOutputStream();

    @Override
    public int write(ByteBuffer source) {
      int count = random.nextInt(source.remaining() + 1);
      for (int i = 0; i < count; i++) {
        taken.write(source.get());
      }
      return count;
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {}
  }

  private static byte[] sent(FrameSender sender) throws IOException {
    Reluctant socket = new Reluctant();
    while (!sender.send(socket, ByteBuffer.allocate(STAGING_BYTES))) {
      assertTrue(!sender.isEmpty());
    }
    assertTrue(sender.isEmpty());
    return socket.taken.toByteArray();
  }

  private static byte[] blob(int length) {
    byte[] blob = new byte[length];
    new Random(length).nextBytes(blob);
    return blob;
  }

  @Test
  void shouldBringRequestsOverInWhateverPieces() throws IOException {
    FrameSender sender = new FrameSender();
    int[] lengths = {0, 1, 90, 200, 4096, 4097, 20_000, 300_000};
    for (int length : lengths) {
      sender.add(Request.of((byte) 9, 1, -2, length, blob(length), blob(3)).toFrame());
    }
    ByteBuffer bytes = ByteBuffer.wrap(sent(sender));
    FrameReceiver receiver = new FrameReceiver();
    Random random = new Random(2);
    for (int length : lengths) {
      Request request = Request.of(receive(receiver, bytes, random));
      assertEquals(9, request.code());
      assertEquals(1, request.object());
      assertEquals(-2, request.first());
      assertEquals(length, request.second());
      assertArrayEquals(blob(length), request.blobs().get(0));
      assertArrayEquals(blob(3), request.blobs().get(1));
      assertEquals(2, request.blobs().size());
    }
    assertEquals(0, bytes.remaining());
  }

  private static InFrame receive(FrameReceiver receiver, ByteBuffer bytes, Random random)
      throws IOException {
    while (true) {
      int piece = Math.min(bytes.remaining(), random.nextInt(1500));
      ByteBuffer part = bytes.slice(bytes.position(), piece);
      InFrame frame = receiver.take(part);
      bytes.position(bytes.position() + part.position());
      if (frame != null) {
        return frame;
      }
    }
  }

  @Test
  void shouldBringALargeReplyOverInSeveralFrames() throws IOException {
    List<Cell> cells = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      cells.add(new Cell(i, blob(100_000 * (i % 4))));
    }
    FrameSender sender = new FrameSender();
    sender.addAll(new Reply(Replies.OK, 5, cells).toFrames());
    ByteBuffer bytes = ByteBuffer.wrap(sent(sender));
    FrameReceiver receiver = new FrameReceiver();
    List<Cell> received = new ArrayList<>();
    int frames = 0;
    Reply last;
    do {
      last = Reply.of(receiver.take(bytes));
      received.addAll(last.cells());
      frames++;
    } while (last.status() == Replies.MORE);
    assertEquals(Replies.OK, last.status());
    assertEquals(5, last.number());
    assertTrue(frames > 3, () -> "the reply was cut");
    assertEquals(cells.size(), received.size());
    for (int i = 0; i < cells.size(); i++) {
      assertEquals(i, received.get(i).stamp());
      assertArrayEquals(cells.get(i).bytes(), received.get(i).bytes());
    }
  }

  @Test
  void shouldRefuseLengthsThatNoFrameHas() {
    for (int length : new int[] {0, -1, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
      ByteBuffer bytes = ByteBuffer.allocate(4).putInt(0, length);
      assertThrows(MalformedFrameException.class, () -> new FrameReceiver().take(bytes));
    }
  }

  @Test
  void shouldTakeNoMoreMemoryThanHasCome() throws IOException {
    List<FrameReceiver> receivers = new ArrayList<>();
    for (int i = 0; i < 1000; i++) { // of 2 GB each
      FrameReceiver receiver = new FrameReceiver();
      ByteBuffer bytes = ByteBuffer.allocate(100).putInt(0, OutFrame.MAX_BYTES);
      assertNull(receiver.take(bytes));
      receivers.add(receiver);
    }
    assertEquals(1000, receivers.size());
  }

  @Test
  void shouldRefuseFieldsThatReachBeyondTheirFrame() throws IOException {
    for (int length : new int[] {-1, Integer.MIN_VALUE, 6, Integer.MAX_VALUE}) {
      byte[] frame = new byte[34]; // code, three numbers, length of a blob of 5 bytes
      ByteBuffer.wrap(frame).putInt(25, length);
      assertThrows(
          MalformedFrameException.class, () -> Request.of(new InFrame(frame, frame.length)));
    }
    assertThrows(MalformedFrameException.class, () -> new InFrame(new byte[0], 0));
    byte[] cut = new byte[20];
    assertThrows(MalformedFrameException.class, () -> Request.of(new InFrame(cut, cut.length)));
  }
}
