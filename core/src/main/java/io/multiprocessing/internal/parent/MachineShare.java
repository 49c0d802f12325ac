package io.multiprocessing.internal.parent;

import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * Parent side: how much of the machine one worker gets, so that N workers do not promise N times
 * the machine.
 */
final class MachineShare {

  static final long MIN_HEAP_BYTES = 16L << 20;
  // of the memory of a worker; the rest is code, stacks, buffers
  private static final double HEAP_PART = 0.75;
  private static final Path MEMINFO = Path.of("/proc/meminfo");

  private MachineShare() {}

  static int processors(int workers) {
    return Math.max(1, Runtime.getRuntime().availableProcessors() / workers);
  }

  /**
   * Checks that the whole machine would hold so many workers of the smallest size: more cannot be
   * meant, and starting them would take the machine down.
   *
   * @param workers the number of workers
   * @throws IllegalArgumentException if that many cannot fit
   */
  static void checkFits(int workers) {
    OptionalLong machine = memInfo("MemTotal:");
    OptionalLong limit = ControlGroups.ofThisProcess().limitBytes();
    long total = Math.min(machine.orElse(Long.MAX_VALUE), limit.orElse(Long.MAX_VALUE));
    if (workers > total / MIN_HEAP_BYTES) {
      throw new IllegalArgumentException(
          "not enough memory for so many workers: workers="
              + workers
              + ", memory of the machine or container="
              + (total >> 20)
              + " MB, at least "
              + (MIN_HEAP_BYTES >> 20)
              + " MB are needed for each");
    }
  }

  /**
   * Returns the maximum heap of one worker.
   *
   * @param workers the number of workers
   * @throws IllegalArgumentException if that many cannot fit
   */
  static long heapBytes(int workers) {
    Runtime runtime = Runtime.getRuntime();
    long parentMayGrow = runtime.maxMemory() - runtime.totalMemory();
    OptionalLong available = availableBytes();
    if (available.isEmpty()) {
      // of an unknown machine, the parent's own share
      return Math.max(MIN_HEAP_BYTES, runtime.maxMemory() / workers);
    }
    // the parent's promise counts for half at the most: a large default heap would leave nothing
    long left = available.getAsLong() - Math.min(parentMayGrow, available.getAsLong() / 2);
    long heap = (long) (left * HEAP_PART / workers);
    if (heap < MIN_HEAP_BYTES) {
      throw new IllegalArgumentException(
          "not enough memory for so many workers: workers="
              + workers
              + ", memory left="
              + (left >> 20)
              + " MB, heap of each would be "
              + (heap >> 20)
              + " MB, at least "
              + (MIN_HEAP_BYTES >> 20)
              + " MB are needed; take fewer workers or set workerMaxHeap");
    }
    return heap;
  }

  private static OptionalLong availableBytes() {
    OptionalLong machine = memInfo("MemAvailable:");
    OptionalLong group = ControlGroups.ofThisProcess().leftBytes();
    if (machine.isPresent() && group.isPresent()) {
      return OptionalLong.of(Math.min(machine.getAsLong(), group.getAsLong()));
    }
    return group.isPresent() ? group : machine;
  }

  private static OptionalLong memInfo(String name) {
    OptionalLong kilobytes = Proc.numberAfter(MEMINFO, name);
    return kilobytes.isPresent()
        ? OptionalLong.of(kilobytes.getAsLong() * 1024)
        : OptionalLong.empty();
  }
}
