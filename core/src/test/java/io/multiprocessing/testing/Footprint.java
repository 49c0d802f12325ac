package io.multiprocessing.testing;

import io.multiprocessing.Pool;
import io.multiprocessing.ipc.internal.files.SessionFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * What this JVM and the workers of a pool occupy. All figures are those of Linux.
 *
 * @param liveHeapBytes objects of this JVM that a full collection leaves
 * @param nativeBytes memory of this JVM that is no file, besides its heap
 * @param threads threads of this JVM
 * @param descriptors open files of this JVM
 * @param mappings mapped regions of this JVM
 * @param workerThreads threads of all workers
 * @param workerDescriptors open files of all workers
 * @param folderBytes memory that the files of this JVM's sessions occupy
 */
public record Footprint(
    long liveHeapBytes,
    long nativeBytes,
    long threads,
    long descriptors,
    long mappings,
    long workerThreads,
    long workerDescriptors,
    long folderBytes) {

  /** Tells whether there is a /proc to read from. */
  public static boolean canBeMeasured() {
    return Files.isReadable(Path.of("/proc/self/smaps_rollup"));
  }

  /** Measures now; runs a full collection first. */
  public static Footprint of(Pool pool) {
    Path self = Path.of("/proc/self");
    return new Footprint(
        liveHeapNow(),
        bytes(self.resolve("smaps_rollup"), "Anonymous:") - Runtime.getRuntime().totalMemory(),
        numberAfter(self.resolve("status"), "Threads:"),
        files(self.resolve("fd")),
        lines(self.resolve("maps")).size(),
        ofWorkers(pool, process -> numberAfter(process.resolve("status"), "Threads:")),
        ofWorkers(pool, process -> files(process.resolve("fd"))),
        occupiedByFolders());
  }

  /**
   * Returns the size of all objects that are reachable: what the collection has left, without what
   * other threads have made since.
   */
  public static long liveHeapNow() {
    System.gc();
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(memory -> memory.getType() == MemoryType.HEAP)
        .map(MemoryPoolMXBean::getCollectionUsage)
        .filter(Objects::nonNull) // of a collector that does not say
        .mapToLong(MemoryUsage::getUsed)
        .sum();
  }

  /** Returns the number of threads of this JVM that belong to this library. */
  public static long ownThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("multiprocessing-"))
        .count();
  }

  /** Returns a number of a process's memory, such as Rss or Pss. */
  public static long bytesOf(long pid, String what) {
    return bytes(Path.of("/proc/" + pid + "/smaps_rollup"), what + ":");
  }

  private static long ofWorkers(Pool pool, ToLongFunction<Path> number) {
    return Workers.pids(pool).stream().map(pid -> Path.of("/proc/" + pid)).mapToLong(number).sum();
  }

  private static long bytes(Path file, String name) {
    return numberAfter(file, name) * 1024;
  }

  private static long numberAfter(Path file, String name) {
    return lines(file).stream()
        .filter(line -> line.startsWith(name))
        .mapToLong(line -> Long.parseLong(line.split("\\s+")[1]))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long files(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What {@code du} says: blocks in use, not lengths, since the files are sparse. */
  private static long occupiedByFolders() {
    try {
      long kilobytes = 0;
      for (Path folder : NothingLeftBehind.folders(SessionFolder.defaultBase())) {
        Process du =
            new ProcessBuilder("du", "-sk", folder.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD) // of files that have just gone
                .start();
        String text = new String(du.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        kilobytes += text.isBlank() ? 0 : Long.parseLong(text.split("\\s+")[0]);
      }
      return kilobytes * 1024;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
