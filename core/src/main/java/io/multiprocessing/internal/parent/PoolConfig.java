package io.multiprocessing.internal.parent;

import io.multiprocessing.OutputListener;
import io.multiprocessing.SerializableRunnable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Parent side: everything a pool was told by its builder, checked there.
 *
 * @param workers number of worker JVMs
 * @param initializer run once in each worker, or null
 * @param exitFunction run once in each worker that ends in order, or null
 * @param maxTasksPerWorker items after which a worker is replaced, 0 for no limit
 * @param idleTimeout after which an idle worker is stopped, or null
 * @param workerMaxHeap text for -Xmx, or null for a share of the memory
 * @param jvmArgs further JVM arguments
 * @param environment further environment variables
 * @param javaHome JDK of the workers, or null for the parent's
 * @param classPath class path of the workers, or null for the parent's
 * @param interruptGrace time between the interrupt of a task and the kill of its JVM
 * @param startTimeout limit of a worker's start
 * @param outputListener receiver of the workers' output, or null to forward it
 * @param folder where the session folder is made, or null for the default
 */
public record PoolConfig(
    int workers,
    SerializableRunnable initializer,
    SerializableRunnable exitFunction,
    int maxTasksPerWorker,
    Duration idleTimeout,
    String workerMaxHeap,
    List<String> jvmArgs,
    Map<String, String> environment,
    Path javaHome,
    List<Path> classPath,
    Duration interruptGrace,
    Duration startTimeout,
    OutputListener outputListener,
    Path folder) {

  /**
   * Returns the java program of a JDK.
   *
   * @param home folder of the JDK
   * @return path of the program
   */
  public static Path javaProgram(Path home) {
    boolean windows = System.getProperty("os.name").startsWith("Windows");
    return home.resolve("bin").resolve(windows ? "java.exe" : "java");
  }
}
