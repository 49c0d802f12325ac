package io.multiprocessing.examples.verifyprimes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.multiprocessing.examples.support.TrialDivision;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WarmNumbersTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 8})
  void shouldHaveANumberForEachWorkerWithAFactorInItsRangeOnly(int workers) {
    List<Long> numbers = WarmNumbers.of(workers);

    assertEquals(1 + workers, numbers.size());
    assertEquals(List.of(), finders(numbers.get(0), workers));
    for (int worker = 0; worker < workers; worker++) {
      assertEquals(List.of(worker), finders(numbers.get(1 + worker), workers));
    }
  }

  private static List<Integer> finders(long number, int workers) {
    assertFalse(TrialDivision.hasFactor(number, 3, PoolVerifier.CHEAP_END));
    List<FactorRange> ranges =
        FactorRange.split(number, PoolVerifier.CHEAP_END, TrialDivision.end(number), workers);
    return ranges.stream()
        .filter(range -> TrialDivision.hasFactor(number, range.from(), range.end()))
        .map(ranges::indexOf)
        .toList();
  }
}
