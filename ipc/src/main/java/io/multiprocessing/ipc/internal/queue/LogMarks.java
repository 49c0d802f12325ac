package io.multiprocessing.ipc.internal.queue;

/** Both sides: how far the logs of a heap have been consumed. */
interface LogMarks {

  /** Blocks of the log below this one are needed by nobody. */
  long firstOrdinal(int log);

  /** Elements of the log below this one belong to their takers. */
  long taken(int log);

  /** Whether nobody will ever take anything again. */
  boolean isEnded();
}
