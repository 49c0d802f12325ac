package io.multiprocessing.internal.parent;

import io.multiprocessing.ipc.NoSpaceException;
import io.multiprocessing.ipc.internal.channel.ChannelFullException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** Parent side: decides which worker gets which chunk. Driver only. */
final class Dispatcher {

  /** How chunks get to workers. */
  interface Sending {

    /**
     * Sends a chunk; items that cannot travel are left out and can be asked for afterwards.
     *
     * @return the chunk, or null if none of its items could travel
     * @throws ChannelFullException if there is no room; nothing was sent then
     * @throws NoSpaceException if there is no room for numbers, likewise
     * @throws UncheckedIOException if a file that is needed cannot be made, likewise
     */
    SentChunk send(Worker worker, Job job, Job.Items items);

    /** Returns the items of the last chunk that could not travel. */
    List<ChunkSender.Unsendable> unsendable();
  }

  /** What the dispatcher cannot decide itself. */
  interface Failing {
    void itemUnsendable(Job job, long index, Throwable reason);

    /**
     * There is no room for these items, or no file descriptor, and nothing is on its way that would
     * give some back.
     */
    void itemsHaveNoRoom(Job job, Job.Items items, RuntimeException reason);

    /** Returns all chunks that workers hold. */
    Set<SentChunk> chunksOnTheirWay();
  }

  private static final int MAX_CHUNKS_AHEAD = 48; // below the number of claim words
  // several round trips, so that a worker never waits
  private static final double ENOUGH_AHEAD_NANOS = 300_000;
  // what is in flight stays in shared memory
  private static final long ENOUGH_AHEAD_BYTES = 32L << 20;

  private final Sending sender;
  private final Failing failing;
  private final Set<Job> active = new LinkedHashSet<>(); // submitted and not ended
  // those that may have items to hand out, in turn
  private final Deque<Job> waiting = new ArrayDeque<>();
  private final Set<Job> inWaiting = new LinkedHashSet<>();
  // those without room for their next items, with the chunks that were on their way at that time
  private final Map<Job, Set<SentChunk>> starved = new HashMap<>();
  private final WorkSharing sharing = new WorkSharing(this::offer);

  Dispatcher(Sending sender, Failing failing) {
    this.sender = sender;
    this.failing = failing;
  }

  Set<Job> active() {
    return active;
  }

  void add(Job job) {
    active.add(job);
    offer(job);
  }

  void remove(Job job) {
    active.remove(job);
    starved.remove(job);
    if (inWaiting.remove(job)) {
      waiting.remove(job);
    }
  }

  /** Says that a job may have items to hand out. */
  void offer(Job job) {
    if (!starved.containsKey(job)) {
      enqueue(job);
    }
  }

  private void enqueue(Job job) {
    if (active.contains(job) && job.hasItems() && inWaiting.add(job)) {
      waiting.addLast(job);
    }
  }

  /** Learns from the end of a chunk that a worker has run, or a part of it. */
  void ran(Worker worker, SentChunk chunk, int items, long nanos) {
    worker.remove(chunk);
    Job job = chunk.job();
    job.sizer().ran(items, nanos);
    job.items().chunkSizeIs(job.sizer().next(-1));
  }

  /** Takes what a worker was asked for and has given back; returns whether that was anything. */
  boolean takeGiven(Worker worker) {
    Job job = worker.chunks().isEmpty() ? null : worker.giving().take();
    if (job != null) {
      offer(job);
    }
    return job != null;
  }

  boolean hasBacklog() {
    return !waiting.isEmpty() || !starved.isEmpty();
  }

  /**
   * Hands out what workers can take; returns whether that was anything.
   *
   * @param workers those that may get chunks
   * @param holders those that have chunks that others may get, if there is nothing else
   */
  boolean dispatch(List<Worker> workers, Supplier<List<Worker>> holders) {
    boolean sent = false;
    starved.forEach(
        (job, awaited) -> {
          if (awaited.removeIf(SentChunk::isOver)) {
            enqueue(job); // what that chunk occupied is free now
          }
        });
    while (!waiting.isEmpty()) {
      Worker worker = leastLoaded(workers);
      if (worker == null) {
        break;
      }
      Job job = waiting.pollFirst();
      inWaiting.remove(job);
      sent |= send(worker, job);
      offer(job); // at the end: calls that run at the same time take turns
    }
    if (waiting.isEmpty()) {
      sent |= sharing.share(workers, holders);
    } else {
      sharing.nothingToShare();
    }
    return sent;
  }

  /** Returns how long there will be nothing to hand out, if nothing happens. */
  long nanosToNextLook() {
    return sharing.nanosToNextLook();
  }

  private boolean send(Worker worker, Job job) {
    int room = job.isOfNumbers() ? worker.roomForNumbers() : Integer.MAX_VALUE;
    Job.Items items = job.next(Math.min(worker.remainingTasks(), room));
    if (items == null) {
      return false;
    }
    try {
      SentChunk chunk = sender.send(worker, job, items);
      starved.remove(job);
      for (ChunkSender.Unsendable item : sender.unsendable()) {
        failing.itemUnsendable(job, item.index(), item.reason());
      }
      return chunk != null;
    } catch (ChannelFullException | NoSpaceException | UncheckedIOException e) {
      noRoom(job, items, e);
      return false;
    }
  }

  /**
   * The items wait for the end of what is on its way now; other calls, whose items may be smaller,
   * go on. What they send meanwhile is not waited for: the wait has an end.
   */
  private void noRoom(Job job, Job.Items items, RuntimeException reason) {
    Set<SentChunk> awaited = starved.computeIfAbsent(job, starving -> failing.chunksOnTheirWay());
    if (awaited.isEmpty()) {
      starved.remove(job);
      failing.itemsHaveNoRoom(job, items, reason);
    } else {
      job.giveBack(items);
    }
  }

  private static Worker leastLoaded(List<Worker> workers) {
    Worker best = null;
    for (Worker worker : workers) {
      if (worker.chunks().isEmpty()) {
        if (worker.remainingTasks() > 0) {
          return worker;
        }
      } else if (canTakeAhead(worker)
          && (best == null || worker.chunks().size() < best.chunks().size())) {
        best = worker;
      }
    }
    return best;
  }

  /**
   * A worker that runs something gets a little more, so that it need not wait for the next chunk.
   */
  private static boolean canTakeAhead(Worker worker) {
    int ahead = worker.chunks().size() - 1;
    if (worker.remainingTasks() <= 0
        || ahead >= MAX_CHUNKS_AHEAD
        || worker.chunks().bytes() > ENOUGH_AHEAD_BYTES
        || !worker.chunks().hasClaimSlot()
        || worker.roomForNumbers() == 0
        || worker.watch().isInterrupting()) {
      return false;
    }
    if (ahead == 0) {
      return true;
    }
    double nanos = 0;
    for (SentChunk chunk : worker.chunks()) {
      nanos += chunk.estimatedNanos(); // of unknown cost: one chunk ahead has to do
    }
    return nanos < ENOUGH_AHEAD_NANOS;
  }
}
