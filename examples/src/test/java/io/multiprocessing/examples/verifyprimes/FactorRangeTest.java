package io.multiprocessing.examples.verifyprimes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FactorRangeTest {

  /**
   * The book's cases, and the ranges that it shows. Its own test expects 9..17, 17..25 of the
   * fourth one, from a function that is commented out there; the one that it runs returns these.
   */
  @ParameterizedTest
  @CsvSource({
    "3, 316400222, 4, '3..79100057 79100057..158200111 158200111..237300165 237300165..316400222'",
    "21, 316400222, 4, '21..79100071 79100071..158200121 158200121..237300171 237300171..316400222'",
    "21, 316400222, 8, '21..39550047 39550047..79100071 79100071..118650097 118650097..158200121"
        + " 158200121..197750147 197750147..237300171 237300171..276850197 276850197..316400222'",
    "1, 31, 4, '1..9 9..15 15..23 23..31'",
    "1, 31, 3, '1..11 11..21 21..31'",
    "2, 11, 2, '2..7 7..11'",
    "3, 9, 1, '3..9'"
  })
  void shouldSplitAsTheBookDoes(long from, long end, int ranges, String expected) {
    String split =
        FactorRange.split(1, from, end, ranges).stream()
            .map(range -> range.from() + ".." + range.end())
            .collect(Collectors.joining(" "));

    assertEquals(expected, split);
  }
}
