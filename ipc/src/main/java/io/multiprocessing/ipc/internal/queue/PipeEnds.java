package io.multiprocessing.ipc.internal.queue;

import io.multiprocessing.ipc.internal.jvm.ProcessStamp;
import io.multiprocessing.ipc.internal.memory.Memory;
import java.nio.ByteBuffer;

/**
 * Both sides: who uses the two ends of a pipe, and whether they are closed.
 *
 * <pre>
 *   2 entries of 128 bytes
 *   +0  closed   int    0 or 1
 *   +8  user     long   ProcessStamp of the process that has opened or used the end last
 * </pre>
 *
 * <p>Both are written by whoever has that end, as releases, and read by everybody, by acquire. This
 * class is thread-safe.
 */
final class PipeEnds {

  private static final int ENTRY_BYTES = 128;
  static final int BYTES = 2 * ENTRY_BYTES;

  private static final int CLOSED = 0;
  private static final int USER = 8;

  private final ByteBuffer words;
  private final int at;

  PipeEnds(LogMemory memory) {
    this.words = memory.words();
    this.at = LogMemoryLayout.extra(LogMemoryLayout.PIPE);
  }

  /** Notes that this process uses the end. */
  void use(int end) {
    if (user(end) != ProcessStamp.own()) {
      Memory.putLongRelease(words, word(end, USER), ProcessStamp.own());
    }
  }

  /** Returns the process that has used the end last. */
  long user(int end) {
    return Memory.getLongAcquire(words, word(end, USER));
  }

  void close(int end) {
    // volatile: before the look at the other one, so that of two who close one sees both closed
    Memory.putIntVolatile(words, word(end, CLOSED), 1);
  }

  boolean isClosed(int end) {
    return Memory.getIntVolatile(words, word(end, CLOSED)) != 0;
  }

  boolean areBothClosed() {
    return isClosed(0) && isClosed(1);
  }

  private int word(int end, int field) {
    return at + end * ENTRY_BYTES + field;
  }
}
