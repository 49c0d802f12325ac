package io.multiprocessing.examples.pi;

import picocli.CommandLine.Command;

/**
 * What does bulk arithmetic over arrays bring, as numpy does it for Python? The same darts as
 * {@link Pi} throws, and so the same estimate, by {@link DartArrays}.
 */
@Command(
    name = "pi-vectorized",
    description = "The same darts, by loops over whole arrays.",
    footerHeading = "%nThe book, High Performance Python, reports for numpy:%n",
    footer = {
      "  2nd edition, 1e8 samples: 2.46 s serial;",
      "    2.46, 2.19, 2.13, 2.05 s with 1, 2, 4, 8 threads",
      "    2.46, 1.61, 0.88, 0.85 s with 1, 2, 4, 8 processes",
      "  3rd edition, 4e8 samples: 11.1 s serial;",
      "    11.1, 9.6, 9.0, 8.3, 8.2 s with 1, 2, 4, 8, 16 threads",
      "    11.1, 5.6, 3.2, 2.3, 2.3 s with 1, 2, 4, 8, 16 processes",
      "numpy is 17 to 29 times as fast as lists. The gain over ./run pi is smaller,",
      "as Java compiles its loop, too. The same seed gives the same estimate there."
    })
public final class PiVectorized extends PiCommand {

  PiVectorized() {
    super(100_000_000, Method.ALL);
  }

  @Override
  Dartboard dartboard(long seed, long darts, long blockDarts) {
    return new DartArrays(seed, darts, blockDarts);
  }
}
