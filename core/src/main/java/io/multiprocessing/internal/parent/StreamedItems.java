package io.multiprocessing.internal.parent;

import io.multiprocessing.Chunking;
import io.multiprocessing.PoolException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Parent side: items that a thread of their own reads from the user's iterator, never more than the
 * look-ahead before their results are consumed.
 *
 * <p>The iterator may block or be infinite: nobody but that thread waits for it.
 */
final class StreamedItems implements ItemSource, Runnable {

  /*
   * Three threads, three counts: the reader counts what it has read, the driver what it has taken,
   * the consumer what it has consumed; read - consumed is what is held. Who waits for another one
   * writes the count that it waits for, then looks again; the other one counts, then looks whether
   * this is the count that is awaited. All of these are volatile, so one of the two sees the other.
   * The driver wakes the reader, too, when the look-ahead has grown; if the reader was just about to
   * wait, it waits for what it awaited before, which is never more than what is held.
   * An item costs no more than that: no lock, and no waking before there is enough to go on with.
   *
   * Items lie in pieces. The reader puts a piece into the queue before it counts its first item;
   * the driver takes it out with that item, and drops it with its last one.
   */

  /** A thread that reads items; the end of its pool interrupts it. */
  static final class InputThread extends Thread {
    InputThread(Runnable action, String name) {
      super(action, name);
    }
  }

  /** Items that follow each other. */
  private static final class Piece {
    private final Object[] items = new Object[PIECE]; // null again once they are done
    private int released; // driver only
  }

  private static final int PIECE_BITS = 8;
  private static final int PIECE = 1 << PIECE_BITS;
  private static final long NONE = -1;

  private final Iterable<?> input;
  private final boolean fullChunks;
  private final LookAhead lookAhead;
  private final Queue<Piece> begun = new ConcurrentLinkedQueue<>(); // none of their items taken
  private Runnable onMore; // written before the thread starts
  private Runnable onClose = () -> {}; // written before the thread starts
  private volatile Thread thread;
  private volatile boolean closed;
  private volatile boolean stopped; // read no more, but what was read is still good
  private volatile boolean ended; // no more will be read
  private volatile RuntimeException failure; // written before ended

  private volatile long readCount; // written by the reader
  private long mayRead; // reader only: how many, by what was consumed when it last looked
  private volatile long awaitedRead = NONE; // written by the driver
  private final AtomicLong consumedCount = new AtomicLong();
  private volatile long awaitedConsumed = NONE; // written by the reader
  private long takenCount; // driver only
  private final Map<Long, Piece> taken = new HashMap<>(); // by number; driver only
  private long takenPieces; // driver only
  private long lastNumber; // driver only
  private Piece lastPiece; // driver only: the one with the last number, or null

  /**
   * Creates the source.
   *
   * @param input the user's items
   * @param lookAhead how many items may be held
   * @param chunking with a fixed size chunks are filled as far as the look-ahead allows
   */
  StreamedItems(Iterable<?> input, LookAhead lookAhead, Chunking chunking) {
    this.input = input;
    this.fullChunks = chunking instanceof Chunking.Fixed;
    this.lookAhead = lookAhead;
  }

  /** Says what is to be done at the end of the call. */
  void onClose(Runnable action) {
    onClose = action;
  }

  /**
   * Starts reading; the action is run, in the reading thread, when there is something new to take.
   */
  void start(String threadName, Runnable newOnMore) {
    onMore = newOnMore;
    Thread reader = new InputThread(this, threadName);
    reader.setDaemon(true);
    thread = reader;
    reader.start();
  }

  // ---- reader

  @Override
  public void run() {
    try {
      readAll(Objects.requireNonNull(input.iterator(), "iterator() of the items returned null"));
    } catch (RuntimeException e) { // the user's iterator
      failure = stopped ? failure : e;
    } catch (Throwable e) { // an Error, or a checked exception that somebody has sneaked through
      failure = new IllegalStateException("the iterator of the items threw " + e, e);
    }
    if (closed) {
      begun.clear(); // a piece may have been added after close() had cleared them
    }
    ended = true; // volatile: publishes the failure
    onMore.run();
  }

  private void readAll(Iterator<?> iterator) {
    Piece piece = null;
    long count = 0;
    while (awaitRoom(count) && iterator.hasNext()) {
      Object item = iterator.next();
      int position = (int) count & (PIECE - 1);
      if (position == 0) {
        piece = new Piece();
        begun.add(piece);
      }
      piece.items[position] = item;
      readCount = ++count; // volatile: publishes the item
      if (count == awaitedRead) {
        onMore.run();
      }
    }
  }

  /** Waits until one more item may be read; returns false if none shall be read any more. */
  private boolean awaitRoom(long count) {
    if (count == mayRead) {
      mayRead = consumedCount.get() + lookAhead.items();
      if (count == mayRead) {
        awaitConsumer(count);
      }
    }
    return !closed && !stopped;
  }

  private void awaitConsumer(long count) {
    awaitedConsumed = lookAhead.awaitedAfter(count);
    if (fullChunks) {
      onMore.run(); // what is there may be less, but no more will come before it is consumed
    }
    while (consumedCount.get() < awaitedConsumed && !closed && !stopped) {
      LockSupport.park(this);
      Thread.interrupted(); // what close() and stopReading() want is in their fields
      awaitedConsumed = lookAhead.awaitedAfter(count); // it may have grown
    }
    mayRead = consumedCount.get() + lookAhead.items();
    awaitedConsumed = NONE;
  }

  // ---- consumer

  /** The result of an item was consumed, so another may be read. */
  void consumed() {
    if (consumedCount.incrementAndGet() == awaitedConsumed) {
      LockSupport.unpark(thread);
    }
  }

  // ---- driver

  @Override
  public long size() {
    return (ended || stopped) && readCount == takenCount ? takenCount : -1;
  }

  @Override
  public long available(int chunkSize) {
    int enough = fullChunks ? chunkSize : 1;
    long waiting = readCount - takenCount;
    if (waiting < enough) {
      awaitedRead = takenCount + enough;
      waiting = readCount - takenCount; // what is added from here on is announced
    }
    return waiting < enough && isReading() ? 0 : Math.min(waiting, chunkSize);
  }

  /** Tells whether more will come though nothing is consumed. */
  private boolean isReading() {
    return !ended && !stopped && consumedCount.get() >= awaitedConsumed;
  }

  @Override
  public long take(int count) {
    long first = takenCount;
    takenCount += count;
    while (takenPieces << PIECE_BITS < takenCount) {
      taken.put(takenPieces++, begun.remove());
    }
    return first;
  }

  private Piece piece(long index) {
    long number = index >>> PIECE_BITS;
    if (lastPiece == null || number != lastNumber) {
      lastPiece = taken.get(number);
      lastNumber = number;
    }
    return lastPiece;
  }

  @Override
  public Object get(long index) {
    return piece(index).items[(int) index & (PIECE - 1)];
  }

  @Override
  public void release(long index) {
    Piece piece = piece(index);
    if (piece == null) {
      return; // closed
    }
    piece.items[(int) index & (PIECE - 1)] = null;
    piece.released++;
    if (piece.released == PIECE) {
      taken.remove(lastNumber);
      lastPiece = null;
    }
  }

  @Override
  public int largestChunk() {
    return lookAhead.largestChunk();
  }

  @Override
  public void chunkSizeIs(int items) {
    if (lookAhead.growFor(items) && awaitedConsumed != NONE) {
      LockSupport.unpark(thread);
    }
  }

  @Override
  public void stopReading() {
    if (!ended) {
      failure =
          new PoolException(
              "the pool was closed before all items were read; the results so far are complete");
      stopped = true;
      interruptReader();
    }
  }

  @Override
  public RuntimeException failure() {
    return size() >= 0 ? failure : null;
  }

  @Override
  public void close() {
    closed = true;
    onClose.run();
    interruptReader();
    taken.values().forEach(StreamedItems::clear);
    taken.clear();
    lastPiece = null;
    begun.forEach(StreamedItems::clear); // the reader may hold the last one for as long as it likes
    begun.clear();
  }

  private static void clear(Piece piece) {
    Arrays.fill(piece.items, null);
  }

  private void interruptReader() {
    Thread reader = thread;
    if (reader != null) {
      reader.interrupt();
    }
  }
}
