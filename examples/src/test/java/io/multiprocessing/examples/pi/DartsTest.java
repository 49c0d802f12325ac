package io.multiprocessing.examples.pi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DartsTest {

  @ParameterizedTest
  @CsvSource({
    "100000, 100000",
    "100000, 1000",
    "100000, 999",
    "100000, 1",
    "1, 1",
    "1, 1000000",
    "7, 3"
  })
  void shouldThrowInBlocksWhatOneLoopThrows(long darts, long blockDarts) {
    long seed = -42;
    Darts task = new Darts(seed, darts, blockDarts);

    long inside = LongStream.range(0, task.blocks()).map(block -> task.apply(block).inside()).sum();

    assertEquals(insideInOneLoop(seed, darts), inside);
  }

  @ParameterizedTest
  @CsvSource({"100000, 100000", "100000, 1000", "2048, 2048", "2049, 2048", "1, 1", "7, 3"})
  void shouldThrowTheSameDartsInRows(long darts, long blockDarts) {
    long seed = -42;
    DartArrays task = new DartArrays(seed, darts, blockDarts);

    long inside = LongStream.range(0, task.blocks()).map(task::inside).sum();

    assertEquals(insideInOneLoop(seed, darts), inside);
  }

  private static long insideInOneLoop(long seed, long darts) {
    SplittableRandom random = new SplittableRandom(seed);
    return LongStream.range(0, darts).filter(dart -> square(random) + square(random) <= 1).count();
  }

  private static double square(SplittableRandom random) {
    double fraction = (random.nextLong() >>> 12) * 0x1.0p-52;
    return fraction * fraction;
  }
}
