package io.multiprocessing.internal.parent;

import io.multiprocessing.Chunking;
import io.multiprocessing.PoolException;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Parent side: items that a thread of their own reads from the user's iterator, never more than the
 * look-ahead before their results are consumed.
 *
 * <p>The iterator may block or be infinite: nobody but that thread waits for it.
 */
final class StreamedItems implements ItemSource, Runnable {

  /** A thread that reads items; the end of its pool interrupts it. */
  static final class InputThread extends Thread {
    InputThread(Runnable action, String name) {
      super(action, name);
    }
  }

  private static final int MAX_LOOK_AHEAD = 1 << 16; // items; bounds the growth of the default

  private final Iterable<?> input;
  private final boolean fixedLookAhead;
  private final boolean fullChunks;
  private final int perChunkSize;
  private final Semaphore room;
  private final Queue<Object> read = new ConcurrentLinkedQueue<>(); // NULL for null
  private final AtomicBoolean announced = new AtomicBoolean();
  private Runnable onMore; // written before the thread starts
  private volatile Thread thread;
  private volatile boolean closed;
  private volatile boolean stopped; // read no more, but what was read is still good
  private volatile boolean ended; // no more will be added to the queue
  private volatile RuntimeException failure; // written before ended
  private final Map<Long, Object> taken = new HashMap<>(); // driver only
  private long takenCount; // driver only
  private int lookAhead; // driver only

  private static final Object NULL = new Object();

  /**
   * Creates the source.
   *
   * @param input the user's items
   * @param lookAhead how many items may be held, or 0 to follow the chunk size
   * @param workers number of workers
   * @param chunking with a fixed size chunks are filled as far as the look-ahead allows
   */
  StreamedItems(Iterable<?> input, int lookAhead, int workers, Chunking chunking) {
    this.input = input;
    this.fixedLookAhead = lookAhead > 0;
    this.perChunkSize = 4 * workers;
    this.fullChunks = chunking instanceof Chunking.Fixed;
    this.lookAhead = fixedLookAhead ? lookAhead : perChunkSize;
    this.room = new Semaphore(this.lookAhead);
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

  @Override
  public void run() {
    try {
      Iterator<?> iterator =
          Objects.requireNonNull(input.iterator(), "iterator() of the items returned null");
      while (!closed && !stopped) {
        if (!room.tryAcquire()) {
          // what is there may be less than a full chunk, but no more will come before it is
          // consumed
          announce();
          room.acquire();
        }
        if (!iterator.hasNext()) {
          break;
        }
        Object item = iterator.next();
        read.add(item == null ? NULL : item);
        announce();
      }
    } catch (InterruptedException e) {
      // closed
    } catch (RuntimeException e) { // the user's iterator
      failure = stopped ? failure : e;
    } catch (Throwable e) { // an Error, or a checked exception that somebody has sneaked through
      failure = new IllegalStateException("the iterator of the items threw " + e, e);
    }
    if (closed) {
      read.clear(); // an item may have been added after close() had cleared them
    }
    ended = true; // volatile: publishes the failure
    announced.set(false);
    announce();
  }

  private void announce() {
    if (announced.compareAndSet(false, true)) {
      onMore.run();
    }
  }

  /** Any thread: the result of an item was consumed, so another may be read. */
  void consumed() {
    room.release();
  }

  @Override
  public long size() {
    return (ended || stopped) && read.isEmpty() ? takenCount : -1;
  }

  @Override
  public long available(int chunkSize) {
    announced.set(false); // before looking: what is added later is announced again
    int waiting = 0;
    for (Iterator<Object> each = read.iterator();
        each.hasNext() && waiting < chunkSize;
        each.next()) {
      waiting++;
    }
    if (fullChunks && waiting < chunkSize && !ended && !stopped && room.availablePermits() > 0) {
      return 0;
    }
    return waiting;
  }

  @Override
  public long take(int count) {
    long first = takenCount;
    for (int i = 0; i < count; i++) {
      taken.put(takenCount++, read.remove());
    }
    return first;
  }

  @Override
  public Object get(long index) {
    Object item = taken.get(index);
    return item == NULL ? null : item;
  }

  @Override
  public void release(long index) {
    taken.remove(index);
  }

  @Override
  public void chunkSizeIs(int items) {
    int wanted = (int) Math.min(MAX_LOOK_AHEAD, (long) perChunkSize * items);
    if (!fixedLookAhead && wanted > lookAhead) {
      room.release(wanted - lookAhead);
      lookAhead = wanted;
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
    interruptReader();
    taken.clear();
    read.clear();
  }

  private void interruptReader() {
    Thread reader = thread;
    if (reader != null) {
      reader.interrupt();
    }
  }
}
