package io.multiprocessing.internal.manager.server;

import io.multiprocessing.internal.manager.Cell;
import io.multiprocessing.internal.manager.FrameReceiver;
import io.multiprocessing.internal.manager.FrameSender;
import io.multiprocessing.internal.manager.Handshake;
import io.multiprocessing.internal.manager.InFrame;
import io.multiprocessing.internal.manager.MalformedFrameException;
import io.multiprocessing.internal.manager.Replies;
import io.multiprocessing.internal.manager.Reply;
import io.multiprocessing.internal.manager.Request;
import io.multiprocessing.internal.manager.Requests;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.List;

/** Server side: one connection of a client. Confined to the thread of the loop. */
final class ServerConnection {

  private static final int READS_PER_TURN = 16; // of 64 KiB, then it is the turn of others

  /** Server side: what a connection is doing. */
  enum State {
    /** It has not proved yet that it knows the secret. */
    STRANGER,
    /** It may ask. */
    KNOWN,
    /** It was refused, and is told so. */
    REFUSED,
    /** It is closed. */
    ENDED;

    boolean canBecome(State next) {
      return switch (this) {
        case STRANGER -> next != STRANGER;
        case KNOWN, REFUSED -> next == ENDED;
        case ENDED -> false;
      };
    }
  }

  private final ServerLoop loop;
  private final SocketChannel channel;
  private final SelectionKey key;
  private final Handshake handshake;
  private final ByteBuffer answer = ByteBuffer.allocate(Handshake.ANSWER_BYTES);
  private final FrameReceiver receiver = new FrameReceiver();
  private final FrameSender sender = new FrameSender();
  // STRANGER to KNOWN, by the right answer; STRANGER to REFUSED, by a wrong one; all to ENDED
  private State state = State.STRANGER;
  private Waiter waiter; // the request that waits, or null
  private ServedQueue heldFrom; // where the elements below belong if they do not arrive
  private List<Cell> held; // sent, not acknowledged yet; or null

  ServerConnection(ServerLoop loop, SocketChannel channel, SelectionKey key, byte[] secret) {
    this.loop = loop;
    this.channel = channel;
    this.key = key;
    this.handshake = new Handshake(secret);
  }

  private void transition(State next) {
    if (!state.canBecome(next)) {
      throw new IllegalStateException("a connection cannot go from " + state + " to " + next);
    }
    state = next;
  }

  boolean isKnown() {
    return state == State.KNOWN;
  }

  void greet() {
    sender.addRaw(handshake.hello());
    flush();
  }

  /** Takes what has come, and answers what is complete. */
  void read(ByteBuffer in) throws IOException {
    for (int i = 0; i < READS_PER_TURN && state != State.ENDED; i++) {
      in.clear();
      int count = channel.read(in);
      if (count < 0) {
        throw new EOFException("the client has gone");
      }
      if (count == 0) {
        return;
      }
      take(in.flip());
    }
  }

  private void take(ByteBuffer in) throws IOException {
    while (in.hasRemaining()) {
      switch (state) {
        case STRANGER -> takeAnswer(in);
        case KNOWN -> {
          InFrame frame = receiver.take(in);
          if (frame != null) {
            handle(Request.of(frame));
          }
        }
        case REFUSED, ENDED -> in.position(in.limit()); // what it says does not matter
      }
    }
  }

  private void takeAnswer(ByteBuffer in) {
    while (in.hasRemaining() && answer.hasRemaining()) {
      answer.put(in.get());
    }
    if (answer.hasRemaining() && Handshake.canBecomeAnswer(answer.array(), answer.position())) {
      return;
    }
    judge();
  }

  private void judge() {
    if (!answer.hasRemaining() && handshake.accepts(answer.array())) {
      transition(State.KNOWN);
      loop.nowKnown(this);
      sender.addRaw(handshake.welcome(loop.identity()));
    } else {
      transition(State.REFUSED);
      sender.addRaw(new byte[] {Handshake.REFUSED});
    }
    flush();
  }

  private void handle(Request request) throws IOException {
    switch (request.code()) {
      case Requests.ACK -> held = null;
      case Requests.CANCEL -> cancel();
      default -> {
        if (waiter != null || held != null || !sender.isEmpty()) {
          throw new MalformedFrameException("a request while another one is under way");
        }
        Reply reply = loop.objects().handle(request, this);
        if (reply != null) {
          reply(reply);
        }
      }
    }
  }

  private void cancel() {
    if (waiter != null) { // else the reply is on its way
      waiter.leave();
      reply(Reply.of(Replies.CANCELLED, 0));
    }
  }

  /** The request under way waits. */
  void waitsAs(Waiter newWaiter) {
    waiter = newWaiter;
  }

  /** The next reply has elements that are given back if the client does not acknowledge them. */
  void holds(ServedQueue queue, List<Cell> elements) {
    heldFrom = queue;
    held = elements;
  }

  /** Answers the request under way. If the connection is broken, it ends after this turn. */
  void reply(Reply reply) {
    waiter = null;
    sender.addAll(reply.toFrames());
    flush();
  }

  /** Tells a client that waits that this server lives. */
  void sendSignOfLife() {
    if (sender.isEmpty()) {
      sender.addAll(Reply.of(Replies.WAITING, 0).toFrames());
      flush();
    }
  }

  /** Tells the client that the server ends. */
  void sayFarewell() {
    if (isKnown()) {
      waiter = null;
      sender.addAll(Reply.of(Replies.CLOSED, 0).toFrames());
      flush();
    }
  }

  boolean hasMoreToSend() {
    return !sender.isEmpty() && state != State.ENDED;
  }

  /** Sends what can be sent now. */
  void flush() {
    if (state == State.ENDED) {
      return;
    }
    try {
      boolean all = sender.send(channel, loop.staging());
      if (all && state == State.REFUSED) {
        loop.drop(this);
      }
      key.interestOps(all ? SelectionKey.OP_READ : SelectionKey.OP_READ | SelectionKey.OP_WRITE);
    } catch (IOException e) {
      loop.drop(this);
    }
  }

  /** Closes the connection: nothing it was given and has not acknowledged is lost. */
  void end() {
    if (state == State.ENDED) {
      return;
    }
    transition(State.ENDED);
    key.cancel();
    try {
      channel.close();
    } catch (IOException e) {
      // it is gone in any case
    }
    if (waiter != null) {
      waiter.leave();
      waiter = null;
    }
    if (held != null) {
      List<Cell> returned = held;
      held = null;
      heldFrom.takeBack(returned);
    }
  }
}
