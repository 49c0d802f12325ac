package io.multiprocessing.internal.manager;

/** Both sides: the numbers of the operations, with their arguments and what is answered. */
public final class Requests {

  /*
   * A reply that is not described otherwise is OK, without number or cells. A request about an object that
   * does not exist is answered GONE.
   *
   * Only one request of a connection is under way at a time. While it waits (OFFER, TAKE), the
   * client may send CANCEL; the answer is then CANCELLED, unless the reply proper was on its way
   * already. After the reply to a TAKE the client sends ACK: until then the elements are given back
   * if the connection ends.
   */

  /** Make a list of the blobs; number: its id. */
  public static final byte CREATE_LIST = 1;

  /** Make a map; number: its id. */
  public static final byte CREATE_MAP = 2;

  /** Make a queue; first: capacity; number: its id. */
  public static final byte CREATE_QUEUE = 3;

  /** Forget an object; number: 1 if it was there. */
  public static final byte DELETE = 4;

  /** End the server. */
  public static final byte SHUTDOWN = 5;

  /** The elements of the last reply have arrived; no reply. */
  public static final byte ACK = 6;

  /** The request that waits is to be given up; no reply of its own. */
  public static final byte CANCEL = 7;

  /** Any object. Number: how many elements. */
  public static final byte SIZE = 10;

  /** Any object. Cells: all elements; of a map key and value in turn. List, number: its stamp. */
  public static final byte SNAPSHOT = 11;

  /** Any object. Remove all elements. */
  public static final byte CLEAR = 12;

  /** List or queue; first: stamp. Remove the element; number: 1 if it was there. */
  public static final byte REMOVE_STAMPED = 13;

  /** List; first: index. Cell: the element. Or OUT_OF_BOUNDS, as all with an index. */
  public static final byte LIST_GET = 20;

  /** List; first: index; second: QUIET or 0. Replace the element; cell: the one before. */
  public static final byte LIST_SET = 21;

  /** List; first: index; second: stamp. Replace it if it has that stamp, else CONFLICT, cell. */
  public static final byte LIST_SET_IF = 22;

  /** List; first: index, or -1 for the end. Insert all blobs. */
  public static final byte LIST_ADD = 23;

  /** List; first: index. Remove it; cell: the element. */
  public static final byte LIST_REMOVE = 24;

  /** List; first, second: from and to. Remove the range. */
  public static final byte LIST_REMOVE_RANGE = 25;

  /** List; first: the list's stamp. Replace all elements by the blobs, or CONFLICT. */
  public static final byte LIST_REPLACE_IF = 26;

  /** Map; blob: key. Cell: the value; none if there is none, as in all of a map. */
  public static final byte MAP_GET = 30;

  /** Map; first: QUIET or 0; blobs: key and value in turn. Cell: the value before, of the last. */
  public static final byte MAP_PUT = 31;

  /** Map; first: stamp, or 0 for none; blobs: key, value. Put it if so, else CONFLICT, cell. */
  public static final byte MAP_PUT_IF = 32;

  /** Map; blob: key. Remove it; cell: the value before. */
  public static final byte MAP_REMOVE = 33;

  /** Map; first: stamp; blob: key. Remove it if it has that stamp, else CONFLICT, cell. */
  public static final byte MAP_REMOVE_IF = 34;

  /** Queue; first: nanoseconds to wait; blob: element. Or TIMED_OUT. */
  public static final byte QUEUE_OFFER = 40;

  /** Queue; first: nanoseconds to wait; second: most elements. Cells, to be acknowledged. */
  public static final byte QUEUE_TAKE = 41;

  /** Queue. Cell: the head; none if there is none. */
  public static final byte QUEUE_PEEK = 42;

  /** Queue. Number: capacity left. */
  public static final byte QUEUE_ROOM = 43;

  /** Id of the map that is there from the start. */
  public static final long ROOT = 1;

  /** The element that was there before is not wanted. */
  public static final long QUIET = 1;

  /** Nanoseconds to wait that have no end. */
  public static final long FOREVER = Long.MAX_VALUE;

  private Requests() {}
}
