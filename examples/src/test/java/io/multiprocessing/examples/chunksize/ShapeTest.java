package io.multiprocessing.examples.chunksize;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ShapeTest {

  private static final long ITEMS = 100_000;
  private static final long MEAN = 1000;

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "PRIMES")
  void shouldCostTheMeanOnAverage(Shape shape) {
    assertEquals(MEAN, costs(shape).average().orElseThrow(), MEAN / 100.0);
  }

  @Test
  void shouldCostTheMostAtTheEndIfSkewed() {
    assertTrue(costs(Shape.SKEWED).limit(ITEMS / 2).average().orElseThrow() < MEAN / 3.0);
    assertEquals(3 * MEAN, Shape.SKEWED.steps(ITEMS - 1, ITEMS, MEAN));
  }

  @Test
  void shouldCostManyTimesTheMeanNowAndThenIfRandom() {
    assertTrue(costs(Shape.RANDOM).max().orElseThrow() > 5 * MEAN);
    assertTrue(costs(Shape.RANDOM).filter(steps -> steps < MEAN).count() > ITEMS / 2);
  }

  private static LongStream costs(Shape shape) {
    return LongStream.range(0, ITEMS).map(item -> shape.steps(item, ITEMS, MEAN));
  }
}
