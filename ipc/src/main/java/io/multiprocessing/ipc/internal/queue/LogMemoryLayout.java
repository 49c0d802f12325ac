package io.multiprocessing.ipc.internal.queue;

import io.multiprocessing.ipc.internal.segment.Segment;

/**
 * Both sides: offsets in the control segment of a queue or pipe.
 *
 * <pre>
 *      0  header of the segment
 *    128  magic and version   long
 *    136  kind                int    QUEUE, TASKS, PIPE
 *    140  state               int    OPEN → CLOSED → ENDED
 *    144  max elements        long   of each log
 *    256  logs                of 1024 bytes each: one, for a pipe two
 *      …  TASKS: consumers    see ConsumerTable
 *         PIPE: ends          2 of 128 bytes, see PipeEnds
 * </pre>
 *
 * <pre>
 * field           writer                               reader      access
 * magic … max     creator, before anybody knows it     who opens   release, acquire
 * state           who closes                           everybody   compare-and-set, volatile
 * </pre>
 */
final class LogMemoryLayout {

  /** "MPQU", version 1. */
  static final long MAGIC = 0x4D50_5155_0000_0001L;

  static final int QUEUE = 1;
  static final int TASKS = 2;
  static final int PIPE = 3;

  static final int OPEN = 0;
  static final int CLOSED = 1; // some may still be at it
  static final int ENDED = 2; // nobody is, or ever will be

  static final int MAGIC_OFFSET = Segment.payloadOffset();
  static final int KIND_OFFSET = MAGIC_OFFSET + Long.BYTES;
  static final int STATE_OFFSET = KIND_OFFSET + Integer.BYTES;
  static final int MAX_ELEMENTS_OFFSET = STATE_OFFSET + Integer.BYTES;
  static final int LOGS_OFFSET = MAGIC_OFFSET + 128;

  private LogMemoryLayout() {}

  static int log(int number) {
    return LOGS_OFFSET + number * LogLayout.LOG_BYTES;
  }

  static int logs(int kind) {
    return kind == PIPE ? 2 : 1;
  }

  /** Where the words that not every kind has begin. */
  static int extra(int kind) {
    return log(logs(kind));
  }

  static int bytes(int kind) {
    int extraBytes =
        switch (kind) {
          case QUEUE -> 0;
          case TASKS -> ConsumerTable.BYTES;
          case PIPE -> PipeEnds.BYTES;
          default -> throw new IllegalArgumentException("kind=" + kind);
        };
    return extra(kind) + extraBytes;
  }
}
