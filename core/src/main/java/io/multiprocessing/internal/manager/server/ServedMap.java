package io.multiprocessing.internal.manager.server;

import io.multiprocessing.internal.manager.Cell;
import io.multiprocessing.internal.manager.MalformedFrameException;
import io.multiprocessing.internal.manager.Replies;
import io.multiprocessing.internal.manager.Reply;
import io.multiprocessing.internal.manager.Request;
import io.multiprocessing.internal.manager.Requests;
import io.multiprocessing.ipc.internal.codec.ObjectCodec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Server side: a map, in the order of insertion. Its keys are objects here, since two keys may be
 * equal and have different bytes. Confined to the thread of the loop.
 */
final class ServedMap implements ServedObject {

  /**
   * Server side: what a key leads to.
   *
   * @param key the key as the client has sent it that came first
   * @param value the value
   */
  private record Entry(byte[] key, Cell value) {}

  private final ObjectCodec codec;
  private final Map<Object, Entry> entries = new LinkedHashMap<>();
  private long stamp; // of the last value that came

  ServedMap(ObjectCodec codec) {
    this.codec = codec;
  }

  @Override
  public Reply handle(Request request, ServerConnection client) throws MalformedFrameException {
    return switch (request.code()) {
      case Requests.SIZE -> Reply.of(Replies.OK, entries.size());
      case Requests.SNAPSHOT -> snapshot();
      case Requests.CLEAR -> {
        entries.clear();
        yield Reply.of(Replies.OK, 0);
      }
      default -> handleKeys(request);
    };
  }

  /** Decoding, hashCode and equals of a key are code of the user. */
  private Reply handleKeys(Request request) throws MalformedFrameException {
    try {
      return request.code() == Requests.MAP_PUT ? putAll(request) : handleKey(request);
    } catch (MalformedFrameException | OutOfMemoryError e) {
      throw e;
    } catch (Throwable e) {
      return Reply.of(Replies.BAD_KEY, e.toString());
    }
  }

  private Reply handleKey(Request request) throws MalformedFrameException {
    switch (request.code()) {
      case Requests.MAP_GET, Requests.MAP_REMOVE, Requests.MAP_REMOVE_IF, Requests.MAP_PUT_IF -> {}
      default -> throw ServedObject.unknown(request);
    }
    int blobs = request.code() == Requests.MAP_PUT_IF ? 2 : 1;
    if (request.blobs().size() != blobs) {
      throw new MalformedFrameException("a request with a key has blobs=" + request.blobs().size());
    }
    byte[] keyBytes = request.blobs().get(0);
    Object key = codec.fromBytes(keyBytes);
    Entry entry = entries.get(key);
    Cell held = entry == null ? null : entry.value();
    boolean expected = request.first() == (held == null ? 0 : held.stamp());
    return switch (request.code()) {
      case Requests.MAP_GET -> Reply.of(Replies.OK, held);
      case Requests.MAP_REMOVE -> remove(key, held);
      case Requests.MAP_REMOVE_IF ->
          expected ? remove(key, null) : Reply.of(Replies.CONFLICT, held);
      default ->
          expected
              ? put(key, keyBytes, request.blobs().get(1), null)
              : Reply.of(Replies.CONFLICT, held);
    };
  }

  private Reply remove(Object key, Cell answer) {
    entries.remove(key);
    return Reply.of(Replies.OK, answer);
  }

  private Reply put(Object key, byte[] keyBytes, byte[] value, Cell answer) {
    stamp++;
    Cell cell = new Cell(stamp, value);
    // as any map does, this one keeps the key it has
    entries.compute(
        key,
        (k, entry) -> entry == null ? new Entry(keyBytes, cell) : new Entry(entry.key(), cell));
    return Reply.of(Replies.OK, answer);
  }

  /** All or nothing: the keys are decoded before the first is put. */
  private Reply putAll(Request request) throws MalformedFrameException {
    List<byte[]> blobs = request.blobs();
    if (blobs.size() % 2 != 0) {
      throw new MalformedFrameException("keys and values are odd: blobs=" + blobs.size());
    }
    List<Object> keys = new ArrayList<>(blobs.size() / 2);
    Cell before = null;
    for (int i = 0; i < blobs.size(); i += 2) {
      Object key = codec.fromBytes(blobs.get(i));
      Entry held = entries.get(key); // hashCode and equals may throw: now, then
      before = held == null ? null : held.value();
      keys.add(key);
    }
    for (int i = 0; i < keys.size(); i++) {
      put(keys.get(i), blobs.get(2 * i), blobs.get(2 * i + 1), null);
    }
    return Reply.of(Replies.OK, request.first() == Requests.QUIET ? null : before);
  }

  private Reply snapshot() {
    List<Cell> cells = new ArrayList<>(2 * entries.size());
    for (Entry entry : entries.values()) {
      cells.add(new Cell(0, entry.key()));
      cells.add(entry.value());
    }
    return new Reply(Replies.OK, 0, cells);
  }
}
