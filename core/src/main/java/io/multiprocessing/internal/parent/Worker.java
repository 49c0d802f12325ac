package io.multiprocessing.internal.parent;

import static io.multiprocessing.internal.protocol.WorkerLayout.CANCEL_OFFSET;
import static io.multiprocessing.internal.protocol.WorkerLayout.GIVEN_OFFSET;
import static io.multiprocessing.internal.protocol.WorkerLayout.HEARTBEAT_OFFSET;
import static io.multiprocessing.internal.protocol.WorkerLayout.INTERRUPT_CHUNK_OFFSET;
import static io.multiprocessing.internal.protocol.WorkerLayout.INTERRUPT_ITEM_OFFSET;
import static io.multiprocessing.internal.protocol.WorkerLayout.OFFERED;
import static io.multiprocessing.internal.protocol.WorkerLayout.PROGRESS_OFFSET;
import static io.multiprocessing.internal.protocol.WorkerLayout.PUBLISHED_OFFSET;
import static io.multiprocessing.internal.protocol.WorkerLayout.REVOKED;
import static io.multiprocessing.internal.protocol.WorkerLayout.RUNNING_OFFSET;
import static io.multiprocessing.internal.protocol.WorkerLayout.WISH_OFFSET;

import io.multiprocessing.WorkerInfo;
import io.multiprocessing.WorkerStartException;
import io.multiprocessing.internal.protocol.WorkerLayout;
import io.multiprocessing.ipc.internal.channel.MessageReader;
import io.multiprocessing.ipc.internal.channel.MessageWriter;
import io.multiprocessing.ipc.internal.memory.Memory;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.function.LongSupplier;

/** Parent side: one worker as the engine sees it. Driver only. */
final class Worker {

  // early enough for a new JVM to come up meanwhile
  private static final double EXPIRING_PART = 0.75;
  static final long SLOW_NANOS = 2_000_000;
  private static final long LOOKED_AWAY_NANOS = 10_000_000_000L; // the driver looks every second

  private final int id;
  private final int maxTasks;
  private final LongSupplier clock; // System.nanoTime(), but in tests
  private final long startedNanos;
  private WorkerState state = WorkerState.STARTING; // see WorkerState for the transitions
  private WorkerProcess process; // null until launched
  private MessageWriter writer; // null until connected
  private MessageReader reader; // null until connected
  private ByteBuffer words; // null until launched
  private Runnable controlBell; // rings it; null until launched
  private boolean launchEnded;
  private CrashReport crashReport; // null until the process is gone
  private String killReason; // null unless we killed it
  private WorkerStartException startFailure;

  private NumberSpace numbers; // null until the first chunk of numbers
  private final Deque<SentChunk> chunks = new ArrayDeque<>(); // in the order sent
  private final Set<Long> knownJobs = new HashSet<>();
  private long lastSequence;
  private long receivedMessages;
  private boolean messagesIgnored;
  private long assignedTasks;
  private long completedTasks;
  private long bytesAhead;
  private long idleSinceNanos;
  private long lastNewsNanos;
  private long firstSinceNanos; // since when the first of its chunks has been the first
  private int timesAsked; // for a part of a chunk
  private long askedNanos;

  // the item that was seen running last, for time limits
  private long seenChunk;
  private int seenItem;
  private long seenSinceNanos;

  // the kill that follows an interrupt
  private long killAtNanos;
  private long killChunk; // 0 for none
  private int killItem; // -1 for the whole chunk

  private long stoppingUntilNanos;

  // the heart
  private long heartbeat;
  private long heartbeatSinceNanos;
  private long heartbeatLookNanos;

  Worker(int id, int maxTasks, LongSupplier clock) {
    this.id = id;
    this.maxTasks = maxTasks > 0 ? maxTasks : Integer.MAX_VALUE;
    this.clock = clock;
    this.startedNanos = clock.getAsLong();
    this.idleSinceNanos = startedNanos;
    this.lastNewsNanos = startedNanos;
    this.heartbeatSinceNanos = startedNanos;
    this.heartbeatLookNanos = startedNanos;
  }

  /** Returns how many more items this worker may be given. */
  int remainingTasks() {
    return maxTasks == Integer.MAX_VALUE ? maxTasks : (int) Math.max(0, maxTasks - assignedTasks);
  }

  /** Tells whether this worker has so few items left that its replacement should be started. */
  boolean isExpiring() {
    return maxTasks != Integer.MAX_VALUE && assignedTasks >= Math.ceil(EXPIRING_PART * maxTasks);
  }

  /** Tells whether the item that runs now has been running for long, whatever the estimate said. */
  boolean isSlow() {
    return !chunks.isEmpty() && clock.getAsLong() - lastNewsNanos > SLOW_NANOS;
  }

  int id() {
    return id;
  }

  WorkerState state() {
    return state;
  }

  void transition(WorkerState next) {
    if (!state.canBecome(next)) {
      throw new IllegalStateException(
          "worker " + id + " cannot become " + next + ": state=" + state);
    }
    state = next;
  }

  boolean isAtLeast(WorkerState other) {
    return state.compareTo(other) >= 0;
  }

  long startedNanos() {
    return startedNanos;
  }

  void launched(WorkerProcess newProcess) {
    process = newProcess;
    shares(newProcess.control().buffer(), newProcess.controlBell()::ring);
  }

  /** Says where the words are that it shares with the worker's JVM, and how to have it look. */
  void shares(ByteBuffer newWords, Runnable newControlBell) {
    words = newWords;
    controlBell = newControlBell;
  }

  void connected(MessageWriter newWriter, MessageReader newReader) {
    writer = newWriter;
    reader = newReader;
  }

  void launchEnded() {
    launchEnded = true;
  }

  /** Tells whether it is connected, or never will be. */
  boolean hasLaunchEnded() {
    return launchEnded;
  }

  void exited(CrashReport report) {
    crashReport = report;
  }

  /** Both the launch and the process have ended, so nobody else touches this worker any more. */
  boolean isGone() {
    return launchEnded && (process == null || crashReport != null);
  }

  WorkerProcess process() {
    return process;
  }

  MessageWriter writer() {
    return writer;
  }

  MessageReader reader() {
    return reader;
  }

  /**
   * Returns the memory that its chunks of numbers lie in.
   *
   * @throws io.multiprocessing.ipc.NoSpaceException if there is no room for it
   */
  NumberSpace numbers() {
    if (numbers == null) {
      numbers = new NumberSpace(process.folder());
    }
    return numbers;
  }

  /** Returns how many numbers its next chunk may have, 0 for none now. */
  int roomForNumbers() {
    return numbers == null ? NumberSpace.FIRST_ITEMS : numbers.room(chunks);
  }

  /** Its process is gone, and all that it had computed is taken. */
  void closeNumbers() {
    if (numbers != null) {
      numbers.close();
    }
  }

  CrashReport crashReport() {
    return crashReport;
  }

  String killReason() {
    return killReason;
  }

  void stoppingUntil(long nanos) {
    stoppingUntilNanos = nanos;
  }

  /** Only when STOPPING: until when it may take to exit by itself. */
  long stoppingUntilNanos() {
    return stoppingUntilNanos;
  }

  WorkerInfo.State publicState() {
    return switch (state) {
      case STARTING -> WorkerInfo.State.STARTING;
      case READY -> chunks.isEmpty() ? WorkerInfo.State.IDLE : WorkerInfo.State.BUSY;
      case RETIRING -> WorkerInfo.State.RETIRING;
      case STOPPING, DEAD -> WorkerInfo.State.STOPPING;
    };
  }

  void killedBecause(String reason) {
    killReason = reason;
  }

  WorkerStartException startFailure() {
    return startFailure;
  }

  void startFailure(WorkerStartException failure) {
    startFailure = failure;
  }

  Deque<SentChunk> chunks() {
    return chunks;
  }

  Set<Long> knownJobs() {
    return knownJobs;
  }

  long completedTasks() {
    return completedTasks;
  }

  void completedTasks(int tasks) {
    completedTasks += tasks;
  }

  long bytesAhead() {
    return bytesAhead;
  }

  long idleSinceNanos() {
    return idleSinceNanos;
  }

  long nextSequence() {
    return ++lastSequence;
  }

  /**
   * Tells whether the claim word of the next chunk is free: chunks may end out of order when some
   * are taken back.
   */
  boolean hasClaimSlot() {
    return chunks.isEmpty()
        || lastSequence + 1 - chunks.getFirst().sequence() < WorkerLayout.CLAIM_SLOTS;
  }

  void offer(SentChunk chunk) {
    if (chunks.isEmpty()) {
      lastNewsNanos = clock.getAsLong();
      firstSinceNanos = lastNewsNanos;
    }
    chunks.addLast(chunk);
    assignedTasks += chunk.items().count();
    bytesAhead += chunk.bytes();
  }

  void remove(SentChunk chunk) {
    if (chunks.peekFirst() == chunk) {
      firstSinceNanos = clock.getAsLong();
    }
    chunks.remove(chunk);
    chunk.over();
    bytesAhead -= chunk.bytes();
    if (killChunk == chunk.sequence()) {
      killChunk = 0;
    }
    if (chunks.isEmpty()) {
      idleSinceNanos = clock.getAsLong();
    }
  }

  SentChunk chunk(long sequence) {
    for (SentChunk chunk : chunks) {
      if (chunk.sequence() == sequence) {
        return chunk;
      }
    }
    return null;
  }

  void offerClaim(long sequence) {
    // release: ordered before the message that the worker will read; the queue's own publication
    // makes it visible
    Memory.putLongRelease(
        words, WorkerLayout.claimOffset(sequence), WorkerLayout.claim(sequence, OFFERED));
  }

  /** Takes a chunk back unless the worker has claimed it. */
  boolean revoke(SentChunk chunk) {
    long sequence = chunk.sequence();
    if (!Memory.compareAndSetLong(
        words,
        WorkerLayout.claimOffset(sequence),
        WorkerLayout.claim(sequence, OFFERED),
        WorkerLayout.claim(sequence, REVOKED))) {
      return false;
    }
    remove(chunk);
    assignedTasks -= chunk.items().count();
    return true;
  }

  /**
   * Returns how long what it could give back of its first chunk would run elsewhere; 0 if there is
   * nothing but the item that it runs, or somebody relies on the size of the chunk.
   */
  double nanosToGive() {
    SentChunk chunk = chunks.getFirst();
    ChunkSizer sizer = chunk.job().sizer();
    int done = running() == chunk.sequence() ? WorkerLayout.itemsDone(progress()) : 0;
    int items = chunk.items().count() - done - 1;
    if (items <= 0 || !sizer.isAdaptive() || isInterrupting() || !chunk.isWanted()) {
      return 0;
    }
    // what takes longer than it should counts more than what was measured elsewhere
    long now = clock.getAsLong();
    double soFar = (double) (now - firstSinceNanos) / (done + 1);
    double nanos = items * Math.max(soFar, sizer.estimatedNanos(1));
    // a slow item among many quick ones: however quick the rest is, it waits, and has a slow
    // neighbour
    long running = now - runningSinceNanos(chunk.sequence(), done, now);
    return Math.max(nanos, (double) running);
  }

  /** Asks for all but one of so many parts of what the first chunk has behind its running item. */
  void ask(int parts) {
    SentChunk chunk = chunks.getFirst();
    chunk.askedFor();
    askedNanos = clock.getAsLong();
    // opaque: the word says it all, and the bell publishes it
    Memory.putLongOpaque(
        words, WISH_OFFSET, WorkerLayout.wish(chunk.sequence(), parts, ++timesAsked));
    controlBell.run();
  }

  boolean wasJustAsked() {
    return clock.getAsLong() - askedNanos < SLOW_NANOS;
  }

  /** Returns the job whose items the worker has given back since it was asked, or null. */
  Job takeGiven() {
    SentChunk chunk = chunks.peekFirst();
    if (chunk == null || !chunk.isAskedFor()) {
      return null;
    }
    long given = Memory.getLongOpaque(words, GIVEN_OFFSET); // opaque: the word says it all
    int count = WorkerLayout.givenCount(given);
    if (given != WorkerLayout.given(chunk.sequence(), count) || count >= chunk.items().count()) {
      return null; // an older one
    }
    shorten(chunk, count);
    return chunk.job();
  }

  /** Takes the end of a chunk back, which the worker will not run. */
  void shorten(SentChunk chunk, int count) {
    assignedTasks -= chunk.items().count() - count;
    chunk.shortenTo(count);
  }

  /** Its messages are nonsense: it is being killed, and nothing is read from it any more. */
  void ignoreMessages() {
    messagesIgnored = true;
  }

  boolean ignoresMessages() {
    return messagesIgnored;
  }

  boolean hasNews() {
    // acquire: pairs with the worker's release, so that the messages counted can be read
    return reader != null
        && !messagesIgnored
        && Memory.getLongAcquire(words, PUBLISHED_OFFSET) != receivedMessages;
  }

  void receivedMessage() {
    receivedMessages++;
    lastNewsNanos = clock.getAsLong();
  }

  long running() {
    return Memory.getLongAcquire(words, RUNNING_OFFSET); // acquire: its progress word is not older
  }

  long progress() {
    return Memory.getLongAcquire(
        words, PROGRESS_OFFSET); // acquire: the journal up to there is there
  }

  ByteBuffer words() {
    return words;
  }

  /** Returns since when the item that is running now has been seen running. */
  long runningSinceNanos(long chunk, int item, long now) {
    if (chunk != seenChunk || item != seenItem) {
      seenChunk = chunk;
      seenItem = item;
      seenSinceNanos = now;
    }
    return seenSinceNanos;
  }

  void stopChunk(long sequence) {
    Memory.putLongOpaque(
        words, CANCEL_OFFSET, sequence); // opaque: a hint, nothing is read behind it
  }

  /** Asks for the interrupt of an item, or of whichever runs with -1, to be followed by a kill. */
  void interrupt(long chunk, int item, long killAt) {
    Memory.putLongOpaque(words, INTERRUPT_ITEM_OFFSET, item);
    Memory.putLongRelease(
        words, INTERRUPT_CHUNK_OFFSET, chunk); // release: publishes the item written before
    controlBell.run();
    killChunk = chunk;
    killItem = item;
    killAtNanos = killAt;
  }

  boolean isInterrupting() {
    return killChunk != 0;
  }

  /** Tells whether the interrupted item has outlived its grace time. */
  boolean isKillDue(long now) {
    if (killChunk == 0) {
      return false;
    }
    if (killItem >= 0
        && (running() != killChunk || WorkerLayout.itemsDone(progress()) != killItem)) {
      killChunk = 0; // it has gone on to the next item
      return false;
    }
    return now - killAtNanos >= 0;
  }

  long nanosToKill(long now) {
    return killAtNanos - now;
  }

  /**
   * Returns for how long the worker's control thread has been looked at and not been seen alive.
   * When nobody has looked for long, this JVM may have been stopped, and its workers with it.
   */
  long nanosSinceHeartbeat(long now) {
    long beats = Memory.getLongOpaque(words, HEARTBEAT_OFFSET);
    if (beats != heartbeat || now - heartbeatLookNanos > LOOKED_AWAY_NANOS) {
      heartbeat = beats;
      heartbeatSinceNanos = now;
    }
    heartbeatLookNanos = now;
    return now - heartbeatSinceNanos;
  }
}
