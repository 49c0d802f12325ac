package io.multiprocessing.benchmarks;

import java.io.PrintWriter;

/** What is printed, line by line as it comes, and kept for a file. */
final class Output {

  private final PrintWriter out;
  private final StringBuilder text = new StringBuilder();

  Output(PrintWriter out) {
    this.out = out;
  }

  void line(String line) {
    out.println(line);
    out.flush();
    text.append(line).append('\n');
  }

  String text() {
    return text.toString();
  }
}
