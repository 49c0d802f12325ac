package io.multiprocessing.internal.parent;

import io.multiprocessing.OutputListener;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Parent side: passes one output stream of a child on, line by line, and keeps the last lines. This
 * class is thread-safe.
 */
final class OutputPump implements Runnable {

  private static final int KEPT_LINES = 20;
  private static final int MAX_KEPT_LINE = 1 << 12; // characters, of lines for error messages
  // characters; a longer line is passed on in pieces, not gathered
  private static final int MAX_LINE = 1 << 22;

  // where a JVM that crashes says it has put its log; it does not know that the folder is ours
  private static final Pattern CRASH_LOG =
      Pattern.compile("# /.*/multiprocessing-[^/]+/hs_err_pid\\d+\\.log");

  private final InputStream stream;
  private final Consumer<String> receiver;
  private final Deque<String> lastLines = new ArrayDeque<>(); // guarded by this
  private final Thread thread;

  private OutputPump(String threadName, InputStream stream, Consumer<String> receiver) {
    this.stream = stream;
    this.receiver = receiver;
    this.thread = new Thread(null, this, threadName, 256 * 1024);
    thread.setDaemon(true);
  }

  /** Returns the given listener, or one that prints every line to the same stream of this JVM. */
  static OutputListener orForward(OutputListener listener) {
    return listener != null ? listener : OutputPump::forward;
  }

  private static void forward(int workerId, OutputListener.Source source, String line) {
    (source == OutputListener.Source.STDOUT ? System.out : System.err).println(line);
  }

  static OutputPump start(String threadName, InputStream stream, Consumer<String> receiver) {
    OutputPump pump = new OutputPump(threadName, stream, receiver);
    pump.thread.start();
    return pump;
  }

  @Override
  public void run() {
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(stream, Charset.defaultCharset()))) {
      StringBuilder line = new StringBuilder();
      boolean returned = false; // the last character was a carriage return
      for (int next = reader.read(); next >= 0; next = reader.read()) {
        if (next == '\n' || line.length() >= MAX_LINE) {
          pass(line);
        } else if (returned && next != '\r') { // a progress bar: its line is drawn again
          line.setLength(0);
        }
        returned = next == '\r';
        if (next != '\n' && next != '\r') {
          line.append((char) next);
        }
      }
      if (line.length() > 0) {
        pass(line);
      }
    } catch (IOException e) {
      // the child is gone
    }
  }

  private void pass(StringBuilder line) {
    String text = line.toString();
    if (text.startsWith("# /") && CRASH_LOG.matcher(text).matches()) {
      text += " (does not stay: its folder is removed with the pool or the process)";
    }
    line.setLength(0);
    synchronized (this) {
      if (lastLines.size() == KEPT_LINES) {
        lastLines.removeFirst();
      }
      boolean isLong = text.length() > MAX_KEPT_LINE;
      lastLines.addLast(isLong ? text.substring(0, MAX_KEPT_LINE) + "…" : text);
    }
    try {
      receiver.accept(text);
    } catch (RuntimeException | Error e) {
      // the user's receiver; its failure must not stop the child, which would block on a full pipe
    }
  }

  synchronized List<String> lastLines() {
    return List.copyOf(lastLines);
  }

  /** Waits until all was passed on, which may never be: a grandchild may hold the stream open. */
  boolean awaitEnd(long millis) throws InterruptedException {
    thread.join(millis);
    return !thread.isAlive();
  }
}
