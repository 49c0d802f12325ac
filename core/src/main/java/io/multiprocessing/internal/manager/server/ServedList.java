package io.multiprocessing.internal.manager.server;

import io.multiprocessing.internal.manager.Cell;
import io.multiprocessing.internal.manager.MalformedFrameException;
import io.multiprocessing.internal.manager.Replies;
import io.multiprocessing.internal.manager.Reply;
import io.multiprocessing.internal.manager.Request;
import io.multiprocessing.internal.manager.Requests;
import java.util.ArrayList;
import java.util.List;

/** Server side: a list, or a value, which is a list of one. Confined to the thread of the loop. */
final class ServedList implements ServedObject {

  private static final int END = -1; // as an index of LIST_ADD

  private final List<Cell> cells = new ArrayList<>();
  private long stamp; // of the last change, which is also that of the last cell that came

  ServedList(List<byte[]> blobs) {
    addAll(0, blobs);
  }

  @Override
  public Reply handle(Request request, ServerConnection client) throws MalformedFrameException {
    return switch (request.code()) {
      case Requests.SIZE -> Reply.of(Replies.OK, cells.size());
      case Requests.SNAPSHOT -> new Reply(Replies.OK, stamp, List.copyOf(cells));
      case Requests.CLEAR -> removeRange(0, cells.size());
      case Requests.REMOVE_STAMPED -> removeStamped(request.first());
      case Requests.LIST_ADD -> add(request.first(), request.blobs());
      case Requests.LIST_REMOVE_RANGE -> removeRange(request.first(), request.second());
      case Requests.LIST_REPLACE_IF -> replaceIf(request.first(), request.blobs());
      default -> handleAt(request.first(), request);
    };
  }

  private Reply handleAt(long index, Request request) throws MalformedFrameException {
    if (index < 0 || index >= cells.size()) {
      return outOfBounds();
    }
    int at = (int) index;
    return switch (request.code()) {
      case Requests.LIST_GET -> Reply.of(Replies.OK, cells.get(at));
      case Requests.LIST_SET -> set(at, request);
      case Requests.LIST_SET_IF -> setIf(at, request.second(), request.blob());
      case Requests.LIST_REMOVE -> remove(at);
      default -> throw ServedObject.unknown(request);
    };
  }

  private Reply outOfBounds() {
    return Reply.of(Replies.OUT_OF_BOUNDS, cells.size());
  }

  private Cell next(byte[] blob) {
    stamp++;
    return new Cell(stamp, blob);
  }

  private Reply set(int at, Request request) throws MalformedFrameException {
    Cell before = cells.set(at, next(request.blob()));
    return Reply.of(Replies.OK, request.second() == Requests.QUIET ? null : before);
  }

  private Reply setIf(int at, long expected, byte[] blob) {
    if (cells.get(at).stamp() != expected) {
      return Reply.of(Replies.CONFLICT, cells.get(at));
    }
    cells.set(at, next(blob));
    return Reply.of(Replies.OK, 0);
  }

  private Reply remove(int at) {
    stamp++;
    return Reply.of(Replies.OK, cells.remove(at));
  }

  private Reply add(long index, List<byte[]> blobs) {
    long at = index == END ? cells.size() : index;
    if (at < 0 || at > cells.size()) {
      return outOfBounds();
    }
    addAll((int) at, blobs);
    return Reply.of(Replies.OK, 0);
  }

  private void addAll(int at, List<byte[]> blobs) {
    List<Cell> added = new ArrayList<>(blobs.size());
    for (byte[] blob : blobs) {
      added.add(next(blob));
    }
    cells.addAll(at, added);
  }

  private Reply removeRange(long from, long to) {
    if (from < 0 || from > to || to > cells.size()) {
      return outOfBounds();
    }
    stamp++;
    cells.subList((int) from, (int) to).clear();
    return Reply.of(Replies.OK, 0);
  }

  private Reply removeStamped(long wanted) {
    boolean removed = cells.removeIf(cell -> cell.stamp() == wanted);
    stamp++;
    return Reply.of(Replies.OK, removed ? 1 : 0);
  }

  private Reply replaceIf(long expected, List<byte[]> blobs) {
    if (stamp != expected) {
      return Reply.of(Replies.CONFLICT, 0);
    }
    stamp++;
    cells.clear();
    addAll(0, blobs);
    return Reply.of(Replies.OK, 0);
  }
}
