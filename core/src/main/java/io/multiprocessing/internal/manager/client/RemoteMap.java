package io.multiprocessing.internal.manager.client;

import io.multiprocessing.internal.manager.Cell;
import io.multiprocessing.internal.manager.Replies;
import io.multiprocessing.internal.manager.Reply;
import io.multiprocessing.internal.manager.Requests;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * Client side: a map in the server, by its keys. Functions run in the JVM that calls, as with
 * {@link RemoteCells}. This class is thread-safe.
 *
 * @param remote the map
 */
public record RemoteMap(RemoteObject remote) {

  /** In place of a value: there is none. It is not null, which a namespace may hold. */
  public static final Object ABSENT = new Object();

  private static final long NO_STAMP = 0;

  /**
   * Returns the value of a key.
   *
   * @param key the key
   * @return a copy of the value, or ABSENT
   */
  public Object get(Object key) {
    return value(remote.call(Requests.MAP_GET, 0, 0, remote.encode(key)).cell());
  }

  /**
   * Tells whether there is a value, which is not decoded.
   *
   * @param key the key
   * @return true if there is one
   */
  public boolean contains(Object key) {
    return remote.call(Requests.MAP_GET, 0, 0, remote.encode(key)).cell() != null;
  }

  /**
   * Puts a value.
   *
   * @param key the key
   * @param value its new value
   * @return the one before, or ABSENT
   */
  public Object put(Object key, Object value) {
    byte[] keyBytes = remote.encode(key);
    return value(remote.call(Requests.MAP_PUT, 0, 0, keyBytes, remote.encode(value)).cell());
  }

  /**
   * Puts a value, without fetching the one before.
   *
   * @param key the key
   * @param value its new value
   */
  public void set(Object key, Object value) {
    remote.call(Requests.MAP_PUT, Requests.QUIET, 0, remote.encode(key), remote.encode(value));
  }

  /**
   * Puts a value if there is none.
   *
   * @param key the key
   * @param value its new value
   * @return the one that is there, or ABSENT if there was none
   */
  public Object putIfAbsent(Object key, Object value) {
    byte[] keyBytes = remote.encode(key);
    Reply reply = putIf(NO_STAMP, keyBytes, remote.encode(value));
    return reply.status() == Replies.OK ? ABSENT : value(reply.cell());
  }

  /**
   * Removes a key.
   *
   * @param key the key
   * @return its value, or ABSENT
   */
  public Object remove(Object key) {
    return value(remote.call(Requests.MAP_REMOVE, 0, 0, remote.encode(key)).cell());
  }

  /**
   * Replaces or removes a value if it equals a given one, in one step.
   *
   * @param key the key
   * @param expected what the value must equal
   * @param next the new value, or ABSENT to remove the key
   * @return whether it did
   */
  public boolean replaceIf(Object key, Object expected, Object next) {
    byte[] keyBytes = remote.encode(key);
    byte[] bytes = next == ABSENT ? null : remote.encode(next);
    Reply reply = remote.call(Requests.MAP_GET, 0, 0, keyBytes);
    while (Objects.equals(expected, value(reply.cell()))) {
      reply = store(keyBytes, reply.cell(), bytes);
      if (reply.status() == Replies.OK) {
        return true;
      }
    }
    return false;
  }

  /**
   * Replaces a value by what a function makes of it, in one step.
   *
   * @param key the key
   * @param function makes the new value, or ABSENT, of a copy of the old one, or ABSENT; may be
   *     called several times
   * @return what the function has returned
   */
  public Object compute(Object key, UnaryOperator<Object> function) {
    byte[] keyBytes = remote.encode(key);
    Reply reply = remote.call(Requests.MAP_GET, 0, 0, keyBytes);
    while (true) {
      Cell cell = reply.cell();
      Object next = function.apply(value(cell));
      if (next == ABSENT && cell == null) {
        return ABSENT;
      }
      byte[] bytes = next == ABSENT ? null : remote.encode(next);
      reply = store(keyBytes, cell, bytes);
      if (reply.status() == Replies.OK) {
        return next;
      }
    }
  }

  private Reply store(byte[] key, Cell expected, byte[] value) {
    long stamp = expected == null ? NO_STAMP : expected.stamp();
    return value == null
        ? remote.call(Requests.MAP_REMOVE_IF, stamp, 0, key)
        : putIf(stamp, key, value);
  }

  private Reply putIf(long stamp, byte[] key, byte[] value) {
    return remote.call(Requests.MAP_PUT_IF, stamp, 0, key, value);
  }

  private Object value(Cell cell) {
    return cell == null ? ABSENT : remote.decode(cell);
  }

  /**
   * Replaces a value if there is one.
   *
   * @param key the key
   * @param value its new value
   * @return the one before, or ABSENT if there was none
   */
  public Object replace(Object key, Object value) {
    byte[] keyBytes = remote.encode(key);
    byte[] bytes = remote.encode(value);
    Reply reply = remote.call(Requests.MAP_GET, 0, 0, keyBytes);
    while (reply.cell() != null) {
      Cell before = reply.cell();
      reply = store(keyBytes, before, bytes);
      if (reply.status() == Replies.OK) {
        return value(before);
      }
    }
    return ABSENT;
  }

  /**
   * Puts many values in one step.
   *
   * @param entries keys and values
   */
  public void putAll(Map<?, ?> entries) {
    List<Object> keysAndValues = new ArrayList<>(2 * entries.size());
    entries.forEach(
        (key, value) -> {
          keysAndValues.add(Objects.requireNonNull(key, "key"));
          keysAndValues.add(Objects.requireNonNull(value, "value"));
        });
    remote.call(Requests.MAP_PUT, Requests.QUIET, keysAndValues);
  }

  /**
   * Returns all keys; their values are not decoded.
   *
   * @return copies, in the order in which they came into the map
   */
  public List<Object> keys() {
    List<Cell> cells = remote.call(Requests.SNAPSHOT, 0, 0).cells();
    List<Object> keys = new ArrayList<>();
    for (int i = 0; i < cells.size(); i += 2) {
      keys.add(remote.decode(cells.get(i)));
    }
    return keys;
  }

  /**
   * Returns all keys with their values.
   *
   * @return copies, in the order in which the keys came into the map
   */
  public Map<Object, Object> snapshot() {
    List<Cell> cells = remote.call(Requests.SNAPSHOT, 0, 0).cells();
    Map<Object, Object> copy = new LinkedHashMap<>();
    for (int i = 0; i < cells.size(); i += 2) {
      copy.put(remote.decode(cells.get(i)), remote.decode(cells.get(i + 1)));
    }
    return copy;
  }
}
