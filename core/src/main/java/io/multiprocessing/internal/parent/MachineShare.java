package io.multiprocessing.internal.parent;

import java.io.IOException;
import java.nio.file.Files;
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
  private static final Path CGROUP_MAX = Path.of("/sys/fs/cgroup/memory.max");
  private static final Path CGROUP_CURRENT = Path.of("/sys/fs/cgroup/memory.current");
  private static final Path CGROUP_STAT = Path.of("/sys/fs/cgroup/memory.stat");

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
    OptionalLong limit = number(CGROUP_MAX);
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
    OptionalLong limit = number(CGROUP_MAX);
    OptionalLong used = number(CGROUP_CURRENT);
    if (limit.isPresent() && used.isPresent()) {
      // file pages that nobody has used lately are counted, but given back before anybody is killed
      long inUse = used.getAsLong() - valueAfter(CGROUP_STAT, "inactive_file ").orElse(0);
      long left = Math.max(0, limit.getAsLong() - inUse);
      return OptionalLong.of(machine.isPresent() ? Math.min(left, machine.getAsLong()) : left);
    }
    return machine;
  }

  private static OptionalLong memInfo(String name) {
    OptionalLong kilobytes = valueAfter(MEMINFO, name);
    return kilobytes.isPresent()
        ? OptionalLong.of(kilobytes.getAsLong() * 1024)
        : OptionalLong.empty();
  }

  /** Returns the number in the line of a file that begins with a name. */
  private static OptionalLong valueAfter(Path file, String name) {
    try {
      for (String line : Files.readAllLines(file)) {
        if (line.startsWith(name)) {
          return OptionalLong.of(Long.parseLong(line.replaceAll("[^0-9]", "")));
        }
      }
    } catch (IOException | NumberFormatException e) {
      // not Linux
    }
    return OptionalLong.empty();
  }

  private static OptionalLong number(Path file) {
    try {
      return OptionalLong.of(Long.parseLong(Files.readString(file).strip()));
    } catch (IOException | NumberFormatException e) { // no such limit: "max"
      return OptionalLong.empty();
    }
  }
}
