package io.multiprocessing.managed;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.multiprocessing.ManagedList;
import io.multiprocessing.ipc.SerializationException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ManagedListTest extends ManagedContract {

  private static ManagedList<String> abc() {
    return manager.list(List.of("a", "b", "c"));
  }

  @Test
  void shouldDoWhatAListDoes() {
    ManagedList<String> list = abc();
    list.add("d");
    list.add(0, null);
    assertEquals("a", list.set(1, "A"));
    assertEquals("b", list.remove(2));
    assertTrue(list.remove("c"));
    assertFalse(list.remove("c"));
    assertTrue(list.addAll(1, List.of("x", "y")));
    assertFalse(list.addAll(List.of()));

    List<String> expected = new ArrayList<>(List.of("x", "y", "A", "d"));
    expected.add(0, null);
    assertEquals(expected, list);
    assertEquals(list, expected);
    assertEquals(expected.hashCode(), list.hashCode());
    assertEquals("[null, x, y, A, d]", list.toString());
    assertEquals(5, list.size());
    assertNull(list.get(0));
  }

  @Test
  void shouldFindElementsByEquals() {
    ManagedList<List<Integer>> list = manager.list(List.of(List.of(1), List.of(2), List.of(1)));
    assertTrue(list.contains(List.of(2)));
    assertEquals(0, list.indexOf(List.of(1)));
    assertEquals(2, list.lastIndexOf(List.of(1)));
    assertEquals(-1, list.indexOf(List.of(3)));
  }

  @Test
  void shouldNameTheIndexThatIsNone() {
    ManagedList<String> list = abc();
    for (int bad : new int[] {-1, 3}) {
      assertThrows(IndexOutOfBoundsException.class, () -> list.get(bad));
      assertThrows(IndexOutOfBoundsException.class, () -> list.set(bad, "x"));
      assertThrows(IndexOutOfBoundsException.class, () -> list.remove(bad));
      assertThrows(IndexOutOfBoundsException.class, () -> list.update(bad, x -> x));
    }
    assertThrows(IndexOutOfBoundsException.class, () -> list.add(-1, "x"));
    String message =
        assertThrows(IndexOutOfBoundsException.class, () -> list.add(4, "x")).getMessage();
    assertTrue(message.endsWith("index=4, size=3"), message);
    assertEquals(List.of("a", "b", "c"), list.snapshot());
  }

  @Test
  void shouldIterateOverOneMoment() {
    ManagedList<String> list = abc();
    Iterator<String> iterator = list.iterator();
    list.clear();
    assertEquals("a", iterator.next());
    assertThrows(UnsupportedOperationException.class, iterator::remove);
    assertTrue(list.isEmpty());
  }

  @Test
  void shouldStreamAndCopy() {
    ManagedList<String> list = abc();
    assertEquals("abc", list.stream().collect(Collectors.joining()));
    assertArrayEquals(new Object[] {"a", "b", "c"}, list.toArray());
    assertArrayEquals(new String[] {"a", "b", "c"}, list.toArray(new String[0]));
  }

  @Test
  void shouldChangeAllElementsInOneStep() {
    ManagedList<Integer> list = manager.list(List.of(5, 1, 4, 2, 3));
    list.sort(null);
    assertEquals(List.of(1, 2, 3, 4, 5), list);
    list.sort(Comparator.reverseOrder());
    assertEquals(List.of(5, 4, 3, 2, 1), list);
    list.replaceAll(n -> n * 10);
    assertTrue(list.removeIf(n -> n > 40));
    assertFalse(list.removeIf(n -> n > 40));
    assertTrue(list.removeAll(List.of(10, 99)));
    assertTrue(list.retainAll(List.of(20, 30)));
    assertEquals(List.of(30, 20), list);
    Collections.swap(list, 0, 1);
    assertEquals(List.of(20, 30), list);
  }

  @Test
  void shouldRewriteAgainWhenTheListHasChangedMeanwhile() {
    ManagedList<Integer> list = manager.list(List.of(1, 2));
    AtomicInteger calls = new AtomicInteger();
    list.replaceAll(
        n -> {
          if (calls.incrementAndGet() == 1) {
            list.add(3);
          }
          return -n;
        });
    assertEquals(List.of(-1, -2, -3), list);
  }

  @Test
  void shouldUpdateOneElement() {
    ManagedList<Integer> list = manager.list(List.of(1, 2));
    assertEquals(20, list.update(1, n -> n * 10));
    assertEquals(List.of(1, 20), list);
  }

  @Test
  void shouldShowAPartOfItselfByIndices() {
    ManagedList<String> list = abc();
    List<String> part = list.subList(1, 3);
    part.set(0, "B");
    assertEquals(List.of("B", "c"), part);
    part.clear();
    assertEquals(List.of("a"), list.snapshot());
  }

  @Test
  void shouldAddAllOrNothing() {
    ManagedList<Object> list = manager.list();
    assertThrows(SerializationException.class, () -> list.addAll(List.of("fine", new Thread())));
    assertTrue(list.isEmpty());
  }

  @Test
  void shouldFetchMoreThanFitsIntoOneMessage() {
    List<byte[]> elements = IntStream.range(0, 40).mapToObj(i -> new byte[100_000 + i]).toList();
    ManagedList<byte[]> list = manager.list(elements);
    assertEquals(
        elements.stream().map(bytes -> bytes.length).toList(),
        list.snapshot().stream().map(bytes -> bytes.length).toList());
  }

  @Test
  void shouldNameItselfAfterDeletion() {
    ManagedList<String> list = abc();
    list.delete();
    assertThrows(IllegalStateException.class, list::size);
    assertTrue(list.toString().contains("was deleted"), list::toString);
  }
}
