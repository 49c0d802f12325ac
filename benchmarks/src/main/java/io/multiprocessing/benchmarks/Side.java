package io.multiprocessing.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A process that does a job when it is told to, and keeps the time. See {@code JobMain}. */
final class Side implements AutoCloseable {

  private static final long ANSWER_LIMIT_SECONDS = 300;
  private static final long EXIT_LIMIT_SECONDS = 20;

  private final List<String> command;
  private final Process process;
  private final Writer orders;
  private final BufferedReader answers;

  private Side(List<String> command, Process process) {
    this.command = command;
    this.process = process;
    this.orders = process.outputWriter();
    this.answers = process.inputReader();
  }

  /**
   * What a side says of a round.
   *
   * @param seconds the time of one run of the job
   * @param check what came of it
   */
  record Answer(double seconds, String check) {}

  static Side start(List<String> command) throws IOException {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    return new Side(command, process);
  }

  /** Repeats the job for at least this long. */
  void warmUp(double seconds) throws IOException {
    ask("warm-up " + seconds);
  }

  /** Does the job, again and again if it is shorter than this. */
  Answer round(double seconds) throws IOException {
    String[] words = ask("round " + seconds).split(" ", 2);
    return new Answer(Double.parseDouble(words[0]), words[1]);
  }

  private String ask(String order) throws IOException {
    CompletableFuture<String> answer =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                orders.write(order + "\n");
                orders.flush();
                return answers.readLine();
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    try {
      String line = answer.get(ANSWER_LIMIT_SECONDS, TimeUnit.SECONDS);
      if (line != null) {
        return line;
      }
      throw new IOException("ended without an answer to '" + order + "': " + command);
    } catch (TimeoutException e) {
      throw new IOException(
          "no answer to '" + order + "' in " + ANSWER_LIMIT_SECONDS + " s: " + command, e);
    } catch (ExecutionException e) {
      throw new IOException("ended before '" + order + "': " + command, e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /**
   * Ends the process by the end of its input; kills it, and what it started, if that is not enough.
   */
  @Override
  public void close() {
    List<ProcessHandle> all = process.descendants().toList();
    try {
      orders.close();
    } catch (IOException e) {
      // it is gone already
    }
    boolean ended = false;
    try {
      ended = process.waitFor(EXIT_LIMIT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!ended) {
      process.destroyForcibly();
      all.forEach(ProcessHandle::destroyForcibly);
    }
  }
}
