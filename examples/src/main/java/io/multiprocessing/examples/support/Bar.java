package io.multiprocessing.examples.support;

import io.multiprocessing.ProgressListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A progress bar where somebody watches, nothing where the output goes into a file or a pipe. */
public final class Bar implements AutoCloseable {

  /** Null when nobody watches. */
  private final ProgressBar bar;

  private Bar(ProgressBar bar) {
    this.bar = bar;
  }

  public static Bar open(String name, long steps) {
    return new Bar(somebodyWatches() ? onTerminal(name, steps) : null);
  }

  /** Returns what moves the bar, from {@code done} steps on, as a call of the pool goes on. */
  public ProgressListener from(long done) {
    return progress -> to(done + progress.completed());
  }

  /** Moves the bar to so many steps. */
  public void to(long done) {
    if (bar != null) {
      bar.stepTo(done);
    }
  }

  /** Moves the bar by one. */
  public void step() {
    if (bar != null) {
      bar.step();
    }
  }

  /**
   * Returns the line with what lets it appear above the bar: in the bar's own line, and a new one
   * for the bar, which goes up from the line below when it is drawn again.
   */
  public String above(String line) {
    return bar == null ? line : "\u001b[1A\r\u001b[K" + line + System.lineSeparator();
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }

  private static ProgressBar onTerminal(String name, long steps) {
    return new ProgressBarBuilder()
        .setTaskName(name)
        .setInitialMax(steps)
        .setStyle(ProgressBarStyle.UNICODE_BLOCK)
        .setUpdateIntervalMillis(100)
        .clearDisplayOnFinish() // what stays is the table
        .build();
  }

  /**
   * The bar goes to standard error, but a table that goes elsewhere means that nobody waits here.
   * {@code System.console()} cannot tell: it says nothing about standard error, and from JDK 22 on
   * it is there without a terminal too.
   */
  private static boolean somebodyWatches() {
    return isTerminal(1) && isTerminal(2);
  }

  private static boolean isTerminal(int descriptor) {
    try {
      Path target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor));
      return target.startsWith("/dev/pts") || target.toString().startsWith("/dev/tty");
    } catch (IOException | UnsupportedOperationException e) {
      return false; // no /proc: better no bar than one in a file
    }
  }
}
