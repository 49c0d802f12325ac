package io.multiprocessing.ipc.internal.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.multiprocessing.ipc.SerializationException;
import java.io.Serializable;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class DamagedBytesTest {
  private final ObjectCodec codec = new ObjectCodec(DamagedBytesTest.class.getClassLoader());

  record Item(String name, int[] numbers, Object more) {}

  static class Plain {
    Object a = "text";
    List<Object> list = new ArrayList<>(List.of(1, "two", 3.0));
    long[] longs = {1, 2, 3};
  }

  private static List<Object> samples() {
    int captured = 5;
    return List.of(
        "ascii",
        "umlaut ä",
        "x".repeat(300),
        5,
        new Item("n", new int[] {1, 2}, Map.of("k", new Plain())),
        new Plain(),
        new IllegalStateException("x"),
        (Callable<Object> & Serializable) () -> captured,
        new BigDecimal("12345678901234567890.1"),
        new HashMap<>(Map.of(1, "a", 2, "b")),
        Arrays.asList(1, "b", null),
        EnumSet.of(TimeUnit.DAYS),
        new EnumMap<>(Map.of(TimeUnit.DAYS, 1)),
        new Object[] {new byte[10], new boolean[3], new double[] {1}},
        Duration.ofDays(1));
  }

  /** Damaged bytes may by chance be an object; anything else must be the one exception. */
  private void readAnything(byte[] bytes) {
    try {
      codec.fromBytes(bytes);
    } catch (SerializationException expected) {
      // what damaged bytes are for
    }
  }

  @Test
  void shouldRefuseEveryTruncation() {
    for (Object sample : samples()) {
      byte[] bytes = codec.toBytes(sample);
      for (int length = 0; length < bytes.length; length++) {
        byte[] cut = Arrays.copyOf(bytes, length);
        assertThrows(
            SerializationException.class,
            () -> codec.fromBytes(cut),
            () -> sample + " cut to " + cut.length);
      }
    }
  }

  @Test
  void shouldNeitherHangNorExhaustTheHeapOnChangedBytes() {
    Random random = new Random(42);
    for (Object sample : samples()) {
      byte[] bytes = codec.toBytes(sample);
      for (int round = 0; round < 2000; round++) {
        byte[] changed = bytes.clone();
        for (int i = 0; i <= round % 3; i++) {
          changed[random.nextInt(changed.length)] = (byte) random.nextInt();
        }
        readAnything(changed);
      }
    }
    assertEquals(1, codec.fromBytes(codec.toBytes(1)));
  }

  @Test
  void shouldRefuseNoise() {
    Random random = new Random(7);
    for (int round = 0; round < 20_000; round++) {
      byte[] noise = new byte[random.nextInt(64)];
      random.nextBytes(noise);
      readAnything(noise);
    }
    assertEquals(1, codec.fromBytes(codec.toBytes(1)));
  }

  @Test
  void shouldRefuseBytesAfterTheObject() {
    byte[] bytes = codec.toBytes("x");
    assertThrows(
        SerializationException.class,
        () -> codec.fromBytes(Arrays.copyOf(bytes, bytes.length + 1)));
  }
}
