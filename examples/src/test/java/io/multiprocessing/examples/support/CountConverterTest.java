package io.multiprocessing.examples.support;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CountConverterTest {

  @ParameterizedTest
  @ValueSource(strings = {"100000000", "100_000_000", "1e8", "1E8", "1e+8", "0.1e9"})
  void shouldReadLargeNumbersAsPeopleWriteThem(String text) {
    assertEquals(100_000_000, new CountConverter().convert(text));
  }
}
