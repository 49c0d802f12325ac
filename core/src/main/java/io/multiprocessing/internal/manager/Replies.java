package io.multiprocessing.internal.manager;

/** Both sides: the numbers that say what became of a request. */
public final class Replies {

  /** Done. */
  public static final byte OK = 1;

  /** As OK; the cells go on in the next frame. */
  public static final byte MORE = 2;

  /** The request waits still; sent now and then, so that the client sees that the server lives. */
  public static final byte WAITING = 3;

  /** The element is not the one that was expected; cell: the one that is there, if any. */
  public static final byte CONFLICT = 4;

  /** No room, or no element, within the time given. */
  public static final byte TIMED_OUT = 5;

  /** Given up as the client wished. */
  public static final byte CANCELLED = 6;

  /** No such index; number: the size. */
  public static final byte OUT_OF_BOUNDS = 7;

  /** No such object. */
  public static final byte GONE = 8;

  /** The server ends, in order. Sent to all clients, also to those that have not asked. */
  public static final byte CLOSED = 9;

  /** The key cannot be used; cell: the reason, as text. */
  public static final byte BAD_KEY = 10;

  private Replies() {}
}
