package io.multiprocessing.internal.manager.client;

import io.multiprocessing.internal.manager.Cell;
import io.multiprocessing.internal.manager.FrameReceiver;
import io.multiprocessing.internal.manager.FrameSender;
import io.multiprocessing.internal.manager.InFrame;
import io.multiprocessing.internal.manager.Replies;
import io.multiprocessing.internal.manager.Reply;
import io.multiprocessing.internal.manager.Request;
import io.multiprocessing.internal.manager.Requests;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * Client side: one connection to the server; the thread that calls writes and reads itself.
 * Confined to one thread at a time.
 */
final class ClientConnection implements AutoCloseable {

  /*
   * The channel does not block, and the thread waits in a selector: a channel that blocks is closed by
   * an interrupt of its thread, and a put that was under way would have happened or not. Here an
   * interrupt only ends the wait. It is remembered, and the caller decides: a request that may wait
   * long is cancelled by a message, upon which the server says which of the two has come first.
   *
   * Before it sleeps it looks again and again for a moment, and yields to whoever wants the core.
   */

  private static final int BUFFER_BYTES =
      16 << 10; // two, outside the heap, which a worker has little of

  // most answers come within; a core that has gone to sleep meanwhile takes as long to wake
  private static final long EAGER_NANOS = 40_000;

  private final SocketChannel channel;
  private final Selector selector;
  private final SelectionKey key;
  private final ByteBuffer in = ByteBuffer.allocateDirect(BUFFER_BYTES).limit(0);
  private final ByteBuffer staging = ByteBuffer.allocateDirect(BUFFER_BYTES);
  private final FrameReceiver receiver = new FrameReceiver();
  private final FrameSender sender = new FrameSender();
  private Patience patience;
  private boolean interrupted; // an interrupt was taken from the thread and is not given back yet

  private ClientConnection(SocketChannel channel, Selector selector, Patience patience)
      throws IOException {
    this.channel = channel;
    this.selector = selector;
    this.patience = patience;
    channel.configureBlocking(false);
    this.key = channel.register(selector, 0);
  }

  /** Takes over a channel, and closes it if that fails. */
  static ClientConnection of(SocketChannel channel, Patience patience) throws IOException {
    Selector selector = null;
    try {
      selector = Selector.open();
      return new ClientConnection(channel, selector, patience);
    } catch (IOException | RuntimeException e) {
      channel.close();
      if (selector != null) {
        selector.close();
      }
      throw e;
    }
  }

  void setPatience(Patience newPatience) {
    patience = newPatience;
  }

  SocketChannel channel() {
    return channel;
  }

  /** Waits until the operating system has connected. */
  void awaitConnected() throws IOException {
    while (!channel.finishConnect()) {
      await(SelectionKey.OP_CONNECT);
    }
  }

  void sendRaw(byte[] bytes) throws IOException {
    sender.addRaw(bytes);
    flush();
  }

  byte[] receiveRaw(int count) throws IOException {
    byte[] bytes = new byte[count];
    for (int have = 0; have < count; ) {
      if (!in.hasRemaining()) {
        fill();
        continue;
      }
      int piece = Math.min(in.remaining(), count - have);
      in.get(bytes, have, piece);
      have += piece;
    }
    return bytes;
  }

  void send(Request request) throws IOException {
    sender.add(request.toFrame());
    flush();
  }

  private void flush() throws IOException {
    while (!sender.send(channel, staging)) {
      await(SelectionKey.OP_WRITE);
    }
  }

  /** Waits for the whole reply. */
  Reply receive() throws IOException {
    return receive(false);
  }

  /** Waits for the whole reply; if the thread is interrupted the request is cancelled. */
  Reply receiveOrCancel() throws IOException {
    return receive(true);
  }

  private Reply receive(boolean cancellable) throws IOException {
    List<Cell> cells = new ArrayList<>(0);
    boolean toBeCancelled = cancellable;
    while (true) {
      if (toBeCancelled && interrupted) {
        toBeCancelled = false;
        send(Request.of(Requests.CANCEL, 0, 0, 0));
      }
      InFrame frame = receiver.take(in);
      if (frame == null) {
        fill();
        continue;
      }
      Reply part = Reply.of(frame);
      if (part.status() == Replies.MORE) {
        cells.addAll(part.cells());
      } else if (part.status() != Replies.WAITING) {
        return cells.isEmpty() ? part : completed(part, cells);
      }
    }
  }

  private static Reply completed(Reply last, List<Cell> cells) {
    cells.addAll(last.cells());
    return new Reply(last.status(), last.number(), cells);
  }

  /**
   * Returns what the server has said without being asked, be it that the connection has ended
   * since.
   *
   * @return a reply, or null if it has said nothing and is there
   * @throws IOException if it has ended without a word
   */
  Reply receiveUnasked() throws IOException {
    while (true) {
      InFrame frame = receiver.take(in);
      if (frame != null) {
        return Reply.of(frame);
      }
      if (read() == 0) {
        return null;
      }
    }
  }

  /** Waits for more; an interrupt ends the wait, and then there may be none. */
  private void fill() throws IOException {
    long begin = System.nanoTime();
    do {
      if (read() > 0) {
        return;
      }
      Thread.yield(); // first of all to the server
    } while (System.nanoTime() - begin < EAGER_NANOS);
    await(SelectionKey.OP_READ);
    read();
  }

  private int read() throws IOException {
    in.clear();
    int count;
    try {
      count = channel.read(in);
    } finally {
      in.flip();
    }
    if (count < 0) {
      throw new EOFException("the connection has ended");
    }
    return count;
  }

  /** Waits until the channel is ready, or the thread is interrupted, or the patience is over. */
  private void await(int operation) throws IOException {
    if (key.interestOps() != operation) {
      key.interestOps(operation);
    }
    for (int tick = 0; tick < patience.ticks(); tick++) {
      int ready = selector.select(patience.tickMillis());
      if (Thread.interrupted()) { // else every further wait would end at once
        interrupted = true;
        ready = 1;
      }
      if (ready > 0) {
        selector.selectedKeys().clear();
        return;
      }
    }
    throw new SocketTimeoutException("no answer for " + patience.millis() / 1000 + " s");
  }

  /** Tells whether the thread was interrupted since the last call of this, which forgets it. */
  boolean takeInterrupt() {
    boolean taken = interrupted;
    interrupted = false;
    return taken;
  }

  @Override
  public void close() {
    try (selector) {
      channel.close();
    } catch (IOException e) {
      // it is of no use any more in any case
    }
  }
}
