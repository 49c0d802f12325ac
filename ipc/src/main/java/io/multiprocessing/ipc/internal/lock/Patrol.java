package io.multiprocessing.ipc.internal.lock;

import io.multiprocessing.ipc.internal.memory.Memory;
import java.nio.ByteBuffer;

/**
 * Both sides: says when it is time to look for dead processes, so that of all who wait for one
 * thing, in all JVMs, only one looks at a time.
 *
 * <p>A word in shared memory holds the time of the last look, on the clock of {@link
 * System#nanoTime()}, which all processes of a Linux machine have in common. Where they have not,
 * each finds that the time is far off and looks more often. Who dies on patrol is missed for one
 * interval.
 */
final class Patrol {

  static final long INTERVAL_NANOS = 100_000_000;

  private final ByteBuffer memory;
  private final int at;

  Patrol(ByteBuffer memory, int at) {
    this.memory = memory;
    this.at = at;
  }

  /** Returns true at most ten times a second, to one caller. */
  boolean isDue() {
    long now = System.nanoTime();
    long last = Memory.getLongOpaque(memory, at);
    return Math.abs(now - last) >= INTERVAL_NANOS
        && Memory.compareAndSetLong(memory, at, last, now);
  }
}
