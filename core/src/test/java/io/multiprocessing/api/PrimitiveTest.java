package io.multiprocessing.api;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.multiprocessing.Pool;
import io.multiprocessing.TaskFailedException;
import io.multiprocessing.TaskOptions;
import io.multiprocessing.WorkerContext;
import io.multiprocessing.testing.NothingLeftBehind;
import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Calls on numbers, without boxing. */
@ExtendWith(NothingLeftBehind.class)
class PrimitiveTest {

  private static Pool pool;

  @BeforeAll
  static void start() {
    pool = Pool.create(2);
  }

  @AfterAll
  static void stop() {
    pool.close();
  }

  @Test
  void shouldMapDoubles() {
    double[] values = DoubleStream.iterate(-7.5, x -> x + 0.25).limit(20_000).toArray();
    values[3] = Double.NaN;
    values[4] = Double.NEGATIVE_INFINITY;
    values[5] = -0.0;
    double[] expected = Arrays.stream(values).map(x -> x * x + x).toArray();
    assertArrayEquals(expected, pool.mapToDouble(x -> x * x + x, values));
    assertArrayEquals(expected, pool.mapToDoubleAsync(x -> x * x + x, values).await());
  }

  @Test
  void shouldKeepEveryBitOfADouble() {
    double[] values = {Double.longBitsToDouble(0x7ff8000000001234L), -0.0, Double.MIN_VALUE};
    double[] back = pool.mapToDouble(x -> x, values);
    for (int i = 0; i < values.length; i++) {
      assertEquals(Double.doubleToRawLongBits(values[i]), Double.doubleToRawLongBits(back[i]));
    }
  }

  @Test
  void shouldMapLongs() {
    long[] values = LongStream.range(-5_000, 5_000).map(x -> x * 1_000_000_007L).toArray();
    long[] expected = Arrays.stream(values).map(x -> x ^ 0x55L).toArray();
    assertArrayEquals(expected, pool.mapToLong(x -> x ^ 0x55L, values));
    assertArrayEquals(expected, pool.mapToLongAsync(x -> x ^ 0x55L, values).await());
  }

  @Test
  void shouldMapARangeThatStartsBelowZero() {
    assertArrayEquals(
        LongStream.range(-1_000, 1_000).map(x -> x * x).toArray(),
        pool.mapToLong(x -> x * x, -1_000, 1_000));
    assertArrayEquals(
        LongStream.range(-1_000, 1_000).mapToDouble(x -> x / 3.0).toArray(),
        pool.mapToDouble((long x) -> x / 3.0, -1_000, 1_000));
    assertArrayEquals(
        new double[] {-0.5, 0.0}, pool.mapToDoubleAsync((long x) -> x / 2.0, -1, 1).await());
    assertArrayEquals(new long[] {-1, 0}, pool.mapToLongAsync(x -> x, -1, 1).await());
  }

  @Test
  void shouldMapRangesAtTheEndsOfWhatALongHolds() {
    assertArrayEquals(
        new long[] {Long.MAX_VALUE - 2, Long.MAX_VALUE - 1},
        pool.mapToLong(x -> x, Long.MAX_VALUE - 2, Long.MAX_VALUE));
    assertArrayEquals(
        new long[] {Long.MIN_VALUE, Long.MIN_VALUE + 1},
        pool.mapToLong(x -> x, Long.MIN_VALUE, Long.MIN_VALUE + 2));
  }

  @Test
  void shouldRefuseARangeThatIsTurnedAroundOrTooLong() {
    long[][] bad = {
      {1, 0},
      {5, -5},
      {0, Integer.MAX_VALUE},
      {0, Long.MAX_VALUE},
      {Long.MIN_VALUE, Long.MAX_VALUE},
      {Long.MAX_VALUE, Long.MIN_VALUE},
      {-2, Long.MAX_VALUE}
    };
    for (long[] range : bad) {
      IllegalArgumentException e =
          assertThrows(
              IllegalArgumentException.class, () -> pool.mapToLong(x -> x, range[0], range[1]));
      assertTrue(e.getMessage().contains("fromInclusive=" + range[0]), e.getMessage());
      assertTrue(e.getMessage().contains("toExclusive=" + range[1]), e.getMessage());
      assertThrows(
          IllegalArgumentException.class,
          () -> pool.mapToDoubleAsync((long x) -> x, range[0], range[1]));
    }
  }

  @Test
  void shouldSayWhichValueFailed() {
    for (int chunkSize : new int[] {1, 3, 100}) {
      TaskOptions options = TaskOptions.defaults().chunkSize(chunkSize);
      TaskFailedException e =
          assertThrows(
              TaskFailedException.class, () -> pool.mapToLong(x -> 10 / x, -20, 20, options));
      assertEquals(20, e.itemIndex());
      assertEquals(ArithmeticException.class, e.getCause().getClass());
      e =
          assertThrows(
              TaskFailedException.class,
              () ->
                  pool.mapToDouble(
                      x -> {
                        if (x == 4.0) {
                          throw new java.io.IOException("four");
                        }
                        return x;
                      },
                      new double[] {1, 2, 3, 4, 5},
                      options));
      assertEquals(3, e.itemIndex());
      assertEquals("four", e.getCause().getMessage());
    }
  }

  @Test
  void shouldGoOnAfterAFailedValueWhenToldTo() {
    TaskFailedException e =
        assertThrows(
            TaskFailedException.class,
            () ->
                pool.mapToLong(
                    x -> 10 / (x % 10),
                    0,
                    50,
                    TaskOptions.defaults().failFast(false).chunkSize(7)));
    assertEquals(0, e.itemIndex());
    assertEquals(4, e.getSuppressed().length);
  }

  @Test
  void shouldRetryAFailedValue() {
    assertArrayEquals(
        LongStream.range(0, 100).toArray(),
        pool.mapToLong(
            x -> {
              if (x % 7 == 0 && WorkerContext.current().attempt() <= 2) {
                throw new IllegalStateException("not yet");
              }
              return x;
            },
            0,
            100,
            TaskOptions.defaults().retries(2).chunkSize(30)));
  }

  @Test
  void shouldNotSeeChangesOfTheArrayAfterAnAsyncCall() {
    double[] values = new double[100];
    Arrays.fill(values, 1);
    var result =
        pool.mapToDoubleAsync(
            x -> {
              Thread.sleep(1);
              return x;
            },
            values,
            TaskOptions.defaults().chunkSize(1));
    Arrays.fill(values, 2);
    assertEquals(100, Arrays.stream(result.await()).sum());
  }

  @Test
  void shouldMapAMillionNumbers() {
    assertEquals(
        999_999L * 1_000_000 / 2, Arrays.stream(pool.mapToLong(x -> x, 0, 1_000_000)).sum());
  }
}
