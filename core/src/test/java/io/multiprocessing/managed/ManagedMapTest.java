package io.multiprocessing.managed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.multiprocessing.ManagedMap;
import io.multiprocessing.ipc.SerializationException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ManagedMapTest extends ManagedContract {

  record Point(int x, int y) {}

  /** A key whose methods fail in the server. */
  static final class BadKey {
    @Override
    public boolean equals(Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      throw new UnsupportedOperationException("no hash today");
    }
  }

  private static ManagedMap<String, Integer> abc() {
    ManagedMap<String, Integer> map = manager.map();
    map.put("a", 1);
    map.put("b", 2);
    map.put("c", 3);
    return map;
  }

  @Test
  void shouldDoWhatAMapDoes() {
    ManagedMap<String, Integer> map = abc();
    assertEquals(1, map.put("a", 10));
    assertNull(map.get("x"));
    assertEquals(7, map.getOrDefault("x", 7));
    assertEquals(2, map.remove("b"));
    assertNull(map.remove("b"));
    assertTrue(map.containsKey("a"));
    assertFalse(map.containsKey("b"));
    assertTrue(map.containsValue(3));
    assertEquals(2, map.size());
    assertEquals(Map.of("a", 10, "c", 3), map);
    assertEquals(map, Map.of("a", 10, "c", 3));
    assertEquals(Map.of("a", 10, "c", 3).hashCode(), map.hashCode());
    assertEquals("{a=10, c=3}", map.toString());
    map.clear();
    assertTrue(map.isEmpty());
  }

  @Test
  void shouldDoWhatAConcurrentMapDoes() {
    ManagedMap<String, Integer> map = abc();
    assertEquals(1, map.putIfAbsent("a", 9));
    assertNull(map.putIfAbsent("d", 4));
    assertFalse(map.replace("a", 5, 6));
    assertTrue(map.replace("a", 1, 6));
    assertEquals(6, map.replace("a", 7));
    assertNull(map.replace("x", 7));
    assertFalse(map.remove("a", 6));
    assertFalse(map.remove("a", null));
    assertTrue(map.remove("a", 7));
    assertEquals(Map.of("b", 2, "c", 3, "d", 4), map);
  }

  @Test
  void shouldComputeInOneStep() {
    ManagedMap<String, Integer> map = abc();
    assertEquals(2, map.merge("a", 1, Integer::sum));
    assertEquals(1, map.merge("x", 1, Integer::sum));
    assertNull(map.merge("x", 1, (old, one) -> null));
    assertEquals(12, map.compute("b", (key, old) -> old + 10));
    assertNull(map.compute("y", (key, old) -> null));
    assertNull(map.compute("b", (key, old) -> null));
    assertEquals(3, map.computeIfAbsent("c", key -> 99));
    assertEquals(99, map.computeIfAbsent("z", key -> 99));
    assertNull(map.computeIfAbsent("y", key -> null));
    assertEquals(30, map.computeIfPresent("c", (key, old) -> old * 10));
    assertNull(map.computeIfPresent("y", (key, old) -> 1));
    map.replaceAll((key, old) -> -old);
    assertEquals(Map.of("a", -2, "c", -30, "z", -99), map);
  }

  @Test
  void shouldComputeAgainWhenTheValueHasChangedMeanwhile() {
    ManagedMap<String, Integer> map = abc();
    AtomicInteger calls = new AtomicInteger();
    int result =
        map.compute(
            "a",
            (key, old) -> {
              int call = calls.incrementAndGet();
              if (call == 1) {
                map.put("a", 50);
              } else if (call == 2) {
                map.remove("a");
              }
              return old == null ? 1000 : old + 1;
            });
    assertEquals(3, calls.get());
    assertEquals(1000, result);
    assertEquals(1000, map.get("a"));
  }

  @Test
  void shouldReplaceValuesThatHaveNoEquals() {
    ManagedMap<String, int[]> map = manager.map(Map.of("a", new int[] {1}));
    map.replaceAll((key, old) -> new int[] {old[0] + 1});
    assertEquals(2, map.get("a")[0]);
  }

  @Test
  void shouldStoreTheCopyThatAFunctionHasChanged() {
    ManagedMap<String, List<String>> map = manager.map(Map.of("k", new ArrayList<>()));
    map.get("k").add("lost");
    map.compute(
        "k",
        (key, list) -> {
          list.add("kept");
          return list;
        });
    assertEquals(List.of("kept"), map.get("k"));
  }

  @Test
  void shouldCompareKeysByEqualsAndNotByTheirBytes() {
    Set<String> one = new LinkedHashSet<>(List.of("x", "y"));
    Set<String> other = new LinkedHashSet<>(List.of("y", "x"));
    ManagedMap<Object, String> map = manager.map();
    map.put(one, "set");
    map.put(new Point(1, 2), "point");
    assertEquals("set", map.get(other));
    assertEquals("point", map.get(new Point(1, 2)));
    assertEquals("set", map.put(other, "again"));
    assertEquals(2, map.size());
  }

  @Test
  void shouldBlameAKeyWhoseMethodsFailInTheServerAndGoOn() {
    ManagedMap<Object, Integer> map = manager.map();
    String message =
        assertThrows(SerializationException.class, () -> map.put(new BadKey(), 1)).getMessage();
    assertTrue(message.contains("no hash today"), message);
    map.put("good", 2);
    assertEquals(2, map.get("good"));
  }

  @Test
  void shouldPutAllOrNothing() {
    ManagedMap<Object, Object> map = manager.map();
    Map<Object, Object> entries = new HashMap<>();
    entries.put("a", 1);
    entries.put("b", new Thread());
    assertThrows(SerializationException.class, () -> map.putAll(entries));
    entries.put("b", null);
    assertThrows(NullPointerException.class, () -> map.putAll(entries));
    assertTrue(map.isEmpty());
  }

  @Test
  void shouldRefuseNull() {
    ManagedMap<String, Integer> map = manager.map();
    assertThrows(NullPointerException.class, () -> map.put(null, 1));
    assertThrows(NullPointerException.class, () -> map.put("a", null));
    assertThrows(NullPointerException.class, () -> map.get(null));
    assertThrows(NullPointerException.class, () -> map.merge("a", null, Integer::sum));
  }

  @Test
  void shouldShowKeysValuesAndEntriesInOrder() {
    ManagedMap<String, Integer> map = abc();
    assertEquals(List.of("a", "b", "c"), List.copyOf(map.keySet()));
    assertEquals(List.of(1, 2, 3), map.values().stream().toList());
    assertEquals(
        "a=1 b=2 c=3 ", map.entrySet().stream().map(e -> e + " ").reduce("", String::concat));
    assertTrue(map.entrySet().contains(Map.entry("a", 1)));
    assertFalse(map.entrySet().contains(Map.entry("a", 2)));
  }

  @Test
  void shouldRemoveThroughItsViews() {
    ManagedMap<String, Integer> map = abc();
    assertTrue(map.keySet().remove("a"));
    assertFalse(map.keySet().remove("a"));
    assertTrue(map.values().remove(2));
    assertFalse(map.values().remove(2));
    assertFalse(map.entrySet().remove(Map.entry("c", 9)));
    Iterator<Map.Entry<String, Integer>> entries = map.entrySet().iterator();
    assertThrows(IllegalStateException.class, entries::remove);
    entries.next();
    entries.remove();
    assertTrue(map.isEmpty());
    map.putAll(Map.of("d", 1, "e", 2));
    map.values().removeIf(value -> value == 1);
    assertEquals(Set.of("e"), map.keySet());
  }
}
