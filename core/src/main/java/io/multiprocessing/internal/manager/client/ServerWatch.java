package io.multiprocessing.internal.manager.client;

import java.util.Optional;

/** Client side: what the JVM that has started a server knows about its process. */
@FunctionalInterface
public interface ServerWatch {

  /**
   * How the process has ended.
   *
   * @param exitCode its exit code
   * @param text the same for people, with its last words
   */
  record End(int exitCode, String text) {}

  /**
   * Waits some seconds for the end of the process, and for its last words.
   *
   * @return how it has ended; empty if it has not, or if this JVM cannot know
   */
  Optional<End> awaitEnd();
}
