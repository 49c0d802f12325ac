package io.multiprocessing.benchmarks.jobs;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * One side of a row, as a program that does what it is told: a line {@code warm-up SECONDS} is
 * answered by {@code ready}, a line {@code round SECONDS} by the seconds that one run took and what
 * came of it. Both go on for at least as long as told, so that short jobs run many times. It ends
 * with its input. The other implementation is {@code benchmarks/python/jobs.py}.
 */
public final class JobMain {

  private JobMain() {}

  /** Arguments: name, size, workers. */
  public static void main(String[] args) throws Exception {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    try (Job job = Jobs.open(args[0], Long.parseLong(args[1]), Integer.parseInt(args[2]))) {
      serve(job, in, System.out);
    }
  }

  private static void serve(Job job, BufferedReader in, PrintStream out) throws Exception {
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String[] words = line.split(" ");
      double seconds = Double.parseDouble(words[1]);
      out.println(
          switch (words[0]) {
            case "warm-up" -> warmUp(job, seconds);
            case "round" -> round(job, seconds);
            default -> throw new IOException("not understood: " + line);
          });
      out.flush();
    }
  }

  private static String warmUp(Job job, double seconds) throws Exception {
    long begin = System.nanoTime();
    while (secondsSince(begin) < seconds) {
      job.run();
    }
    return "ready";
  }

  private static String round(Job job, double seconds) throws Exception {
    Object result;
    long runs = 0;
    long begin = System.nanoTime();
    double took;
    do {
      result = job.run();
      runs++;
      took = secondsSince(begin);
    } while (took < seconds);
    return took / runs + " " + job.check(result);
  }

  private static double secondsSince(long nanoTime) {
    return (System.nanoTime() - nanoTime) / 1e9;
  }
}
