package io.multiprocessing.managed;

import io.multiprocessing.Manager;
import io.multiprocessing.internal.manager.FrameReceiver;
import io.multiprocessing.internal.manager.FrameSender;
import io.multiprocessing.internal.manager.Handshake;
import io.multiprocessing.internal.manager.InFrame;
import io.multiprocessing.internal.manager.Reply;
import io.multiprocessing.internal.manager.Request;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** A client that can do everything wrong. */
final class RawClient implements AutoCloseable {

  private static final int BUFFER_BYTES = 1 << 16;

  private final SocketChannel channel;
  private final FrameReceiver receiver = new FrameReceiver();
  private final ByteBuffer in = ByteBuffer.allocate(BUFFER_BYTES).limit(0);

  private RawClient(SocketChannel channel) {
    this.channel = channel;
  }

  /** Connects and says nothing. */
  static RawClient silent(Manager manager) throws IOException {
    return new RawClient(SocketChannel.open(manager.address()));
  }

  /** Connects and proves that it knows the secret. */
  static RawClient known(Manager manager, String secret) throws IOException {
    RawClient client = silent(manager);
    Handshake handshake = new Handshake(secret.getBytes(StandardCharsets.UTF_8));
    client.send(handshake.answer(client.receive(Handshake.HELLO_BYTES)));
    byte verdict = client.receive(1)[0];
    if (verdict != Handshake.ACCEPTED
        || handshake.judge(client.receive(Handshake.WELCOME_BYTES)) == null) {
      throw new AssertionError("the manager and this client have different secrets");
    }
    return client;
  }

  void send(byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  void send(Request request) throws IOException {
    FrameSender sender = new FrameSender();
    sender.add(request.toFrame());
    sender.send(channel, ByteBuffer.allocate(BUFFER_BYTES));
  }

  /** Sends a frame of any bytes. */
  void sendFrame(int length, byte... bytes) throws IOException {
    send(ByteBuffer.allocate(4 + bytes.length).putInt(length).put(bytes).array());
  }

  byte[] receive(int count) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(count);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer) < 0) {
        throw new EOFException();
      }
    }
    return buffer.array();
  }

  Reply receiveReply() throws IOException {
    while (true) {
      InFrame frame = receiver.take(in);
      if (frame != null) {
        return Reply.of(frame);
      }
      in.clear();
      if (channel.read(in) < 0) {
        throw new EOFException();
      }
      in.flip();
    }
  }

  /** Waits until the server has closed the connection; whatever it says before is dropped. */
  void awaitEnd() throws IOException {
    ByteBuffer dropped = ByteBuffer.allocate(BUFFER_BYTES);
    try {
      while (channel.read(dropped) >= 0) {
        dropped.clear();
      }
    } catch (IOException e) {
      if (!channel.isOpen()) { // the test's time is over
        throw e;
      }
      // reset: as good as the end
    }
  }

  /** Closes its own direction only. */
  void closeHalf() throws IOException {
    channel.shutdownOutput();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
