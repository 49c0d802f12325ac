package io.multiprocessing.internal.parent;

import io.multiprocessing.WorkerInfo;
import io.multiprocessing.WorkerStartException;
import io.multiprocessing.ipc.internal.channel.MessageReader;
import io.multiprocessing.ipc.internal.channel.MessageWriter;
import java.util.HashSet;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Parent side: one worker as the engine sees it: its life, and the parts that know more of it.
 * Driver only.
 */
final class Worker {

  // early enough for a new JVM to come up meanwhile
  private static final double EXPIRING_PART = 0.75;

  private final int id;
  private final int maxTasks;
  private final LongSupplier clock; // System.nanoTime(), but in tests
  private final long startedNanos;
  private final SentChunks chunks;
  private final Set<Long> knownJobs = new HashSet<>(); // whose functions it remembers
  private WorkerState state = WorkerState.STARTING; // see WorkerState for the transitions

  private WorkerProcess process; // null until launched
  private ControlWords words; // null until launched
  private ItemWatch watch; // null until launched
  private Giving giving; // null until launched
  private Heart heart; // null until launched
  private MessageWriter writer; // null until connected
  private MessageReader reader; // null until connected
  private boolean launchEnded;
  private NumberSpace numbers; // null until the first chunk of numbers

  private long receivedMessages;
  private boolean messagesIgnored;
  private long completedTasks;

  private WorkerStartException startFailure;
  private String killReason; // null unless we killed it
  private long stoppingUntilNanos;
  private CrashReport crashReport; // null until the process is gone

  Worker(int id, int maxTasks, LongSupplier clock) {
    this.id = id;
    this.maxTasks = maxTasks > 0 ? maxTasks : Integer.MAX_VALUE;
    this.clock = clock;
    this.startedNanos = clock.getAsLong();
    this.chunks = new SentChunks(clock, startedNanos);
  }

  int id() {
    return id;
  }

  long startedNanos() {
    return startedNanos;
  }

  // ---- its life

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

  WorkerInfo.State publicState() {
    if (killReason != null) {
      return WorkerInfo.State.STOPPING;
    }
    return switch (state) {
      case STARTING -> WorkerInfo.State.STARTING;
      case READY -> chunks.isEmpty() ? WorkerInfo.State.IDLE : WorkerInfo.State.BUSY;
      case RETIRING -> WorkerInfo.State.RETIRING;
      case STOPPING, DEAD -> WorkerInfo.State.STOPPING;
    };
  }

  void launched(WorkerProcess newProcess) {
    process = newProcess;
    shares(newProcess.words());
  }

  /** Says where the words are that it shares with the worker's JVM. */
  void shares(ControlWords newWords) {
    words = newWords;
    watch = new ItemWatch(words);
    giving = new Giving(words, chunks, watch, clock);
    heart = new Heart(words, startedNanos);
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

  WorkerStartException startFailure() {
    return startFailure;
  }

  void startFailure(WorkerStartException failure) {
    startFailure = failure;
  }

  void killedBecause(String reason) {
    killReason = reason;
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

  void exited(CrashReport report) {
    crashReport = report;
  }

  CrashReport crashReport() {
    return crashReport;
  }

  /** Both the launch and the process have ended, so nobody else touches this worker any more. */
  boolean isGone() {
    return launchEnded && (process == null || crashReport != null);
  }

  // ---- its parts

  WorkerProcess process() {
    return process;
  }

  ControlWords words() {
    return words;
  }

  ItemWatch watch() {
    return watch;
  }

  Giving giving() {
    return giving;
  }

  Heart heart() {
    return heart;
  }

  MessageWriter writer() {
    return writer;
  }

  MessageReader reader() {
    return reader;
  }

  /**
   * Returns the chunks that it holds. They are removed and taken back by the methods of this class
   * only, which forget what was to happen to an item of theirs.
   */
  SentChunks chunks() {
    return chunks;
  }

  Set<Long> knownJobs() {
    return knownJobs;
  }

  // ---- its chunks

  /** Returns how many more items this worker may be given. */
  int remainingTasks() {
    return maxTasks == Integer.MAX_VALUE
        ? maxTasks
        : (int) Math.max(0, maxTasks - chunks.assignedTasks());
  }

  /** Tells whether this worker has so few items left that its replacement should be started. */
  boolean isExpiring() {
    return maxTasks != Integer.MAX_VALUE
        && chunks.assignedTasks() >= Math.ceil(EXPIRING_PART * maxTasks);
  }

  /** It does not hold a chunk any more. */
  void remove(SentChunk chunk) {
    chunks.remove(chunk);
    watch.isOver(chunk.sequence());
  }

  /** Takes a chunk back unless the worker has claimed it. */
  boolean revoke(SentChunk chunk) {
    if (!words.revoke(chunk.sequence())) {
      return false;
    }
    chunks.takeBack(chunk);
    watch.isOver(chunk.sequence());
    return true;
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

  // ---- its answers

  boolean hasNews() {
    return reader != null && !messagesIgnored && words.published() != receivedMessages;
  }

  void receivedMessage() {
    receivedMessages++;
    chunks.heard();
  }

  /** Its messages are nonsense: it is being killed, and nothing is read from it any more. */
  void ignoreMessages() {
    messagesIgnored = true;
  }

  boolean ignoresMessages() {
    return messagesIgnored;
  }

  long completedTasks() {
    return completedTasks;
  }

  void completedTasks(int tasks) {
    completedTasks += tasks;
  }
}
