package io.multiprocessing.internal.parent;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Parent side: finds work for workers that have none when nothing waits to be handed out. Driver
 * only.
 *
 * <p>First come chunks that a busy worker has not started: they are taken back. If there are none,
 * a busy worker is asked to give back a part of the chunk that it runs, which it does before it
 * begins its next item. So what a wrong estimate of costs can do at the end of a call is limited to
 * the item that runs.
 */
final class WorkSharing {

  // less would be done before another worker could begin it
  private static final double WORTH_TAKING_NANOS = 300_000;
  private static final double WORTH_ASKING_NANOS = 1_000_000;

  static final long SLOW_NANOS = 2_000_000; // whatever was estimated

  private record Candidate(Worker worker, double nanos) {}

  private final Consumer<Job> onTakenBack;
  private boolean looksAgain; // a worker is idle while another may turn out to be slow

  WorkSharing(Consumer<Job> onTakenBack) {
    this.onTakenBack = onTakenBack;
  }

  /** Returns when the same workers may be worth another look, though nothing has happened. */
  long nanosToNextLook() {
    return looksAgain ? SLOW_NANOS : Long.MAX_VALUE;
  }

  /** Says that there is something to hand out, and nobody is idle. */
  void nothingToShare() {
    looksAgain = false;
  }

  /**
   * Returns whether there is something to hand out now.
   *
   * @param workers those that may get chunks
   * @param holders those that have chunks, also ones that may get no more
   */
  boolean share(List<Worker> workers, Supplier<List<Worker>> holders) {
    looksAgain = false;
    int idle = 0;
    for (Worker worker : workers) {
      if (worker.chunks().isEmpty() && worker.remainingTasks() > 0) {
        idle++;
      }
    }
    if (idle == 0) {
      return false;
    }
    List<Worker> busy = holders.get();
    if (takeBack(busy)) {
      return true;
    }
    ask(busy, idle);
    return false;
  }

  /** Takes half of what waits at the worker where most waits. */
  private boolean takeBack(List<Worker> busy) {
    Worker loaded = null;
    double most = 0;
    for (Worker worker : busy) {
      double nanos = waitingNanos(worker);
      if (worker.chunks().size() > 1 && (loaded == null || nanos > most)) {
        loaded = worker;
        most = nanos;
      }
    }
    if (loaded == null) {
      return false;
    }
    if (most < WORTH_TAKING_NANOS && loaded.chunks().nanosSinceNews() <= SLOW_NANOS) {
      looksAgain = true; // it will be done sooner than it could be moved, or so it seems
      return false;
    }
    double taken = 0;
    boolean tookAny = false;
    while (loaded.chunks().size() > 1 && (!tookAny || taken < most / 2)) {
      SentChunk last = loaded.chunks().last();
      if (!loaded.revoke(last)) {
        break;
      }
      last.giveBackFrom(0);
      onTakenBack.accept(last.job());
      taken += last.estimatedNanos();
      tookAny = true;
    }
    return tookAny;
  }

  private static double waitingNanos(Worker worker) {
    double nanos = 0;
    boolean first = true;
    for (SentChunk chunk : worker.chunks()) {
      if (!first) {
        nanos += chunk.estimatedNanos();
      }
      first = false;
    }
    return nanos;
  }

  /** Asks those that have most left of what they run, one for each idle worker. */
  private void ask(List<Worker> busy, int idle) {
    int answersToCome = 0;
    List<Candidate> candidates = new ArrayList<>();
    for (Worker worker : busy) {
      SentChunk chunk = worker.chunks().first();
      double nanos = worker.giving().nanosToGive();
      if (chunk.isAskedFor() && worker.giving().nanosSinceAsked() < SLOW_NANOS) {
        answersToCome++;
      } else if (nanos >= WORTH_ASKING_NANOS && worker.words().running() == chunk.sequence()) {
        candidates.add(new Candidate(worker, nanos));
      }
      looksAgain |= nanos > 0;
    }
    candidates.sort(Comparator.comparingDouble(Candidate::nanos).reversed());
    int asked = Math.min(idle - answersToCome, candidates.size());
    for (int i = 0; i < asked; i++) {
      Worker worker = candidates.get(i).worker();
      worker.giving().ask(1 + Math.max(1, idle / candidates.size()));
    }
  }
}
