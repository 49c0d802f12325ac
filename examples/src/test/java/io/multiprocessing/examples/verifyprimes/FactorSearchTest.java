package io.multiprocessing.examples.verifyprimes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class FactorSearchTest {

  private static final long FACTOR = 10_007;
  private static final long NUMBER = FACTOR * 10_009;

  private final Counted flag = new Counted();

  @Test
  void shouldFindTheFactorInItsRangeOnly() throws Exception {
    for (FactorSearch search : searches()) {
      assertTrue(findsFactor(search, 21, FACTOR + 1), search.toString());
      flag.clear();
      assertFalse(findsFactor(search, 21, FACTOR), search.toString());
      assertFalse(flag.set, search.toString());
      assertFalse(findsFactor(search, FACTOR + 4, 40_001), search.toString());
    }
  }

  @Test
  void shouldTellTheOthersAfterNotingWhen() throws Exception {
    for (FactorSearch search : searches().subList(1, 3)) {
      flag.clear();
      FactorSearch.Part part = search.apply(new FactorRange(NUMBER, 9_001, 11_001));
      assertTrue(flag.set, search.toString());
      assertTrue(part.foundNanos() <= flag.setNanos, search.toString());
      assertTrue(flag.setNanos <= part.endNanos(), search.toString());
    }
  }

  @Test
  void shouldLookAtTheFlagAsOftenAsTheBook() throws Exception {
    findsFactor(new FactorSearch.Countdown(flag, 1000), 21, 10_001); // 4990 candidates
    assertEquals(4, flag.looks);
    findsFactor(new FactorSearch.Redux(flag, 1000), 21, 10_001); // once for 500 of them
    assertEquals(4 + 10, flag.looks);
  }

  @Test
  void shouldStopAtTheFirstLookIfAnotherHasFound() throws Exception {
    flag.set();

    for (FactorSearch search : searches().subList(1, 3)) {
      FactorSearch.Part part = search.apply(new FactorRange(NUMBER, 21, 10_001));
      assertTrue(part.factor(), search.toString());
      assertNull(part.foundNanos(), search.toString());
    }
    assertEquals(2, flag.looks);
  }

  private static boolean findsFactor(FactorSearch search, long from, long end) throws Exception {
    return search.apply(new FactorRange(NUMBER, from, end)).factor();
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
    private long setNanos;
    private int looks;

    @Override
    public void clear() {
      set = false;
    }

    @Override
    public void set() {
      set = true;
      setNanos = System.nanoTime();
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
