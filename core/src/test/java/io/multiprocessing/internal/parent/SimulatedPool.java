package io.multiprocessing.internal.parent;

import io.multiprocessing.Chunking;
import io.multiprocessing.TaskOptions;
import io.multiprocessing.internal.protocol.Messages;
import io.multiprocessing.internal.protocol.WorkerLayout;
import io.multiprocessing.ipc.internal.memory.Memory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;

/**
 * Runs the items of one call in virtual time: the dispatcher, the job, its chunk sizes, and what
 * the parent knows of its workers, with their claim words, are the real ones. What is simulated are
 * the clock, the way of messages, and the workers' JVMs.
 */
final class SimulatedPool implements Dispatcher.Sending, Dispatcher.Failing {

  /**
   * What things cost, in nanoseconds.
   *
   * @param workers number of workers, each with a processor of its own
   * @param busy whether the parent has no processor of its own: what it does delays a worker
   * @param perChunk the parent's time to send a chunk, and again to take its results
   * @param perItem the same for each item
   * @param wake until a thread that sleeps runs
   * @param start the worker's time to read a chunk and to send its results
   * @param lateness how late the parent comes at most, when it has to wait for a processor
   */
  record Machine(
      int workers,
      boolean busy,
      long perChunk,
      long perItem,
      long wake,
      long start,
      long lateness) {

    /** As measured on two cores, see the page about internals. */
    static Machine of(int workers) {
      return new Machine(workers, true, 15_000, 100, 50_000, 10_000, 2_000_000);
    }

    /** Returns the least time between the call and its result beside the items' own. */
    long dispatchNanos() {
      return (long) workers * 2 * perChunk + 2 * wake + start;
    }
  }

  /**
   * What came of a run.
   *
   * @param nanos from the call to its result
   * @param chunks how many of them were started; the others were taken back
   * @param sent how many chunks were sent
   * @param given how many were given back in part
   */
  record Outcome(long nanos, int sent, int chunks, int given) {}

  /** Items of a stream; reading them takes no time, nor does consuming their results. */
  private final class Stream implements ItemSource {
    private final int size;
    private final LookAhead lookAhead;
    private long taken;

    Stream(int size, LookAhead lookAhead) {
      this.size = size;
      this.lookAhead = lookAhead;
    }

    @Override
    public long size() {
      return taken == size ? size : -1;
    }

    @Override
    public long available(int chunkSize) {
      return Math.min(Math.min(size, job.done() + lookAhead.items()) - taken, chunkSize);
    }

    @Override
    public long take(int count) {
      long first = taken;
      taken += count;
      return first;
    }

    @Override
    public int largestChunk() {
      return lookAhead.largestChunk();
    }

    @Override
    public void chunkSizeIs(int items) {
      lookAhead.growFor(items);
    }
  }

  private record Event(long at, long order, Runnable action) {}

  /** A worker's JVM. */
  private final class Jvm {
    final Worker worker;
    final ByteBuffer words =
        ByteBuffer.allocateDirect(WorkerLayout.BYTES).order(ByteOrder.nativeOrder());
    final List<SentChunk> arrived = new ArrayList<>();
    SentChunk running;
    int count; // of its items; fewer than were sent, once some were given back
    long startedAt;
    long handledWish;
    long delayed; // how long the parent has had this worker's processor meanwhile
    long turn; // counts what was planned, so that a plan that was changed is not carried out

    Jvm(int id) {
      worker = new Worker(id, 0, () -> now);
      worker.shares(new ControlWords(words, this::lookAtWish));
    }

    void arrives(SentChunk chunk) {
      arrived.add(chunk);
      if (running == null && arrived.size() == 1) {
        at(now + machine.wake(), this::takeNext);
      }
    }

    void takeNext() {
      while (running == null && !arrived.isEmpty()) {
        SentChunk next = arrived.remove(0);
        long sequence = next.sequence();
        if (Memory.compareAndSetLong(
            words,
            WorkerLayout.claimOffset(sequence),
            WorkerLayout.claim(sequence, WorkerLayout.OFFERED),
            WorkerLayout.claim(sequence, WorkerLayout.CLAIMED))) {
          running = next;
          count = next.items().count();
          startedAt = now;
          delayed = 0;
          chunks++;
          plan();
        }
      }
    }

    private void plan() {
      long planned = ++turn;
      at(
          endOfItems(count),
          () -> {
            if (turn == planned) {
              finish();
            }
          });
    }

    /** Returns when so many of the items are done. */
    private long endOfItems(int items) {
      return startedAt + machine.start() + cost(running.items().first(), items) + delayed;
    }

    private int itemsDone() {
      int done = 0;
      int most = count; // not done
      while (done + 1 < most) { // the costs of all items before are known, so halving does
        int middle = (done + most) >>> 1;
        if (endOfItems(middle) <= now) {
          done = middle;
        } else {
          most = middle;
        }
      }
      return done;
    }

    /** Writes what the parent may read, as a worker does after each item. */
    void publishProgress() {
      Memory.putLongRelease(
          words, WorkerLayout.RUNNING_OFFSET, running == null ? 0 : running.sequence());
      int done = running == null ? 0 : itemsDone();
      Memory.putLongRelease(words, WorkerLayout.PROGRESS_OFFSET, WorkerLayout.progress(done, 0));
    }

    /** Does what the parent wishes, as a worker's control thread does. */
    void lookAtWish() {
      long wish = Memory.getLongOpaque(words, WorkerLayout.WISH_OFFSET);
      if (wish != handledWish) {
        handledWish = wish;
        at(
            now + 2 * machine.wake(),
            () -> giveBack(WorkerLayout.wishChunk(wish), WorkerLayout.wishParts(wish)));
      }
    }

    private void giveBack(long chunk, int parts) {
      if (running == null || running.sequence() != chunk) {
        return;
      }
      int begun = itemsDone() + 1;
      int kept = begun + (count - begun) / parts;
      if (kept < count) {
        count = kept;
        plan();
        Memory.putLongOpaque(words, WorkerLayout.GIVEN_OFFSET, WorkerLayout.given(chunk, kept));
        wakeParent();
      }
    }

    void isDelayed(long nanos) {
      delayed += nanos;
      plan();
    }

    private void finish() {
      SentChunk done = running;
      int items = count;
      long nanos = now - startedAt;
      running = null;
      news.add(() -> receive(this, done, items, nanos));
      wakeParent();
      takeNext();
    }
  }

  private final Machine machine;
  private final long[] costsBefore; // costs of all items before this one
  private final Random random;
  private final List<Jvm> jvms = new ArrayList<>();
  private final List<Worker> workers = new ArrayList<>();
  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::order));
  private final List<Runnable> news = new ArrayList<>(); // messages for the parent
  private final Dispatcher dispatcher = new Dispatcher(this, this);
  private final Job job;
  private long now;
  private long eventsMade;
  private boolean parentAwake;
  private long parentSleeps; // counts, so that an alarm for an earlier sleep is ignored
  private int nextDelayed;
  private int chunks;
  private int sent;
  private int given;
  private long endedAt = -1;

  private SimulatedPool(
      long[] costs, LookAhead lookAhead, Chunking chunking, Machine machine, long seed) {
    this.machine = machine;
    this.random = new Random(seed);
    this.costsBefore = new long[costs.length + 1];
    for (int i = 0; i < costs.length; i++) {
      costsBefore[i + 1] = costsBefore[i] + costs[i];
    }
    for (int id = 1; id <= machine.workers(); id++) {
      Jvm jvm = new Jvm(id);
      jvms.add(jvm);
      workers.add(jvm.worker);
    }
    ResultSink sink =
        new ResultSink() {
          @Override
          public void value(long index, Object value) {}

          @Override
          public void end(RuntimeException failure) {
            endedAt = now;
          }
        };
    TaskOptions options = TaskOptions.defaults().chunking(chunking);
    ItemSource items =
        lookAhead == null
            ? new KnownItems.Range(0, costs.length)
            : new Stream(costs.length, lookAhead);
    job =
        new Job(1, new JobSpec("map", Messages.MAP, null, items, sink, options), machine.workers());
  }

  /** Runs items of the given costs; the same seed gives the same run. */
  static Outcome run(long[] costs, Chunking chunking, Machine machine, long seed) {
    return new SimulatedPool(costs, null, chunking, machine, seed).run();
  }

  /** The same with items of a stream, of which so many may be held, or 0 for the default. */
  static Outcome runStream(long[] costs, int lookAhead, Machine machine, long seed) {
    LookAhead held = new LookAhead(lookAhead, machine.workers());
    return new SimulatedPool(costs, held, new Chunking.Adaptive(), machine, seed).run();
  }

  private Outcome run() {
    dispatcher.add(job);
    parentAwake = true;
    turn();
    while (endedAt < 0) {
      Event event = events.poll();
      if (event == null) {
        throw new AssertionError(
            "nothing will happen any more: done=" + job.done() + " of " + (costsBefore.length - 1));
      }
      now = Math.max(now, event.at());
      event.action().run();
    }
    return new Outcome(endedAt, sent, chunks, given);
  }

  private void at(long when, Runnable action) {
    events.add(new Event(when, eventsMade++, action));
  }

  private long cost(long first, int items) {
    return costsBefore[(int) first + items] - costsBefore[(int) first];
  }

  // ---- the parent

  private void wakeParent() {
    if (!parentAwake) {
      parentAwake = true;
      at(now + machine.wake() + lateness(), this::turn);
    }
  }

  /** When all processors are busy, the parent comes at once most times, and late sometimes. */
  private long lateness() {
    boolean late = machine.busy() && random.nextInt(8) == 0;
    return late ? (long) (random.nextDouble() * machine.lateness()) : 0;
  }

  private void turn() {
    long begin = now;
    List<Runnable> received = List.copyOf(news);
    news.clear();
    received.forEach(Runnable::run);
    boolean worked = !received.isEmpty();
    for (Jvm jvm : jvms) {
      jvm.publishProgress();
      if (dispatcher.takeGiven(jvm.worker)) {
        given++;
        worked = true;
      }
    }
    worked |= dispatcher.dispatch(workers, this::holders);
    if (job.isComplete()) {
      job.end(null);
      return;
    }
    takesAProcessor(now - begin);
    if (worked) {
      at(now, this::turn);
      return;
    }
    parentAwake = false;
    long sleep = ++parentSleeps;
    if (dispatcher.nanosToNextLook() < Long.MAX_VALUE) {
      at(
          now + dispatcher.nanosToNextLook(),
          () -> {
            if (!parentAwake && parentSleeps == sleep) {
              wakeParent();
            }
          });
    }
  }

  private List<Worker> holders() {
    return workers.stream().filter(worker -> !worker.chunks().isEmpty()).toList();
  }

  private void takesAProcessor(long nanos) {
    if (!machine.busy() || nanos == 0) {
      return;
    }
    for (Jvm jvm : jvms) {
      if (jvm.running == null) {
        return; // there is one that nobody else uses
      }
    }
    nextDelayed = (nextDelayed + 1) % jvms.size();
    jvms.get(nextDelayed).isDelayed(nanos);
  }

  private void receive(Jvm jvm, SentChunk chunk, int count, long nanos) {
    now += machine.perChunk() + count * machine.perItem();
    jvm.worker.receivedMessage();
    Job.Items items = chunk.items();
    job.chunkValue(new Job.Items(items.first(), count, items.attempt()), null);
    if (count < chunk.items().count()) {
      jvm.worker.chunks().shorten(chunk, count);
    }
    dispatcher.ran(jvm.worker, chunk, count, nanos);
    dispatcher.offer(job);
  }

  @Override
  public SentChunk send(Worker worker, Job toSend, Job.Items items) {
    now += machine.perChunk() + items.count() * machine.perItem();
    SentChunk chunk = new SentChunk(worker.chunks().nextSequence(), toSend, items, -1, 0);
    worker.words().offer(chunk.sequence());
    worker.chunks().add(chunk);
    sent++;
    Jvm jvm = jvms.get(worker.id() - 1);
    at(now, () -> jvm.arrives(chunk));
    return chunk;
  }

  @Override
  public List<ChunkSender.Unsendable> unsendable() {
    return List.of();
  }

  @Override
  public void itemUnsendable(Job failed, long index, Throwable reason) {
    throw new AssertionError(reason);
  }

  @Override
  public void itemsHaveNoRoom(Job failed, Job.Items items, RuntimeException reason) {
    throw new AssertionError(reason);
  }

  @Override
  public Set<SentChunk> chunksOnTheirWay() {
    return new LinkedHashSet<>();
  }
}
