package io.multiprocessing.internal.parent;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Parent side: the pools of this JVM that have not ended, so that none outlives it. This class is
 * thread-safe.
 */
final class LiveSessions {

  private static final long START_PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(3);

  private static final Set<PoolSession> SESSIONS = ConcurrentHashMap.newKeySet();
  private static int starting; // guarded by the class

  static {
    Runtime.getRuntime()
        .addShutdownHook(new Thread(LiveSessions::terminateAll, "multiprocessing-shutdown"));
  }

  private LiveSessions() {}

  /** A pool is being started: it has files and processes before it can be {@link #add added}. */
  static synchronized void beginStart() {
    starting++;
  }

  /** It was added, or could not be started. */
  static synchronized void endStart() {
    starting--;
    LiveSessions.class.notifyAll();
  }

  static void add(PoolSession session) {
    SESSIONS.add(session);
  }

  static void remove(PoolSession session) {
    SESSIONS.remove(session);
  }

  private static synchronized void awaitStarts() {
    long deadline = System.nanoTime() + START_PATIENCE_NANOS;
    try {
      while (starting > 0 && System.nanoTime() - deadline < 0) {
        TimeUnit.NANOSECONDS.timedWait(LiveSessions.class, deadline - System.nanoTime());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // then their workers find that we are gone
    }
  }

  private static void terminateAll() {
    awaitStarts();
    for (PoolSession session : SESSIONS) {
      if (!session.makesArchive()) { // the user's own first
        session.terminate();
      }
    }
    ClassArchive.awaitAll();
    SESSIONS.forEach(PoolSession::terminate);
  }
}
