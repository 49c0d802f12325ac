package io.multiprocessing.internal.manager.client;

import io.multiprocessing.internal.manager.Cell;
import io.multiprocessing.internal.manager.ManagerAddress;
import io.multiprocessing.internal.manager.Replies;
import io.multiprocessing.internal.manager.Reply;
import io.multiprocessing.internal.manager.Request;
import io.multiprocessing.internal.manager.Requests;
import io.multiprocessing.internal.manager.client.Snapshot.Item;
import io.multiprocessing.ipc.SerializationException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

/**
 * Client side: an object in the server, as a proxy sees it: where it is and its number. It travels
 * by its fields, and finds its connections anew in each JVM. This class is thread-safe.
 */
public final class RemoteObject implements Serializable {

  private static final long serialVersionUID = 1L;

  private final ManagerAddress manager;
  private final String type;
  private final long id;
  private transient volatile ManagerClient client; // of this JVM; null until it is needed

  /**
   * Creates the proxy's part.
   *
   * @param manager where the object is
   * @param type name of the proxy's class, for messages
   * @param id number of the object in the server
   */
  public RemoteObject(ManagerAddress manager, String type, long id) {
    this.manager = manager;
    this.type = type;
    this.id = id;
  }

  /**
   * Makes an object in the server.
   *
   * @param manager where
   * @param type name of the proxy's class
   * @param code which kind of object
   * @param argument of that kind
   * @param elements its first elements
   * @return the proxy's part
   */
  public static RemoteObject create(
      ManagerAddress manager, String type, byte code, long argument, Object... elements) {
    ManagerClient client = ManagerClient.of(manager);
    List<byte[]> blobs = new ArrayList<>(elements.length);
    for (Object element : elements) {
      blobs.add(client.codecs().toBytes(element));
    }
    Reply reply = client.call(new Request(code, 0, argument, 0, blobs));
    return new RemoteObject(manager, type, reply.number());
  }

  private ManagerClient client() {
    ManagerClient known = client;
    if (known == null) {
      known = ManagerClient.of(manager);
      client = known;
    }
    return known;
  }

  /**
   * Returns the number of the object.
   *
   * @return its id in the server
   */
  public long id() {
    return id;
  }

  /**
   * Asks the server about this object.
   *
   * @param code which operation
   * @param first an argument
   * @param second another one
   * @param blobs encoded elements
   * @return the answer
   * @throws IllegalStateException if the manager is closed, or the object was deleted
   */
  public Reply call(byte code, long first, long second, byte[]... blobs) {
    return checked(client().call(Request.of(code, id, first, second, blobs)));
  }

  /**
   * Asks the server about this object.
   *
   * @param code which operation
   * @param first an argument
   * @param elements more of them, to be encoded
   * @return the answer
   */
  public Reply call(byte code, long first, Collection<?> elements) {
    List<byte[]> blobs = new ArrayList<>(elements.size());
    for (Object element : elements) {
      blobs.add(encode(element));
    }
    return checked(client().call(new Request(code, id, first, 0, blobs)));
  }

  /**
   * Asks the server about this object, which may take long.
   *
   * @param code which operation
   * @param first an argument
   * @param second another one
   * @param blobs encoded elements
   * @return the answer
   * @throws InterruptedException if the thread is interrupted; then the request had no effect
   */
  public Reply callInterruptibly(byte code, long first, long second, byte[]... blobs)
      throws InterruptedException {
    return checked(client().callInterruptibly(Request.of(code, id, first, second, blobs)));
  }

  private Reply checked(Reply reply) {
    switch (reply.status()) {
      case Replies.GONE -> throw new IllegalStateException(this + " was deleted");
      case Replies.BAD_KEY ->
          throw new SerializationException(
              "a key cannot be used in the server of " + this + ": " + reply.text(), null);
      default -> {
        return reply;
      }
    }
  }

  /**
   * Encodes an element.
   *
   * @param element the element, or null
   * @return its bytes
   * @throws SerializationException if it cannot travel
   */
  public byte[] encode(Object element) {
    return client().codecs().toBytes(element);
  }

  /**
   * Decodes an element.
   *
   * @param cell the element, or null for none
   * @return a new copy of it; null for none
   * @throws SerializationException if it cannot be read in this JVM
   */
  public Object decode(Cell cell) {
    return cell == null ? null : client().codecs().fromBytes(cell.bytes());
  }

  /**
   * Returns the number of elements.
   *
   * @return the size
   */
  public int size() {
    return (int) call(Requests.SIZE, 0, 0).number();
  }

  /** Removes all elements. */
  public void clear() {
    call(Requests.CLEAR, 0, 0);
  }

  /**
   * Returns all elements of a list or queue.
   *
   * @return copies, in order
   */
  public Snapshot<Object> snapshot() {
    List<Item<Object>> items = new ArrayList<>();
    for (Cell cell : call(Requests.SNAPSHOT, 0, 0).cells()) {
      items.add(new Item<>(decode(cell), () -> removeStamped(cell.stamp())));
    }
    return new Snapshot<>(items);
  }

  private boolean removeStamped(long stamp) {
    return call(Requests.REMOVE_STAMPED, stamp, 0).number() == 1;
  }

  /**
   * Removes the first element of a list or queue that equals a given one.
   *
   * @param element what to look for
   * @return whether there was one
   */
  public boolean removeFirst(Object element) {
    for (Cell cell : call(Requests.SNAPSHOT, 0, 0).cells()) {
      // it may have gone since; then the next one that is equal
      if (Objects.equals(element, decode(cell)) && removeStamped(cell.stamp())) {
        return true;
      }
    }
    return false;
  }

  /** Removes the object from the server; nothing if it is not there any more. */
  public void delete() {
    client().call(Request.of(Requests.DELETE, id, 0, 0));
  }

  /**
   * Tells whether two proxies stand for the same object.
   *
   * @param other another proxy's part
   * @return whether it is the same object of the same manager
   */
  @Override
  public boolean equals(Object other) {
    return other instanceof RemoteObject remote
        && id == remote.id
        && manager.identity().equals(remote.manager.identity());
  }

  @Override
  public int hashCode() {
    return 31 * manager.identity().hashCode() + Long.hashCode(id);
  }

  /** Names the object, for messages; does not ask the server. */
  @Override
  public String toString() {
    return type + " " + id + " of " + manager;
  }
}
