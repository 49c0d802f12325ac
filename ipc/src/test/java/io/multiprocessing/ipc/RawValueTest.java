package io.multiprocessing.ipc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.multiprocessing.ipc.internal.codec.ObjectCodec;
import io.multiprocessing.ipc.internal.segment.Region;
import io.multiprocessing.ipc.testing.OtherJvm;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RawValueTest {

  private static final int INCREMENTS = 200_000;

  private static OtherJvm other;

  private static RawLong kept; // in the other JVM: what a call there leaves behind

  /** A handle within other data. */
  record Job(String name, Map<String, List<RawValue>> counters) {}

  @BeforeAll
  static void startOther() {
    other = OtherJvm.start();
  }

  @AfterAll
  static void killOther() {
    other.close();
  }

  @Test
  void shouldCountInLongs() {
    RawLong value = RawValue.ofLong(Long.MAX_VALUE);
    assertEquals(Long.MAX_VALUE, value.get());
    assertEquals(Long.MIN_VALUE, value.incrementAndGet());
    assertEquals(Long.MAX_VALUE, value.decrementAndGet());
    value.set(5);
    assertEquals(5, value.getAndAdd(-7));
    assertEquals(8, value.addAndGet(10));
    assertEquals(8, value.getAndSet(1L << 40));
    assertFalse(value.compareAndSet(8, 9));
    assertTrue(value.compareAndSet(1L << 40, 9));
    assertEquals(18, value.updateAndGet(n -> 2 * n));
    assertEquals("18", value.toString());
  }

  @Test
  void shouldCountInInts() {
    RawInt value = RawValue.ofInt(Integer.MAX_VALUE);
    assertEquals(Integer.MIN_VALUE, value.incrementAndGet());
    assertEquals(Integer.MAX_VALUE, value.decrementAndGet());
    value.set(5);
    assertEquals(5, value.getAndAdd(-7));
    assertEquals(8, value.addAndGet(10));
    assertEquals(8, value.getAndSet(-3));
    assertFalse(value.compareAndSet(8, 9));
    assertTrue(value.compareAndSet(-3, 9));
    assertEquals(9, value.updateAndGet(n -> Math.max(n, 4)));
    assertEquals("9", value.toString());
  }

  @Test
  void shouldCompareDoublesBitByBit() {
    RawDouble value = RawValue.ofDouble(1.5);
    assertEquals(1.5, value.getAndAdd(1));
    assertEquals(3.0, value.addAndGet(0.5));
    assertEquals(3.0, value.getAndSet(-0.0));
    assertFalse(value.compareAndSet(0.0, 1));
    assertTrue(value.compareAndSet(-0.0, Double.NaN));
    assertTrue(value.compareAndSet(Double.NaN, 2));
    assertEquals(1, value.updateAndGet(x -> x / 2));
    assertEquals("1.0", value.toString());
  }

  @Test
  void shouldAddToNaNAndInfinity() {
    RawDouble value = RawValue.ofDouble(Double.NaN);
    assertTrue(Double.isNaN(value.addAndGet(1)));
    value.set(Double.POSITIVE_INFINITY);
    assertEquals(Double.POSITIVE_INFINITY, value.addAndGet(1));
  }

  @Test
  void shouldSwitchBooleans() {
    RawBoolean value = RawValue.ofBoolean(true);
    assertTrue(value.get());
    value.set(false);
    assertFalse(value.getAndSet(true));
    assertFalse(value.compareAndSet(false, true));
    assertTrue(value.compareAndSet(true, false));
    assertEquals("false", value.toString());
  }

  @Test
  void shouldKeepBytesBytes() {
    RawByte value = RawValue.ofByte((byte) 127);
    assertEquals(127, value.getAndAdd((byte) 1));
    assertEquals(-128, value.get());
    assertTrue(value.compareAndSet((byte) -128, (byte) -1));
    assertEquals(0, value.addAndGet((byte) 1));
    assertEquals(0, value.getAndSet((byte) -2));
    assertFalse(value.compareAndSet((byte) 2, (byte) 3));
    assertEquals("-2", value.toString());
  }

  @Test
  void shouldKeepItsValueWhenAnUpdateThrows() {
    RawLong value = RawValue.ofLong(4);
    assertThrows(
        ArithmeticException.class, () -> value.updateAndGet(n -> Math.multiplyExact(n, 1L << 62)));
    assertEquals(4, value.get());
  }

  @Test
  void shouldBeTheSameValueInAnotherJvm() throws Exception {
    RawLong aLong = RawValue.ofLong(1);
    RawInt anInt = RawValue.ofInt(2);
    RawDouble aDouble = RawValue.ofDouble(3);
    RawBoolean aBoolean = RawValue.ofBoolean(false);
    RawByte aByte = RawValue.ofByte((byte) 5);

    other.run(
        () -> {
          aLong.addAndGet(10);
          anInt.addAndGet(10);
          aDouble.addAndGet(10);
          aBoolean.set(true);
          aByte.addAndGet((byte) 10);
        });

    assertEquals(11, aLong.get());
    assertEquals(12, anInt.get());
    assertEquals(13, aDouble.get());
    assertTrue(aBoolean.get());
    assertEquals(15, aByte.get());
  }

  @Test
  void shouldTravelWithinOtherDataAndBack() throws Exception {
    RawLong value = RawValue.ofLong(0);
    RawInt unrelated = RawValue.ofInt(7);
    Job job = new Job("count", Map.of("a", List.of(value, unrelated), "b", List.of(value)));

    Job back =
        other.call(
            () -> {
              ((RawLong) job.counters().get("b").get(0)).set(42);
              return job;
            });

    RawLong returned = (RawLong) back.counters().get("a").get(0);
    assertNotSame(value, returned);
    assertEquals(value, returned);
    assertEquals(value.hashCode(), returned.hashCode());
    assertNotEquals(value, back.counters().get("a").get(1));
    assertEquals(42, returned.get());
  }

  @Test
  void shouldLoseNoChangeMadeByTwoJvms() throws Exception {
    RawLong aLong = RawValue.ofLong(0);
    RawInt anInt = RawValue.ofInt(0);
    RawDouble aDouble = RawValue.ofDouble(0);
    RawByte aByte = RawValue.ofByte((byte) 0);
    RawInt ready = RawValue.ofInt(0);

    OtherJvm.Action increment =
        () -> {
          ready.incrementAndGet();
          while (ready.get() < 2) {
            Thread.onSpinWait();
          }
          for (int i = 0; i < INCREMENTS; i++) {
            aLong.incrementAndGet();
            anInt.getAndAdd(1);
            aDouble.addAndGet(1);
            aByte.getAndAdd((byte) 1);
          }
        };
    CompletableFuture<Object> there = other.runAsync(increment);
    increment.run();
    OtherJvm.get(there);

    assertEquals(2L * INCREMENTS, aLong.get());
    assertEquals(2 * INCREMENTS, anInt.get());
    assertEquals(2.0 * INCREMENTS, aDouble.get());
    assertEquals((byte) (2 * INCREMENTS), aByte.get());
  }

  @Test
  void shouldPublishWhatWasWrittenBefore() throws Exception {
    RawLong data = RawValue.ofLong(0);
    RawInt flag = RawValue.ofInt(0);
    CompletableFuture<Long> seen =
        other.callAsync(
            () -> {
              long wrong = 0;
              for (int round = 1; round <= 20_000; round += 2) {
                while (flag.get() != round) {
                  Thread.onSpinWait();
                }
                wrong += data.get() == round ? 0 : 1;
                flag.set(round + 1);
              }
              return wrong;
            });
    for (int round = 1; round <= 20_000; round += 2) {
      data.set(round);
      flag.set(round);
      while (flag.get() != round + 1 && !seen.isDone()) {
        Thread.onSpinWait();
      }
    }
    assertEquals(0L, OtherJvm.get(seen));
  }

  @Test
  void shouldStayWithThoseWhoHaveItAndBeRefusedToOthersAfterItsJvmIsKilled() throws Exception {
    byte[] late;
    try (OtherJvm creator = OtherJvm.start()) {
      RawLong value =
          creator.call(
              () -> {
                kept = RawValue.ofLong(7);
                return kept;
              });
      late = creator.call(() -> codec().toBytes(RawValue.ofInt(1)));
      creator.kill();

      assertEquals(8, value.incrementAndGet());
    }
    ExecutionException refused =
        assertThrows(ExecutionException.class, () -> other.call(() -> codec().fromBytes(late)));
    SerializationException cause =
        assertInstanceOf(SerializationException.class, refused.getCause());
    assertInstanceOf(OwnerGoneException.class, cause.getCause());
    assertTrue(cause.getMessage().contains("has ended"), cause.getMessage());
  }

  private static ObjectCodec codec() {
    return new ObjectCodec(RawValueTest.class.getClassLoader());
  }

  @Test
  void shouldRefuseToReadALongAsADouble() {
    RawLong value = RawValue.ofLong(0);
    ValueAddress address = (ValueAddress) value.address(ValueLayout.LONG_TAG);
    Region.RegionAddress region = address.region();
    assertThrows(IllegalStateException.class, () -> Region.attach(region, ValueLayout.DOUBLE_TAG));
  }

  @Test
  void shouldHaveARegionOfItsOwnCacheLines() {
    for (int i = 0; i < 1000; i++) {
      assertEquals(i, RawValue.ofInt(i).get());
    }
  }
}
