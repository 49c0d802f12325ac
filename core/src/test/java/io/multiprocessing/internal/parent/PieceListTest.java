package io.multiprocessing.internal.parent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.multiprocessing.ipc.internal.codec.ObjectCodec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PieceListTest {

  private static final int PIECE = 1 << 15;

  private static List<Integer> numbers(int size) {
    return IntStream.range(0, size).boxed().toList();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 15, 16, 17, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE, 100_000})
  void shouldHoldWhatItWasGiven(int size) {
    List<Integer> numbers = numbers(size);
    List<Integer> copy = PieceList.copyOf(numbers);
    PieceList<Integer> filled = new PieceList<>(size);
    for (int i = size - 1; i >= 0; i--) {
      filled.put(i, i);
    }
    assertEquals(numbers, copy);
    assertEquals(numbers, filled);
    assertEquals(numbers.hashCode(), copy.hashCode());
    assertThrows(IndexOutOfBoundsException.class, () -> copy.get(size));
    assertThrows(IndexOutOfBoundsException.class, () -> copy.set(-1, 0));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 5, PIECE, PIECE + 7})
  void shouldBeModifiableAsAnArrayList(int size) {
    Random random = new Random(size);
    List<Integer> expected = new ArrayList<>(numbers(size));
    List<Integer> actual = PieceList.copyOf(expected);
    for (int i = 0; i < 200; i++) {
      int step = i;
      int index = random.nextInt(expected.size() + 1);
      switch (expected.isEmpty() ? 0 : random.nextInt(6)) {
        case 0 -> {
          expected.add(index, step);
          actual.add(index, step);
        }
        case 1 -> {
          expected.add(step);
          actual.add(step);
        }
        case 2 -> {
          int last = expected.size() - 1;
          assertEquals(
              expected.remove(Math.min(index, last)), actual.remove(Math.min(index, last)));
        }
        case 3 -> {
          expected.set(index / 2, -step);
          actual.set(index / 2, -step);
        }
        case 4 -> assertEquals(expected.removeIf(x -> x == step), actual.removeIf(x -> x == step));
        default -> {
          expected.subList(index / 2, index).replaceAll(x -> x + 1);
          actual.subList(index / 2, index).replaceAll(x -> x + 1);
        }
      }
    }
    assertEquals(expected, actual);
    Collections.sort(expected);
    Collections.sort(actual);
    assertEquals(expected, actual);
    expected.clear();
    actual.clear();
    assertEquals(expected, actual);
  }

  @Test
  void shouldHoldElementsOfAllClasses() {
    List<Object> mixed = new ArrayList<>();
    for (int i = 0; i < 3 * PIECE; i++) { // one class, then another, then many
      int kind = i < PIECE ? 0 : i < 3 * PIECE / 2 ? 1 : i % 7;
      mixed.add(
          switch (kind) {
            case 0 -> i;
            case 1 -> (long) i;
            case 2 -> i / 2.0;
            case 3 -> "s" + i;
            case 4 -> null;
            case 5 -> (short) i;
            default -> Double.NaN;
          });
    }
    List<Object> copy = PieceList.copyOf(mixed);
    assertEquals(mixed, copy);
    Collections.reverse(mixed);
    Collections.reverse(copy);
    assertEquals(mixed, copy);
  }

  @Test
  void shouldTravel() {
    ObjectCodec codec = new ObjectCodec(PieceListTest.class.getClassLoader());
    List<Integer> list = PieceList.copyOf(numbers(PIECE + 1));
    assertEquals(list, codec.fromBytes(codec.toBytes(list)));
    list.remove(3);
    assertEquals(list, codec.fromBytes(codec.toBytes(list)));
  }
}
