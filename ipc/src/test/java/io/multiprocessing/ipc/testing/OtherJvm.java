package io.multiprocessing.ipc.testing;

import io.multiprocessing.ipc.internal.codec.ObjectCodec;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A JVM that a test has started, and that calls what it is sent, each call on a thread of its own.
 *
 * <p>Killed by {@link #close()}, and ends by itself when the test's JVM does.
 */
public final class OtherJvm implements AutoCloseable {

  private static final long DEADLINE_SECONDS = 60;

  /** What a call of the other JVM runs; a lambda may capture whatever can travel. */
  @FunctionalInterface
  public interface Call<T> extends Callable<T>, Serializable {}

  /** As {@link Call}, without a result. */
  @FunctionalInterface
  public interface Action extends Serializable {
    void run() throws Exception;
  }

  record Request(long number, Call<?> call) implements Serializable {}

  record Answer(long number, Object result, Throwable failure) implements Serializable {}

  private final Process process;
  private final ObjectCodec codec = new ObjectCodec(OtherJvm.class.getClassLoader()); // guarded
  private final List<CompletableFuture<Object>> answers = new ArrayList<>(); // guarded by this
  private final AtomicReference<EOFException> end = new AtomicReference<>();

  private OtherJvm(Process process) {
    this.process = process;
    Thread reader = new Thread(this::readAnswers, "answers of " + process.pid());
    reader.setDaemon(true);
    reader.start();
  }

  /** Starts a JVM with the class path of the test. */
  public static OtherJvm start(String... flags) {
    return startAfter(List.of(), flags);
  }

  /** The prefix is a command that runs the rest of its command line. */
  public static OtherJvm startAfter(List<String> prefix, String... flags) {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> command = new ArrayList<>(prefix);
    command.addAll(List.of(java, "-Xshare:auto", "-XX:TieredStopAtLevel=1"));
    command.addAll(Arrays.asList(flags));
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), OtherJvmMain.class.getName()));
    try {
      return new OtherJvm(
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Calls it there and waits for the result; what it throws is the cause of the failure here. */
  public <T> T call(Call<T> call) throws Exception {
    return get(callAsync(call));
  }

  /** Runs it there and waits for its end. */
  public void run(Action action) throws Exception {
    call(
        () -> {
          action.run();
          return null;
        });
  }

  /** Begins to run it there; the future fails when that JVM dies. */
  public CompletableFuture<Object> runAsync(Action action) {
    return callAsync(
        () -> {
          action.run();
          return null;
        });
  }

  /** Begins to call it there; the future fails when that JVM dies. */
  @SuppressWarnings("unchecked")
  public synchronized <T> CompletableFuture<T> callAsync(Call<T> call) {
    CompletableFuture<Object> answer = new CompletableFuture<>();
    answers.add(answer);
    try {
      byte[] bytes = codec.toBytes(new Request(answers.size() - 1L, call));
      DataOutputStream out = new DataOutputStream(process.getOutputStream());
      out.writeInt(bytes.length);
      out.write(bytes);
      out.flush();
    } catch (IOException e) {
      answer.completeExceptionally(e);
    }
    if (end.get() != null) {
      answer.completeExceptionally(end.get());
    }
    return (CompletableFuture<T>) answer;
  }

  /** Waits with the usual patience. */
  public static <T> T get(CompletableFuture<T> future) throws Exception {
    try {
      return future.get(DEADLINE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("no answer for " + DEADLINE_SECONDS + " s", e);
    }
  }

  private void readAnswers() {
    ObjectCodec reading = new ObjectCodec(OtherJvm.class.getClassLoader());
    try (DataInputStream in = new DataInputStream(process.getInputStream())) {
      while (true) {
        byte[] bytes = in.readNBytes(in.readInt());
        Answer answer = (Answer) reading.fromBytes(bytes);
        if (answer.failure() == null) {
          future(answer.number()).complete(answer.result());
        } else {
          future(answer.number()).completeExceptionally(answer.failure());
        }
      }
    } catch (IOException | RuntimeException e) {
      endWith(e);
    }
  }

  private synchronized CompletableFuture<Object> future(long number) {
    return answers.get((int) number);
  }

  private void endWith(Exception cause) {
    EOFException gone = new EOFException("the other JVM has ended");
    gone.initCause(cause);
    end.set(gone);
    synchronized (this) {
      answers.forEach(answer -> answer.completeExceptionally(gone));
    }
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Its exit code; only after its end. */
  public int exitCode() {
    return process.exitValue();
  }

  /** As kill -9, and waits for it. */
  public void kill() {
    process.destroyForcibly();
    awaitEnd();
  }

  /** Waits for its end by itself. */
  public void awaitEnd() {
    process.onExit().orTimeout(DEADLINE_SECONDS, TimeUnit.SECONDS).join();
  }

  @Override
  public void close() {
    kill();
  }
}
