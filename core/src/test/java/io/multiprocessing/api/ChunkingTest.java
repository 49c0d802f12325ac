package io.multiprocessing.api;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.multiprocessing.Chunking;
import io.multiprocessing.Pool;
import io.multiprocessing.TaskOptions;
import io.multiprocessing.testing.NothingLeftBehind;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Equal inputs give equal outputs, whatever the chunks and however many the workers. */
@ExtendWith(NothingLeftBehind.class)
class ChunkingTest {

  private static final int ITEMS = 1_003; // no multiple of any chunk size
  private static final List<Integer> NUMBERS = IntStream.range(0, ITEMS).boxed().toList();

  private static List<TaskOptions> allRules() {
    TaskOptions options = TaskOptions.defaults();
    return List.of(
        options,
        options.chunkSize(1),
        options.chunkSize(2),
        options.chunkSize(7),
        options.chunkSize(100),
        options.chunking(new Chunking.Python()));
  }

  /** Alone, neither the sum nor any two of these are associative: 1/(x+1) scaled far apart. */
  private static double awkward(int x) {
    return Math.pow(10, x % 17) / (x + 1);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void shouldComputeTheSameForEveryRule(int workers) {
    double expectedSum = sumAlongTheTree(0, 1024);
    String expectedText = NUMBERS.stream().map(x -> x + ",").collect(Collectors.joining());
    List<Integer> expectedSquares = NUMBERS.stream().map(x -> x * x).toList();
    long[] expectedLongs = LongStream.range(-ITEMS, 0).map(x -> 3 * x).toArray();
    double[] expectedDoubles = NUMBERS.stream().mapToDouble(ChunkingTest::awkward).toArray();
    try (Pool pool = Pool.create(workers)) {
      for (TaskOptions options : allRules()) {
        String rule = options.chunking().toString();
        assertEquals(expectedSquares, pool.map(x -> x * x, NUMBERS, options), rule);
        double sum = pool.mapReduce(x -> awkward(x), 0.0, Double::sum, NUMBERS, options);
        assertEquals(
            Double.doubleToRawLongBits(expectedSum), Double.doubleToRawLongBits(sum), rule);
        String text = pool.mapReduce(x -> x + ",", "", String::concat, NUMBERS, options);
        assertEquals(expectedText, text, rule);
        assertArrayEquals(expectedLongs, pool.mapToLong(x -> 3 * x, -ITEMS, 0, options), rule);
        assertArrayEquals(
            expectedDoubles,
            pool.mapToDouble((long x) -> awkward((int) x), 0, ITEMS, options),
            rule);
        List<Integer> streamed = new ArrayList<>();
        pool.<Integer, Integer>imap(x -> x * x, NUMBERS, options).forEachRemaining(streamed::add);
        assertEquals(expectedSquares, streamed, rule);
      }
    }
  }

  /** The sum as it is documented: the halves of a range whose length is a power of two. */
  private static double sumAlongTheTree(int from, int to) {
    List<Double> roots = new ArrayList<>();
    collectRoots(from, to, roots);
    double sum = 0.0;
    for (double root : roots) {
      sum += root;
    }
    return sum;
  }

  /** A subtree that is not full has no root; its full parts stand for it, from left to right. */
  private static void collectRoots(int from, int to, List<Double> roots) {
    if (to <= ITEMS) {
      roots.add(fullTree(from, to));
    } else if (from < ITEMS) {
      int middle = (from + to) / 2;
      collectRoots(from, middle, roots);
      collectRoots(middle, to, roots);
    }
  }

  private static double fullTree(int from, int to) {
    if (to - from == 1) {
      return awkward(from);
    }
    int middle = (from + to) / 2;
    return fullTree(from, middle) + fullTree(middle, to);
  }

  @Test
  void shouldCombineFewItemsInTheirOrder() {
    try (Pool pool = Pool.create(2)) {
      for (int items : new int[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 31, 32, 33}) {
        List<Integer> numbers = NUMBERS.subList(0, items);
        String expected = "x" + numbers.stream().map(String::valueOf).collect(Collectors.joining());
        for (TaskOptions options : allRules()) {
          assertEquals(
              expected, pool.mapReduce(x -> "" + x, "x", String::concat, numbers, options));
        }
      }
    }
  }
}
