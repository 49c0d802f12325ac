package io.multiprocessing.internal.manager.server;

import io.multiprocessing.internal.manager.Cell;
import io.multiprocessing.internal.manager.MalformedFrameException;
import io.multiprocessing.internal.manager.Replies;
import io.multiprocessing.internal.manager.Reply;
import io.multiprocessing.internal.manager.Request;
import io.multiprocessing.internal.manager.Requests;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Server side: a queue, with those who wait at both of its ends, first come, first served. Confined
 * to the thread of the loop.
 */
final class ServedQueue implements ServedObject {

  /*
   * There are elements or takers, never both; and there are putters only while it is full. Elements that
   * are with a client that has not acknowledged them are not counted here; those that come back are
   * put where their stamps belong, be it beyond the capacity.
   */

  private final int capacity;
  private final Waiters waiters;
  private final Deque<Cell> cells = new ArrayDeque<>(); // in the order of their stamps
  private final Set<Waiter> takers = new LinkedHashSet<>();
  private final Set<Waiter> putters = new LinkedHashSet<>();
  private long stamp;
  private boolean deleted;

  ServedQueue(int capacity, Waiters waiters) {
    this.capacity = capacity;
    this.waiters = waiters;
  }

  @Override
  public Reply handle(Request request, ServerConnection client) throws MalformedFrameException {
    return switch (request.code()) {
      case Requests.QUEUE_OFFER -> offer(request, client);
      case Requests.QUEUE_TAKE -> take(request, client);
      case Requests.QUEUE_PEEK -> Reply.of(Replies.OK, cells.peekFirst());
      case Requests.QUEUE_ROOM -> Reply.of(Replies.OK, Math.max(0, capacity - cells.size()));
      case Requests.SIZE -> Reply.of(Replies.OK, cells.size());
      case Requests.SNAPSHOT -> new Reply(Replies.OK, 0, List.copyOf(cells));
      case Requests.REMOVE_STAMPED -> removeStamped(request.first());
      case Requests.CLEAR -> clear();
      default -> throw ServedObject.unknown(request);
    };
  }

  private Reply offer(Request request, ServerConnection client) throws MalformedFrameException {
    byte[] element = request.blob();
    if (cells.size() < capacity) {
      add(element);
      return Reply.of(Replies.OK, 0);
    }
    return await(request, new Waiter(this, client, element, 0, deadline(request)));
  }

  private Reply take(Request request, ServerConnection client) {
    int most = (int) Math.max(1, Math.min(request.second(), Integer.MAX_VALUE));
    if (!cells.isEmpty()) {
      return handOver(client, most);
    }
    return await(request, new Waiter(this, client, null, most, deadline(request)));
  }

  private long deadline(Request request) {
    return waiters.afterNanos(Math.max(0, request.first()));
  }

  private Reply await(Request request, Waiter waiter) {
    if (request.first() <= 0) {
      return Reply.of(Replies.TIMED_OUT, 0);
    }
    (waiter.element() == null ? takers : putters).add(waiter);
    waiters.add(waiter);
    waiter.client().waitsAs(waiter);
    return null;
  }

  /** The request is answered, or its client has gone. */
  void leave(Waiter waiter) {
    takers.remove(waiter);
    putters.remove(waiter);
    waiters.remove(waiter);
  }

  private void add(byte[] element) {
    stamp++;
    cells.addLast(new Cell(stamp, element));
    serve();
  }

  /** Takes elements out for a client, to whom they belong once it has acknowledged them. */
  private Reply handOver(ServerConnection client, int most) {
    List<Cell> taken = new ArrayList<>(Math.min(most, cells.size()));
    while (taken.size() < most && !cells.isEmpty()) {
      taken.add(cells.removeFirst());
    }
    client.holds(this, taken);
    admitPutters();
    return new Reply(Replies.OK, 0, taken);
  }

  /** Takes elements back from a client that has gone without acknowledging them. */
  void takeBack(List<Cell> returned) {
    if (deleted) {
      return;
    }
    Deque<Cell> older = new ArrayDeque<>();
    for (Cell cell : returned) {
      while (!cells.isEmpty() && cells.peekFirst().stamp() < cell.stamp()) {
        older.addLast(cells.removeFirst());
      }
      older.addLast(cell);
    }
    while (!older.isEmpty()) {
      cells.addFirst(older.removeLast());
    }
    serve();
  }

  /** Gives elements to those who wait for them. */
  private void serve() {
    while (!cells.isEmpty() && !takers.isEmpty()) {
      Waiter taker = takers.iterator().next();
      leave(taker);
      taker.client().reply(handOver(taker.client(), taker.most()));
    }
  }

  private void admitPutters() {
    while (!putters.isEmpty() && cells.size() < capacity) {
      Waiter putter = putters.iterator().next();
      leave(putter);
      stamp++;
      cells.addLast(new Cell(stamp, putter.element()));
      putter.client().reply(Reply.of(Replies.OK, 0));
    }
  }

  private Reply removeStamped(long wanted) {
    boolean removed = cells.removeIf(cell -> cell.stamp() == wanted);
    admitPutters();
    return Reply.of(Replies.OK, removed ? 1 : 0);
  }

  private Reply clear() {
    cells.clear();
    admitPutters();
    return Reply.of(Replies.OK, 0);
  }

  @Override
  public void deleted() {
    deleted = true;
    List<Waiter> all = new ArrayList<>(takers);
    all.addAll(putters);
    for (Waiter waiter : all) {
      leave(waiter);
      waiter.client().reply(Reply.of(Replies.GONE, 0));
    }
  }
}
