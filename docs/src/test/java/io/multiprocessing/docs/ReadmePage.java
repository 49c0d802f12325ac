package io.multiprocessing.docs;

import io.multiprocessing.Outcome;
import io.multiprocessing.Pool;
import java.util.List;

/** The blocks of README.md, besides its first program. */
final class ReadmePage {

  private ReadmePage() {}

  // tag: crash
  static int square(int x) {
    if (x == 2) {
      Runtime.getRuntime().halt(7); // the JVM this runs in is gone
    }
    return x * x;
  }

  static void crash() {
    try (Pool pool = Pool.create(1)) {
      for (Outcome<Integer> outcome : pool.mapOutcomes(ReadmePage::square, List.of(1, 2, 3))) {
        System.out.println(outcome);
      }
    }
  }
  // end: crash
}
