package io.multiprocessing.examples.pi;

import picocli.CommandLine.Command;

/**
 * How much faster do more processes make pure computing? Estimates pi by throwing darts, with pools
 * of several sizes, as chapter 9 of "High Performance Python" does, and with threads. {@link PiRun}
 * uses the pool, {@link Darts} is what runs in the workers.
 */
@Command(
    name = "pi",
    description = "Estimates pi with random darts: one worker against several.",
    footerHeading = "%nThe book, High Performance Python, reports for the same in Python:%n",
    footer = {
      "  2nd edition, 1e8 samples: 71.1 s serial;",
      "    71.1, 71.0, 70.7, 71.0 s with 1, 2, 4, 8 threads",
      "    71.0, 37.1, 18.1, 18.7 s with 1, 2, 4, 8 processes",
      "  3rd edition, 4e8 samples: 190 s serial;",
      "    191, 192, 193, 193, 193 s with 1, 2, 4, 8, 16 threads",
      "    189, 95, 47, 24, 24 s with 1, 2, 4, 8, 16 processes",
      "Java's threads run at the same time, and are no slower than processes here.",
      "A seed gives the same estimate for any method, workers, blocks and chunks."
    })
public final class Pi extends PiCommand {

  Pi() {
    super(100_000_000, Method.PROCESSES);
  }

  @Override
  Dartboard dartboard(long seed, long darts, long blockDarts) {
    return new Darts(seed, darts, blockDarts);
  }
}
