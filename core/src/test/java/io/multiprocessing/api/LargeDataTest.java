package io.multiprocessing.api;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.multiprocessing.Pool;
import io.multiprocessing.TaskOptions;
import io.multiprocessing.testing.NothingLeftBehind;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Arguments and results of any size. */
@ExtendWith(NothingLeftBehind.class)
class LargeDataTest {

  private static Pool pool;

  @BeforeAll
  static void start() {
    pool = Pool.builder().workers(2).workerMaxHeap("1g").build();
  }

  @AfterAll
  static void stop() {
    pool.close();
  }

  private static byte[] randomBytes(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  private static byte[] reversed(byte[] bytes) {
    byte[] result = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      result[i] = bytes[bytes.length - 1 - i];
    }
    return result;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 1_000, 32_767, 32_768, 65_536, 1_000_000, 100_000_000})
  void shouldCarryArgumentsAndResultsOfAnySize(int size) {
    byte[] bytes = randomBytes(size);
    byte[] back = pool.map(x -> reversed(x), List.of(bytes)).get(0);
    assertArrayEquals(reversed(bytes), back);
  }

  @Test
  void shouldCarryLargeAndSmallResultsOfOneChunk() {
    List<Integer> sizes = List.of(10, 5_000_000, 20, 3_000_000, 30, 0, 40_000, 40_000, 40_000, 1);
    for (int chunkSize : new int[] {1, 3, 10}) {
      List<byte[]> results =
          pool.map(x -> randomBytes(x), sizes, TaskOptions.defaults().chunkSize(chunkSize));
      for (int i = 0; i < sizes.size(); i++) {
        assertArrayEquals(randomBytes(sizes.get(i)), results.get(i));
      }
    }
  }

  @Test
  void shouldCarryALargeCapturedValue() {
    byte[] captured = randomBytes(20_000_000);
    int expected = Arrays.hashCode(captured);
    assertEquals(
        Collections.nCopies(10, expected),
        pool.map(x -> Arrays.hashCode(captured), Collections.nCopies(10, 0)));
  }

  @Test
  void shouldCarryAHundredMegabytesInManySmallResults() {
    List<byte[]> results = pool.map(x -> randomBytes(100_000), Collections.nCopies(1_000, 0));
    assertEquals(1_000, results.size());
    assertTrue(results.stream().allMatch(x -> x.length == 100_000));
  }

  @Test
  @Tag("slow")
  @Timeout(300)
  void shouldCarryAGigabyte() {
    try (Pool one = Pool.builder().workers(1).workerMaxHeap("4g").build()) {
      byte[] bytes = new byte[1 << 30];
      bytes[0] = 1;
      bytes[bytes.length - 1] = 2;
      byte[] back = one.map(x -> x, List.of(bytes)).get(0);
      assertEquals(bytes.length, back.length);
      assertTrue(Arrays.equals(bytes, back));
    }
  }

  @Test
  @Tag("slow")
  @Timeout(300)
  void shouldCarryAnArrayBeyondTwoGigabytes() {
    int length = 400_000_000; // 3.2 GB
    long[] values =
        LargeDataTest.<long[]>oneWorker(
            "6g",
            pool ->
                pool.apply(
                    () -> {
                      long[] result = new long[length];
                      Arrays.setAll(result, i -> i * 31L);
                      return result;
                    }));
    assertEquals(length, values.length);
    for (int i = 0; i < length; i += 997) {
      assertEquals(i * 31L, values[i]);
    }
  }

  private static <R> R oneWorker(String heap, java.util.function.Function<Pool, R> action) {
    try (Pool one = Pool.builder().workers(1).workerMaxHeap(heap).build()) {
      return action.apply(one);
    }
  }
}
