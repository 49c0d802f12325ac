package io.multiprocessing.examples.verifyprimes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class FactorSearchTest {

  private static final long FACTOR = 10_007;
  private static final long NUMBER = FACTOR * 10_009;

  private final Counted flag = new Counted();

  @Test
  void shouldFindTheFactorInItsRangeOnly() {
    for (FactorSearch search : searches()) {
      assertTrue(search.findsFactor(new FactorRange(NUMBER, 21, FACTOR + 1)), search.toString());
      flag.clear();
      assertFalse(search.findsFactor(new FactorRange(NUMBER, 21, FACTOR)), search.toString());
      assertFalse(flag.set, search.toString());
      assertFalse(search.findsFactor(new FactorRange(NUMBER, FACTOR + 4, 40_001)));
    }
  }

  @Test
  void shouldTellTheOthers() {
    for (FactorSearch search : searches().subList(1, 3)) {
      flag.clear();
      assertTrue(search.apply(new FactorRange(NUMBER, 9_001, 11_001)).factor());
      assertTrue(flag.set, search.toString());
    }
  }

  @Test
  void shouldLookAtTheFlagAsOftenAsTheBook() {
    FactorRange range = new FactorRange(NUMBER, 21, 10_001); // 4990 candidates

    new FactorSearch.Countdown(flag, 1000).findsFactor(range);
    assertEquals(4, flag.looks);
    new FactorSearch.Redux(flag, 1000).findsFactor(range); // once for 500 of them
    assertEquals(4 + 10, flag.looks);
  }

  @Test
  void shouldStopAtTheFirstLookIfAnotherHasFound() {
    flag.set();
    FactorRange range = new FactorRange(NUMBER, 21, 10_001);

    assertTrue(new FactorSearch.Countdown(flag, 1000).findsFactor(range));
    assertTrue(new FactorSearch.Redux(flag, 1000).findsFactor(range));
    assertEquals(2, flag.looks);
  }

  private List<FactorSearch> searches() {
    return List.of(
        new FactorSearch.Deaf(),
        new FactorSearch.Countdown(flag, 1000),
        new FactorSearch.Redux(flag, 1000));
  }

  /** A flag for one thread. */
  private static final class Counted implements Flag {

    private boolean set;
    private int looks;

    @Override
    public void clear() {
      set = false;
    }

    @Override
    public void set() {
      set = true;
    }

    @Override
    public boolean isSet() {
      looks++;
      return set;
    }

    @Override
    public void close() {}
  }
}
