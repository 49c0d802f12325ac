package io.multiprocessing.examples.support;

import java.math.BigDecimal;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a number of things as people write large ones: 100000000, 100_000_000 or 1e8. */
public final class CountConverter implements ITypeConverter<Long> {

  @Override
  public Long convert(String text) {
    try {
      return new BigDecimal(text.replace("_", "")).longValueExact();
    } catch (ArithmeticException | NumberFormatException e) {
      throw new TypeConversionException(
          "'" + text + "' is not a whole number such as 100000000, 100_000_000 or 1e8");
    }
  }
}
