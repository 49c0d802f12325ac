package io.multiprocessing.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What is made of the rounds. */
class MeasuredTest {

  private static final Row ROW =
      Row.perOperation("group", "row", 1_000, "item", Unit.MICROS).atLeast(4);

  @Test
  void shouldDivideTheMedians() {
    Measured measured = measured(new Round(1, 9), new Round(2, 8), new Round(30, 7));

    assertEquals(2, measured.oursSeconds());
    assertEquals(8, measured.theirsSeconds());
    assertEquals(4, measured.ratio());
  }

  @Test
  void shouldTakeTheMiddleOfAnEvenNumberOfRounds() {
    assertEquals(2.5, measured(new Round(1, 1), new Round(4, 1)).oursSeconds());
  }

  @Test
  void shouldShowTheWorstAndTheBestRound() {
    Measured measured = measured(new Round(1, 9), new Round(2, 8), new Round(30, 15));

    assertEquals(0.5, measured.worstRatio());
    assertEquals(9, measured.bestRatio());
  }

  @Test
  void shouldSayWhetherTheBarIsHeld() {
    assertTrue(measured(new Round(1, 4)).holds());
    assertFalse(measured(new Round(1, 3.9)).holds());
    assertTrue(measured(new Round(1, Double.NaN)).holds(), "nobody to compare with");
  }

  @Test
  void shouldPrintTheTimeOfOneOperation() {
    String line = Table.line(measured(new Round(0.002, 0.008)));

    assertEquals("row 2.00 8.00 us/item 4.00 x 4.00 x .. 4.00 x 4 x", line.replaceAll(" +", " "));
  }

  private static Measured measured(Round... rounds) {
    return new Measured(ROW, List.of(rounds));
  }
}
