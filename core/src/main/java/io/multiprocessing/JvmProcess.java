package io.multiprocessing;

import io.multiprocessing.internal.parent.ChildProcess;
import io.multiprocessing.internal.parent.JvmConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * A JVM that runs one action: Python's {@code Process}.
 *
 * <pre>{@code
 * JvmProcess process = JvmProcess.start(() -> System.out.println("hello from another JVM"));
 * process.join();
 * int exitCode = process.exitCode(); // 0
 * }</pre>
 *
 * <p>It has the class path of this JVM, its output is forwarded line by line, and it ends when this
 * JVM ends, however that happens. Its exit code is 0 when the action returns, 1 when it throws (the
 * stack trace goes to its standard error), and what it passes to {@code System.exit} otherwise.
 *
 * <p>This class is thread-safe.
 */
public final class JvmProcess implements AutoCloseable {

  private final String name;
  private final ChildProcess child;

  private JvmProcess(String name, ChildProcess child) {
    this.name = name;
    this.child = child;
  }

  /**
   * Starts a JVM with the defaults of {@link Builder}.
   *
   * @param action what it runs
   * @return the process; does not wait for it
   * @throws TaskSerializationException when the action cannot travel
   * @throws PoolException when it cannot be started, for lack of room mostly
   */
  public static JvmProcess start(SerializableRunnable action) {
    return builder().start(action);
  }

  /**
   * Returns a builder.
   *
   * @return a new builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Returns the name, for people.
   *
   * @return the name given, or {@code process-} and the pid
   */
  public String name() {
    return name;
  }

  /**
   * Returns the process id.
   *
   * @return the pid
   */
  public long pid() {
    return child.process().pid();
  }

  /**
   * Tells whether the process runs.
   *
   * @return true until it has exited
   */
  public boolean isAlive() {
    return child.process().isAlive();
  }

  /**
   * Waits until the process has exited and its output was passed on.
   *
   * @throws PoolException when the thread is interrupted; its interrupt status is set again, and
   *     the process goes on
   */
  public void join() {
    join(Duration.ofNanos(Long.MAX_VALUE));
  }

  /**
   * Waits until the process has exited and its output was passed on, at most the given time.
   *
   * @param timeout how long; zero or less does not wait
   * @return whether it has exited
   * @throws PoolException when the thread is interrupted; its interrupt status is set again, and
   *     the process goes on
   */
  public boolean join(Duration timeout) {
    try {
      return child.await(TimeUnit.NANOSECONDS.convert(timeout));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PoolException("interrupted while waiting for " + this, e);
    }
  }

  /**
   * Returns the exit code.
   *
   * @return the code; 128 + n when signal n ended the process, for example 137 after {@link
   *     #kill()}
   * @throws IllegalStateException while the process runs
   */
  public int exitCode() {
    if (isAlive()) {
      throw new IllegalStateException("the process has not exited yet; join it first: " + this);
    }
    return child.process().exitValue();
  }

  /** Asks the process to end (SIGTERM): its shutdown hooks run. Does not wait. */
  public void terminate() {
    child.process().destroy();
  }

  /** Ends the process and what it has started at once (SIGKILL). Does not wait. */
  public void kill() {
    child.kill();
  }

  /** Kills the process if it still runs, and waits until it is gone. */
  @Override
  public void close() {
    if (isAlive()) {
      kill();
    }
    join();
  }

  @Override
  public String toString() {
    return name
        + " (pid "
        + pid()
        + (isAlive() ? ", running)" : ", exited with code " + exitCode() + ")");
  }

  /**
   * Configures a process.
   *
   * <p>Defaults: heap as the JVM chooses; JVM arguments and environment nothing besides the
   * parent's environment; Java home and class path the parent's; output forwarded to the parent's.
   * Instances must be confined to one thread.
   */
  public static final class Builder {

    private String name;
    private String maxHeap;
    private final List<String> jvmArgs = new ArrayList<>();
    private final Map<String, String> environment = new LinkedHashMap<>();
    private Path javaHome;
    private List<Path> classPath;
    private OutputListener outputListener;

    private Builder() {}

    /**
     * Sets the name, for people.
     *
     * @param text the name
     * @return this
     */
    public Builder name(String text) {
      this.name = Objects.requireNonNull(text, "name");
      return this;
    }

    /**
     * Sets the maximum heap.
     *
     * @param size as in the JVM's {@code -Xmx}: a number with an optional unit k, m, g or t
     * @return this
     */
    public Builder maxHeap(String size) {
      this.maxHeap = JvmConfig.checkHeap("maxHeap", size);
      return this;
    }

    /**
     * Adds arguments to the command line of the JVM.
     *
     * @param arguments JVM options
     * @return this
     */
    public Builder jvmArgs(String... arguments) {
      this.jvmArgs.addAll(List.of(arguments));
      return this;
    }

    /**
     * Adds variables to the environment; the others are the parent's.
     *
     * @param variables names and values
     * @return this
     */
    public Builder environment(Map<String, String> variables) {
      this.environment.putAll(variables);
      return this;
    }

    /**
     * Sets the JDK or JRE.
     *
     * @param home its folder, with {@code bin/java} in it; Java 17 or newer
     * @return this
     */
    public Builder javaHome(Path home) {
      this.javaHome = JvmConfig.checkHome(home);
      return this;
    }

    /**
     * Sets the class path in place of the parent's; the library's own jars are added.
     *
     * @param entries jars and folders
     * @return this
     */
    public Builder classPath(Path... entries) {
      this.classPath = List.of(entries);
      return this;
    }

    /**
     * Sets who receives what the process prints; its worker id is 0.
     *
     * @param listener the receiver
     * @return this
     */
    public Builder outputListener(OutputListener listener) {
      this.outputListener = Objects.requireNonNull(listener, "outputListener");
      return this;
    }

    /**
     * Starts the JVM.
     *
     * @param action what it runs
     * @return the process; does not wait for it
     * @throws TaskSerializationException when the action cannot travel
     * @throws PoolException when it cannot be started, for lack of room mostly
     */
    public JvmProcess start(SerializableRunnable action) {
      Objects.requireNonNull(action, "action");
      JvmConfig config =
          new JvmConfig(
              maxHeap, List.copyOf(jvmArgs), Map.copyOf(environment), javaHome, classPath);
      ChildProcess child = ChildProcess.start(config, action, outputListener);
      return new JvmProcess(name == null ? "process-" + child.process().pid() : name, child);
    }
  }
}
