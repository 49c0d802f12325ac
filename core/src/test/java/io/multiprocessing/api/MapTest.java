package io.multiprocessing.api;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.multiprocessing.Outcome;
import io.multiprocessing.Pool;
import io.multiprocessing.ResultIterator;
import io.multiprocessing.TaskOptions;
import io.multiprocessing.testing.NothingLeftBehind;
import java.util.AbstractMap.SimpleEntry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The calls themselves: what goes in, what comes out, and in which order. */
@ExtendWith(NothingLeftBehind.class)
class MapTest {

  private static Pool pool;

  @BeforeAll
  static void start() {
    pool = Pool.create(2);
  }

  @AfterAll
  static void stop() {
    pool.close();
  }

  private static List<Integer> numbers(int count) {
    return IntStream.range(0, count).boxed().toList();
  }

  @Test
  void shouldRunOneCallInAnotherProcess() {
    long pid = pool.apply(() -> ProcessHandle.current().pid());
    assertNotEquals(ProcessHandle.current().pid(), pid);
  }

  @Test
  void shouldReturnNullOfACall() {
    assertNull(pool.apply(() -> null));
  }

  @Test
  void shouldReturnResultsInTheOrderOfTheItemsThoughTheyFinishInAnother() {
    List<Integer> results =
        pool.map(
            x -> {
              Thread.sleep(x % 7 == 0 ? 8 : 0);
              return x * x;
            },
            numbers(100),
            TaskOptions.defaults().chunkSize(1));
    assertEquals(numbers(100).stream().map(x -> x * x).toList(), results);
  }

  @Test
  void shouldReturnAListThatTheCallerMayChange() {
    List<Integer> results = pool.map(x -> x, List.of(3, 1, 2));
    Collections.sort(results);
    results.add(4);
    assertEquals(List.of(1, 2, 3, 4), results);
  }

  @Test
  void shouldTakeNullItemsAndGiveNullResults() {
    List<String> items = Arrays.asList("a", null, "b", null);
    assertEquals(items, pool.map(x -> x, items));
    assertEquals(
        List.of(false, true, false, true),
        pool.map(x -> x == null, Arrays.asList("a", null, "b", null)));
    List<Outcome<String>> outcomes = pool.mapOutcomes(x -> x, items);
    assertEquals(items, outcomes.stream().map(Outcome::get).toList());
    List<String> streamed = new ArrayList<>();
    pool.<String, String>imap(x -> x, items).forEachRemaining(streamed::add);
    assertEquals(items, streamed);
    assertTrue(pool.<String>anyMatch(x -> x == null, items));
    assertNull(pool.mapReduce(x -> x, "", (a, b) -> null, items));
  }

  @Test
  void shouldReadAnIterableThatIsNoCollectionExactlyOnce() {
    AtomicInteger iterators = new AtomicInteger();
    Iterable<Integer> items =
        () -> {
          iterators.incrementAndGet();
          return IntStream.range(0, 50).iterator();
        };
    assertEquals(numbers(50), pool.map(x -> x, items));
    assertEquals(1, iterators.get());
  }

  @Test
  void shouldTakeAnyKindOfCollection() {
    assertEquals(List.of(1, 2, 3), pool.map(x -> x, new TreeSet<>(List.of(3, 1, 2))));
    assertEquals(List.of(3, 1, 2), pool.map(x -> x, new ArrayDeque<>(List.of(3, 1, 2))));
    assertEquals(List.of("k"), pool.map(x -> x, Map.of("k", "v").keySet()));
    assertEquals(List.of(7), pool.map(x -> x, Set.of(7)));
  }

  @Test
  void shouldNotSeeChangesOfTheItemsAfterTheCall() {
    List<Integer> items = new ArrayList<>(numbers(20));
    var result =
        pool.mapAsync(
            x -> {
              Thread.sleep(2);
              return x;
            },
            items,
            TaskOptions.defaults().chunkSize(1));
    items.clear();
    assertEquals(numbers(20), result.await());
  }

  @Test
  void shouldPassKeyAndValueToAStarmapTask() {
    Map<String, Integer> pairs = new LinkedHashMap<>();
    pairs.put("a", 1);
    pairs.put("b", 2);
    assertEquals(List.of("a1", "b2"), pool.starmap((k, v) -> k + v, pairs.entrySet()));
    assertEquals(List.of("a1", "b2"), pool.starmapAsync((k, v) -> k + v, pairs.entrySet()).await());
  }

  @Test
  void shouldStarmapASynchronizedListAsItIsAtOneMoment() {
    @SuppressWarnings("serial") // it stays here
    List<Map.Entry<String, Integer>> inner =
        new ArrayList<>(List.of(Map.entry("a", 1), Map.entry("b", 2))) {
          @Override
          public Iterator<Map.Entry<String, Integer>> iterator() {
            Iterator<Map.Entry<String, Integer>> begun = super.iterator();
            add(Map.entry("c", 3)); // as another thread might
            return begun;
          }
        };
    List<Map.Entry<String, Integer>> pairs = Collections.synchronizedList(inner);
    assertEquals(List.of("a1", "b2"), pool.starmap((k, v) -> k + v, pairs));
  }

  @Test
  void shouldPassNullKeysAndNullValues() {
    List<Map.Entry<String, Integer>> pairs =
        List.of(
            new SimpleEntry<>(null, 1),
            new SimpleEntry<>("b", null),
            new SimpleEntry<>(null, null));
    assertEquals(List.of("null1", "bnull", "nullnull"), pool.starmap((k, v) -> k + v, pairs));
  }

  @Test
  void shouldReturnAtOnceForNoItemsWhateverTheCall() {
    List<Integer> none = List.of();
    assertEquals(List.of(), pool.map(x -> x, none));
    assertEquals(List.of(), pool.mapAsync(x -> x, none).await());
    assertEquals(List.of(), pool.starmap((k, v) -> k, Map.of().entrySet()));
    assertEquals(List.of(), pool.mapOutcomes(x -> x, none));
    assertEquals(17, pool.mapReduce(x -> x, 17, Integer::sum, none));
    assertFalse(pool.anyMatch(x -> true, none));
    assertTrue(pool.allMatch(x -> false, none));
    assertArrayEquals(new double[0], pool.mapToDouble(x -> x, new double[0]));
    assertArrayEquals(new long[0], pool.mapToLong(x -> x, new long[0]));
    assertArrayEquals(new long[0], pool.mapToLong(x -> x, 5, 5));
    assertArrayEquals(new double[0], pool.mapToDouble((long x) -> x, -5, -5));
    ResultIterator<Integer> ordered = pool.imap(x -> x, none);
    assertFalse(ordered.hasNext());
    assertThrows(NoSuchElementException.class, ordered::next);
    assertFalse(pool.imapUnordered(x -> x, none).hasNext());
    assertEquals(List.of(), pool.imap(x -> x, none).stream().toList());
  }

  @Test
  void shouldReturnAtOnceForNoItemsThoughNoWorkerIsReadyYet() {
    Pool slow = Pool.builder().workers(1).initializer(() -> Thread.sleep(60_000)).build();
    try {
      List<Integer> none = List.of();
      assertEquals(List.of(), slow.map(x -> x, none));
      assertEquals(17, slow.mapReduce(x -> x, 17, Integer::sum, none));
      assertFalse(slow.imap(x -> x, none).hasNext());
      assertTrue(slow.allMatch(x -> false, none));
      assertArrayEquals(new long[0], slow.mapToLong(x -> x, new long[0]));
    } finally {
      slow.terminate();
    }
  }

  @Test
  void shouldComputeTheSameFromManyThreadsAtOnce() {
    List<Integer> expected = numbers(200).stream().map(x -> x + 1).toList();
    Stream.generate(() -> null)
        .limit(24)
        .parallel()
        .forEach(ignored -> assertEquals(expected, pool.map(x -> x + 1, numbers(200))));
  }
}
