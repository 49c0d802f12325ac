package io.multiprocessing.internal.parent;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.multiprocessing.ipc.internal.codec.ObjectCodec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.Vector;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PieceListTest {

  private static final int PIECE = 1 << 15;
  private static final int MANY = 1_000_000;

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

  @Test
  void shouldCopyASynchronizedListAsItIsAtOneMoment() {
    AtomicReference<List<Integer>> others = new AtomicReference<>();
    @SuppressWarnings("serial") // it stays here
    List<Integer> inner =
        new ArrayList<>(numbers(10)) {
          @Override
          public Iterator<Integer> iterator() {
            return changedMeanwhile(super.iterator(), others.get());
          }
        };
    others.set(Collections.synchronizedList(inner));
    assertEquals(numbers(10), PieceList.copyOf(others.get()));
    Collection<Integer> collection = Collections.synchronizedCollection(inner);
    assertEquals(numbers(10), PieceList.copyOf(collection));
  }

  @Test
  // the user's list is one; it stays here; with the lock, nobody could change it meanwhile
  @SuppressWarnings({"JdkObsolete", "serial", "UnsynchronizedOverridesSynchronized"})
  void shouldCopyAVectorAsItIsAtOneMoment() {
    List<Integer> vector =
        new Vector<>(numbers(10)) {
          @Override
          public Iterator<Integer> iterator() {
            return changedMeanwhile(super.iterator(), this);
          }
        };
    assertEquals(numbers(10), PieceList.copyOf(vector));
  }

  /** Another thread is quicker than the one that has begun to iterate. */
  private static Iterator<Integer> changedMeanwhile(Iterator<Integer> begun, List<Integer> list) {
    CompletableFuture.runAsync(() -> list.add(list.size())).orTimeout(20, SECONDS).join();
    return begun;
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
      switch (expected.isEmpty() ? 0 : random.nextInt(10)) {
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
        case 4 ->
            assertEquals(
                expected.removeIf(x -> x % 97 == step % 97),
                actual.removeIf(x -> x % 97 == step % 97));
        case 5 -> { // of a piece at the most, or the list grows to millions
          int from = Math.max(index / 2, index - PIECE);
          List<Integer> some = List.copyOf(expected.subList(from, index));
          assertEquals(expected.addAll(index, some), actual.addAll(index, some));
        }
        case 6 -> {
          List<Integer> some = List.copyOf(expected.subList(0, Math.min(9, index)));
          assertEquals(expected.removeAll(some), actual.removeAll(some));
        }
        case 7 -> {
          Set<Integer> some = new HashSet<>(expected.subList(0, index));
          assertEquals(expected.retainAll(some), actual.retainAll(some));
          assertEquals(expected.addAll(some), actual.addAll(some));
        }
        case 8 -> {
          if (expected.size() < 4 * PIECE) {
            int all = expected.size();
            expected.addAll(expected.subList(0, all));
            actual.addAll(actual.subList(0, all));
          }
        }
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
  void shouldRemoveAndInsertManyInOneGo() {
    List<Integer> list = PieceList.copyOf(numbers(MANY));
    assertTimeoutPreemptively( // element by element, each takes minutes
        Duration.ofSeconds(60),
        () -> {
          list.removeIf(x -> x % 2 == 0);
          list.addAll(0, numbers(MANY));
          list.removeAll(Set.of(1, 3));
          list.retainAll(new HashSet<>(numbers(MANY / 2)));
        });
    assertEquals(MANY / 2 - 2 + MANY / 4 - 2, list.size());
  }

  @Test
  void shouldTravelAsAnArrayList() throws Exception {
    ObjectCodec codec = new ObjectCodec(PieceListTest.class.getClassLoader());
    for (List<?> list : List.of(PieceList.copyOf(numbers(PIECE + 1)), shortened())) {
      Object arrived = codec.fromBytes(codec.toBytes(list));
      assertEquals(list, arrived);
      assertEquals(ArrayList.class, arrived.getClass());
      Object read = readObject(writeObject(list));
      assertEquals(list, read);
      assertEquals(ArrayList.class, read.getClass());
    }
  }

  private static List<Integer> shortened() {
    List<Integer> list = PieceList.copyOf(numbers(10));
    list.remove(3);
    return list;
  }

  private static byte[] writeObject(Object object) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(object);
    }
    return bytes.toByteArray();
  }

  private static Object readObject(byte[] bytes) throws IOException, ClassNotFoundException {
    try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
      return in.readObject();
    }
  }

  @Test
  void shouldKeepTheIdentityOfItsElementsWhenItTravels() {
    ObjectCodec codec = new ObjectCodec(PieceListTest.class.getClassLoader());
    List<int[]> list = PieceList.copyOf(List.of(new int[1], new int[2]));
    Object[] arrived = (Object[]) codec.fromBytes(codec.toBytes(new Object[] {list.get(1), list}));
    assertSame(arrived[0], ((List<?>) arrived[1]).get(1));
  }
}
