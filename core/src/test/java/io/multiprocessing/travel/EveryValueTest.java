package io.multiprocessing.travel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.multiprocessing.Pool;
import io.multiprocessing.testing.NothingLeftBehind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each value goes to a worker, which makes the same one and compares, and comes back. */
@ExtendWith(NothingLeftBehind.class)
class EveryValueTest {

  private static Pool pool;
  private static Map<String, String> alone;
  private static Map<String, String> inEverything;

  @BeforeAll
  static void sendAll() {
    pool = Pool.create(1);
    alone = OneValue.sendAll(pool, false);
    inEverything = OneValue.sendAll(pool, true);
  }

  @AfterAll
  static void close() {
    pool.close();
  }

  static Collection<String> names() {
    return Values.all().keySet();
  }

  @ParameterizedTest
  @MethodSource("names")
  void shouldTravelThereAndBack(String name) {
    assertEquals("", alone.get(name));
  }

  @ParameterizedTest
  @MethodSource("names")
  void shouldTravelInFieldsComponentsElementsAndLambdas(String name) {
    assertEquals("", inEverything.get(name));
  }

  @Test
  void shouldKeepWhatIsSharedAndWhatIsCyclicInRandomGraphs() {
    assertEquals(List.of(), RandomGraphs.sendAll(pool, 20_261_120L, 2000));
  }

  @Test
  void shouldTellValuesApart() {
    // else the tests above could not fail
    List<String> looks = new ArrayList<>();
    Values.all().values().forEach(value -> looks.add(Look.at(value)));
    long different = looks.stream().distinct().count();
    assertEquals(true, different > looks.size() * 9 / 10, different + " of " + looks.size());
  }
}
