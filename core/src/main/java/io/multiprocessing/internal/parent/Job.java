package io.multiprocessing.internal.parent;

import io.multiprocessing.PoolException;
import io.multiprocessing.TaskOptions;
import io.multiprocessing.internal.protocol.Messages;
import io.multiprocessing.ipc.internal.codec.ObjectCodec;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Parent side: one call on its way: which items are out, done, failed, or to be run again. Driver
 * only.
 */
final class Job {

  /**
   * Items that belong together in a chunk.
   *
   * @param first index of the first
   * @param count number of items
   * @param attempt 1 for their first run
   */
  record Items(long first, int count, int attempt) {}

  private final long id;
  private final JobSpec spec;
  private final ChunkSizer sizer;
  private final Deque<Items> again = new ArrayDeque<>(); // taken back, or to be retried
  private long itemsAgain; // how many these are
  private final Map<Long, Integer> crashes = new HashMap<>(); // workers that each item has killed
  private long done;
  private long failed;
  private boolean ended;
  private volatile boolean unwanted; // written by whoever cancels it
  // by index, when the job waits for all
  private final NavigableMap<Long, PoolException> failures = new TreeMap<>();

  Job(long id, JobSpec spec, int workers) {
    this.id = id;
    this.spec = spec;
    this.sizer = new ChunkSizer(spec.options().chunking(), workers, spec.items());
  }

  long id() {
    return id;
  }

  String name() {
    return spec.name();
  }

  int kind() {
    return spec.kind();
  }

  EncodedFunction function() {
    return spec.function();
  }

  /** Returns what writes its arguments and reads its results. */
  ObjectCodec codec() {
    return spec.function().source().codec();
  }

  TaskOptions options() {
    return spec.options();
  }

  ItemSource items() {
    return spec.items();
  }

  ChunkSizer sizer() {
    return sizer;
  }

  long done() {
    return done;
  }

  long failed() {
    return failed;
  }

  boolean isEnded() {
    return ended;
  }

  /** Any thread: nobody wants its results any more; the driver is about to end it. */
  void giveUp() {
    unwanted = true;
  }

  /** Tells whether it is worth reading a result. */
  boolean isWanted() {
    return !ended && !unwanted;
  }

  /** Tells whether results of single items mean nothing without those of their whole chunk. */
  boolean isAllOrNothing() {
    return spec.kind() == Messages.REDUCE || spec.kind() == Messages.MATCH;
  }

  boolean hasItems() {
    return !ended && (!again.isEmpty() || spec.items().available(chunkSize()) > 0);
  }

  /** Tells whether its items are numbers, which lie in the workers' {@link NumberSpace}. */
  boolean isOfNumbers() {
    return Messages.isOfNumbers(spec.kind());
  }

  /** Tells whether there is one item only, so that no worker need remember the function. */
  boolean hasOneItem() {
    return spec.items().size() == 1;
  }

  /** Takes the next items, at most the given number; null if there are none now. */
  Items next(int most) {
    Items first = again.peek();
    if (first != null) {
      int count = Math.min(Math.min(first.count(), chunkSize()), most);
      again.remove();
      itemsAgain -= count;
      if (count < first.count()) {
        again.addFirst(new Items(first.first() + count, first.count() - count, first.attempt()));
      }
      return new Items(first.first(), count, first.attempt());
    }
    int size = chunkSize();
    int count = (int) Math.min(Math.min(size, most), spec.items().available(size));
    if (count == 0) {
      return null;
    }
    return new Items(spec.items().take(count), count, 1);
  }

  private int chunkSize() {
    ItemSource items = spec.items();
    return sizer.next(items.size() < 0 ? -1 : items.available(Integer.MAX_VALUE) + itemsAgain);
  }

  /** Takes items back that have not been run, before all others. */
  void giveBack(Items items) {
    if (!ended && items.count() > 0) {
      again.addFirst(items);
      itemsAgain += items.count();
    }
  }

  /** Has items run again, after what has been taken back before. */
  void retry(Items items) {
    if (!ended) {
      again.addLast(items);
      itemsAgain += items.count();
    }
  }

  /** Counts a worker killed by an item; returns how many there are now. */
  int crashed(long index) {
    return crashes.merge(index, 1, Integer::sum);
  }

  void value(long index, Object value) {
    done++;
    spec.sink().value(index, value);
    spec.items().release(index);
  }

  void numbers(long first, ByteBuffer numbers) {
    done += numbers.remaining() / Long.BYTES;
    spec.sink().numbers(first, numbers);
  }

  /** A chunk whose items have one result together. */
  void chunkValue(Items items, Object value) {
    done += items.count();
    spec.sink().value(items.first(), value);
    for (int i = 0; i < items.count(); i++) {
      spec.items().release(items.first() + i);
    }
  }

  /** An item has failed for good; returns the failure the job must end with now, or null. */
  PoolException failure(long index, PoolException failure) {
    done++;
    failed++;
    spec.items().release(index);
    if (spec.sink().failure(index, failure)) {
      return null;
    }
    if (spec.options().failFast() || isAllOrNothing()) {
      return failure;
    }
    failures.put(index, failure);
    return null;
  }

  /** Lets the results that have come be seen. */
  void handOver() {
    spec.sink().handOver();
  }

  /** Tells whether nothing is left to wait for. */
  boolean isComplete() {
    return spec.sink().isDecided() || done == spec.items().size();
  }

  /** Ends the job; only the first time counts. */
  boolean end(RuntimeException failure) {
    if (ended) {
      return false;
    }
    ended = true;
    again.clear();
    crashes.clear();
    RuntimeException reason = failure;
    if (reason == null && !spec.sink().isDecided()) {
      reason = failures.isEmpty() ? spec.items().failure() : firstFailure();
    }
    spec.items().close();
    spec.sink().end(reason);
    return true;
  }

  private PoolException firstFailure() {
    PoolException first = failures.pollFirstEntry().getValue();
    failures.values().forEach(first::addSuppressed);
    failures.clear();
    return first;
  }
}
