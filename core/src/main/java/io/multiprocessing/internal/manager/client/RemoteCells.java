package io.multiprocessing.internal.manager.client;

import io.multiprocessing.internal.manager.Cell;
import io.multiprocessing.internal.manager.Replies;
import io.multiprocessing.internal.manager.Reply;
import io.multiprocessing.internal.manager.Requests;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * Client side: a list in the server by its indices; a value is a list of one. This class is
 * thread-safe.
 *
 * <p>Functions run here, in the JVM that calls: an element is fetched with its stamp, and the new
 * one is stored if the stamp is still the same, else all is done again with the element that the
 * server has sent along. Somebody's change succeeds in each round, so there is no deadlock and
 * nobody can die holding a lock.
 *
 * @param remote the list
 */
public record RemoteCells(RemoteObject remote) {

  /**
   * What an update has changed.
   *
   * @param before the element as it was, still encoded
   * @param after what the function has returned
   */
  public record Change(Cell before, Object after) {}

  /**
   * Returns an element.
   *
   * @param index its place
   * @return a copy
   * @throws IndexOutOfBoundsException if there is no such place
   */
  public Object get(long index) {
    return remote.decode(at(index, remote.call(Requests.LIST_GET, index, 0)).cell());
  }

  /**
   * Replaces an element.
   *
   * @param index its place
   * @param element the new one
   * @return the one before
   * @throws IndexOutOfBoundsException if there is no such place
   */
  public Object set(long index, Object element) {
    byte[] bytes = remote.encode(element);
    return remote.decode(at(index, remote.call(Requests.LIST_SET, index, 0, bytes)).cell());
  }

  /**
   * Replaces an element, without fetching the one before.
   *
   * @param index its place
   * @param element the new one
   * @throws IndexOutOfBoundsException if there is no such place
   */
  public void put(long index, Object element) {
    byte[] bytes = remote.encode(element);
    at(index, remote.call(Requests.LIST_SET, index, Requests.QUIET, bytes));
  }

  /**
   * Replaces an element by what a function makes of it, in one step.
   *
   * @param index its place
   * @param function makes the new element of a copy of the old one; may be called several times
   * @return both
   * @throws IndexOutOfBoundsException if there is no such place
   */
  public Change update(long index, UnaryOperator<Object> function) {
    Objects.requireNonNull(function, "function");
    Reply reply = at(index, remote.call(Requests.LIST_GET, index, 0));
    while (true) {
      Cell cell = reply.cell();
      Object next = function.apply(remote.decode(cell));
      byte[] bytes = remote.encode(next);
      reply = at(index, remote.call(Requests.LIST_SET_IF, index, cell.stamp(), bytes));
      if (reply.status() == Replies.OK) {
        return new Change(cell, next);
      }
    }
  }

  /**
   * Replaces an element if it equals a given one, in one step.
   *
   * @param index its place
   * @param expected what it must equal
   * @param element the new one
   * @return whether it did
   * @throws IndexOutOfBoundsException if there is no such place
   */
  public boolean compareAndSet(long index, Object expected, Object element) {
    byte[] bytes = remote.encode(element);
    Reply reply = at(index, remote.call(Requests.LIST_GET, index, 0));
    while (Objects.equals(expected, remote.decode(reply.cell()))) {
      long stamp = reply.cell().stamp();
      reply = at(index, remote.call(Requests.LIST_SET_IF, index, stamp, bytes));
      if (reply.status() == Replies.OK) {
        return true;
      }
    }
    return false;
  }

  /**
   * An element of a list that is rewritten.
   *
   * @param element a copy
   * @param bytes the same, encoded
   */
  public record Encoded(Object element, byte[] bytes) {}

  /**
   * Replaces all elements by what a function makes of them, in one step.
   *
   * @param function makes the new list of the old one, or returns null to leave it; may be called
   *     several times
   * @return whether there is a new one
   */
  public boolean rewrite(UnaryOperator<List<Encoded>> function) {
    while (true) {
      Reply before = remote.call(Requests.SNAPSHOT, 0, 0);
      List<Encoded> elements = new ArrayList<>(before.cells().size());
      for (Cell cell : before.cells()) {
        elements.add(new Encoded(remote.decode(cell), cell.bytes()));
      }
      List<Encoded> after = function.apply(elements);
      if (after == null) {
        return false;
      }
      byte[][] blobs = after.stream().map(Encoded::bytes).toArray(byte[][]::new);
      Reply reply = remote.call(Requests.LIST_REPLACE_IF, before.number(), 0, blobs);
      if (reply.status() == Replies.OK) {
        return true;
      }
    }
  }

  /**
   * Checks that an index was one of the list's.
   *
   * @param index the index
   * @param reply what the server has answered
   * @return the reply
   * @throws IndexOutOfBoundsException if it was not
   */
  public Reply at(long index, Reply reply) {
    if (reply.status() == Replies.OUT_OF_BOUNDS) {
      throw new IndexOutOfBoundsException(
          "no such index in " + remote + ": index=" + index + ", size=" + reply.number());
    }
    return reply;
  }
}
