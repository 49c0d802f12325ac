package io.multiprocessing.ipc;

/** Both sides: what memory with a name holds, as its header says. */
final class NamedKind {

  /** What the user writes: {@link SharedMemory}. */
  static final long MEMORY = 1;

  /** An object as bytes: {@link SharedNames}. */
  static final long PUBLICATION = 2;

  private NamedKind() {}
}
