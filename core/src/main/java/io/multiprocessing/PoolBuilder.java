package io.multiprocessing;

import io.multiprocessing.internal.parent.JvmConfig;
import io.multiprocessing.internal.parent.JvmPool;
import io.multiprocessing.internal.parent.PoolConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Configures and starts a pool.
 *
 * <p>Defaults:
 *
 * <ul>
 *   <li>workers: one per available core
 *   <li>initializer, exit function: none
 *   <li>max tasks per worker: unlimited; idle timeout: none, workers stay
 *   <li>heap of a worker: an equal share of the memory that the machine or container has left
 *   <li>JVM arguments, environment: what the parent's environment has, nothing more
 *   <li>Java home, class path: the parent's
 *   <li>grace time between interrupting a task and killing its JVM: 500 ms
 *   <li>start timeout of a worker, initializer included: 60 s
 *   <li>time a worker has to exit, exit function included, before it is killed: 3 s
 *   <li>output of workers: line by line to the parent's standard output and standard error
 *   <li>folder for mapped files: {@code /dev/shm}, and {@code java.io.tmpdir} for arguments and
 *       results that have no room there; without {@code /dev/shm}, {@code java.io.tmpdir}
 * </ul>
 *
 * <p>Instances must be confined to one thread. A builder can be used again.
 */
public final class PoolBuilder {

  private int workers = Runtime.getRuntime().availableProcessors();
  private SerializableRunnable initializer;
  private SerializableRunnable exitFunction;
  private int maxTasksPerWorker;
  private Duration idleTimeout;
  private String workerMaxHeap;
  private final List<String> jvmArgs = new ArrayList<>();
  private final Map<String, String> environment = new LinkedHashMap<>();
  private Path javaHome;
  private List<Path> classPath;
  private Duration interruptGrace = Duration.ofMillis(500);
  private Duration startTimeout = Duration.ofSeconds(60);
  private Duration exitGrace = Duration.ofSeconds(3);
  private OutputListener outputListener;
  private Path folder;

  PoolBuilder() {}

  /**
   * Sets the number of worker JVMs.
   *
   * @param number at least 1
   * @return this
   */
  public PoolBuilder workers(int number) {
    if (number < 1) {
      throw new IllegalArgumentException("workers must be at least 1: workers=" + number);
    }
    this.workers = number;
    return this;
  }

  /**
   * Sets what every worker does once, before its first task.
   *
   * @param action the action; when it throws, the worker does not start
   * @return this
   */
  public PoolBuilder initializer(SerializableRunnable action) {
    this.initializer = Objects.requireNonNull(action, "initializer");
    return this;
  }

  /**
   * Sets what every worker does once when it ends in order; not when it is killed.
   *
   * @param action the action; what it throws is printed by the worker
   * @return this
   */
  public PoolBuilder exitFunction(SerializableRunnable action) {
    this.exitFunction = Objects.requireNonNull(action, "exitFunction");
    return this;
  }

  /**
   * Replaces a worker after it has run this many items; the new one is ready before the old one
   * goes.
   *
   * @param items at least 1
   * @return this
   */
  public PoolBuilder maxTasksPerWorker(int items) {
    if (items < 1) {
      throw new IllegalArgumentException(
          "maxTasksPerWorker must be at least 1: maxTasksPerWorker=" + items);
    }
    this.maxTasksPerWorker = items;
    return this;
  }

  /**
   * Stops workers that had nothing to do for this long; they are started again on demand.
   *
   * @param duration more than zero
   * @return this
   */
  public PoolBuilder idleTimeout(Duration duration) {
    this.idleTimeout = positive("idleTimeout", duration);
    return this;
  }

  /**
   * Sets the maximum heap of every worker.
   *
   * @param size as in the JVM's {@code -Xmx}: a number with an optional unit k, m, g or t
   * @return this
   */
  public PoolBuilder workerMaxHeap(String size) {
    this.workerMaxHeap = JvmConfig.checkHeap("workerMaxHeap", size);
    return this;
  }

  /**
   * Adds arguments to the command line of every worker JVM, after those of the pool, so that they
   * win.
   *
   * @param arguments JVM options such as {@code -XX:+UseZGC} or {@code -Dname=value}
   * @return this
   */
  public PoolBuilder jvmArgs(String... arguments) {
    return jvmArgs(List.of(arguments));
  }

  /**
   * Adds arguments to the command line of every worker JVM, after those of the pool, so that they
   * win.
   *
   * @param arguments JVM options such as {@code -XX:+UseZGC} or {@code -Dname=value}
   * @return this
   */
  public PoolBuilder jvmArgs(Collection<String> arguments) {
    this.jvmArgs.addAll(arguments);
    return this;
  }

  /**
   * Adds variables to the environment of every worker; the others are the parent's.
   *
   * @param variables names and values
   * @return this
   */
  public PoolBuilder environment(Map<String, String> variables) {
    variables.forEach(
        (name, value) ->
            environment.put(
                Objects.requireNonNull(name, "name of a variable"),
                Objects.requireNonNull(value, name)));
    return this;
  }

  /**
   * Sets the JDK or JRE the workers run on.
   *
   * @param home its folder, with {@code bin/java} in it; Java 17 or newer
   * @return this
   */
  public PoolBuilder javaHome(Path home) {
    this.javaHome = JvmConfig.checkHome(home);
    return this;
  }

  /**
   * Sets the class path of the workers in place of the parent's; the library's own jars are added.
   *
   * @param entries jars and folders
   * @return this
   */
  public PoolBuilder classPath(Path... entries) {
    return classPath(List.of(entries));
  }

  /**
   * Sets the class path of the workers in place of the parent's; the library's own jars are added.
   *
   * @param entries jars and folders
   * @return this
   */
  public PoolBuilder classPath(Collection<Path> entries) {
    this.classPath = List.copyOf(entries);
    return this;
  }

  /**
   * Sets how long a task that is to stop may take to react to its interrupt before its JVM is
   * killed.
   *
   * @param duration zero kills at once
   * @return this
   */
  public PoolBuilder interruptGrace(Duration duration) {
    if (duration.isNegative()) {
      throw new IllegalArgumentException(
          "interruptGrace must not be negative: interruptGrace=" + duration);
    }
    this.interruptGrace = duration;
    return this;
  }

  /**
   * Limits the time from the launch of a worker until its initializer is done.
   *
   * @param duration more than zero
   * @return this
   */
  public PoolBuilder startTimeout(Duration duration) {
    this.startTimeout = positive("startTimeout", duration);
    return this;
  }

  /**
   * Limits the time a worker may take to exit in order, its exit function included, before it is
   * killed.
   *
   * @param duration zero or more
   * @return this
   */
  public PoolBuilder exitGrace(Duration duration) {
    if (duration.isNegative()) {
      throw new IllegalArgumentException("exitGrace must not be negative: exitGrace=" + duration);
    }
    this.exitGrace = duration;
    return this;
  }

  /**
   * Sets who receives what the workers print, instead of the parent's standard output and standard
   * error.
   *
   * @param listener the receiver
   * @return this
   */
  public PoolBuilder outputListener(OutputListener listener) {
    this.outputListener = Objects.requireNonNull(listener, "outputListener");
    return this;
  }

  /**
   * Sets where the pool makes the folder with its files. What has no room there has no room at all:
   * the item fails.
   *
   * @param parent an existing folder, best on a file system in memory
   * @return this
   */
  public PoolBuilder folder(Path parent) {
    if (!Files.isDirectory(parent)) {
      throw new IllegalArgumentException("folder is not a folder: folder=" + parent);
    }
    this.folder = parent;
    return this;
  }

  /**
   * Starts the pool; does not wait for its workers.
   *
   * @return the pool
   * @throws PoolException when the pool cannot make its files, for lack of room mostly
   * @throws TaskSerializationException when the initializer or the exit function cannot travel
   * @throws IllegalArgumentException when the workers' heaps cannot fit into the memory that is
   *     left
   * @throws IllegalStateException when pools are nested too deeply, or in a static initializer
   *     inside a worker
   */
  public Pool build() {
    return JvmPool.start(
        new PoolConfig(
            workers,
            initializer,
            exitFunction,
            maxTasksPerWorker,
            idleTimeout,
            new JvmConfig(
                workerMaxHeap, List.copyOf(jvmArgs), Map.copyOf(environment), javaHome, classPath),
            interruptGrace,
            startTimeout,
            exitGrace,
            outputListener,
            folder));
  }

  private static Duration positive(String name, Duration duration) {
    if (duration.isNegative() || duration.isZero()) {
      throw new IllegalArgumentException(
          name + " must be more than zero: " + name + "=" + duration);
    }
    return duration;
  }
}
