package io.multiprocessing.internal.parent;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Parent side: the pools of this JVM that have not ended, so that none outlives it. This class is
 * thread-safe.
 */
final class LiveSessions {

  private static final Set<PoolSession> SESSIONS = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime()
        .addShutdownHook(new Thread(LiveSessions::terminateAll, "multiprocessing-shutdown"));
  }

  private LiveSessions() {}

  static void add(PoolSession session) {
    SESSIONS.add(session);
  }

  static void remove(PoolSession session) {
    SESSIONS.remove(session);
  }

  private static void terminateAll() {
    for (PoolSession session : SESSIONS) {
      if (!session.makesArchive()) { // the user's own first
        session.terminate();
      }
    }
    ClassArchive.awaitAll();
    SESSIONS.forEach(PoolSession::terminate);
  }
}
