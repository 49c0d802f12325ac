package io.multiprocessing.examples.primes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.multiprocessing.examples.CommandRun;
import io.multiprocessing.examples.support.PrimeRange;
import io.multiprocessing.examples.support.TrialDivision;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(240) // it computes for seconds, and starts several JVMs: much longer on a busy machine
class PrimesTest {

  @Test
  void shouldFindTheSamePrimesByEveryMethod() {
    JsonObject report = run("--range", "A", "--method", "all", "--workers", "2");
    List<JsonObject> runs = runs(report);

    assertEquals(
        List.of("serial", "map", "imap", "imapUnordered", "range", "stream"),
        runs.stream().map(run -> run.get("method").getAsString()).toList());
    runs.forEach(run -> assertRun(551, run));
    assertEquals("commons-math3", report.get("checkedBy").getAsString());
  }

  @Test
  void shouldReportEachPoolAgainstTheFirst() {
    List<JsonObject> runs =
        runs(run("--range=a", "--workers=1,2", "--shuffle", "--chunk-size=100"));

    assertEquals(List.of(1, 2), runs.stream().map(run -> run.get("workers").getAsInt()).toList());
    assertEquals(1, runs.get(0).get("speedup").getAsDouble());
    assertEquals(
        runs.get(0).get("seconds").getAsDouble() / runs.get(1).get("seconds").getAsDouble(),
        runs.get(1).get("speedup").getAsDouble());
    runs.forEach(run -> assertRun(551, run));
  }

  @Test
  void shouldFindPrimesThatNoIntHolds() {
    JsonObject report =
        run("--from", "1e11", "--to", "100000001000", "--workers", "1", "--method", "range");

    assertRun(47, runs(report).get(0));
    assertEquals("BigInteger", report.get("checkedBy").getAsString());
  }

  @ParameterizedTest
  @EnumSource(PrimeRange.class)
  void shouldHaveAsManyPrimesInARangeAsTheBook(PrimeRange range) {
    long primes =
        LongStream.range(range.from, range.to).parallel().filter(TrialDivision::isPrime).count();

    assertEquals(range.primes, primes);
  }

  private static void assertRun(int count, JsonObject run) {
    assertEquals(count, run.get("count").getAsInt(), run.toString());
    assertTrue(run.get("right").getAsBoolean(), run.toString());
    assertTrue(run.get("seconds").getAsDouble() > 0, run.toString());
  }

  private static JsonObject run(String... options) {
    String[] arguments = new String[options.length + 3];
    System.arraycopy(new String[] {"primes", "--json", "--repeat=1"}, 0, arguments, 0, 3);
    System.arraycopy(options, 0, arguments, 3, options.length);
    return CommandRun.of(arguments).json();
  }

  private static List<JsonObject> runs(JsonObject report) {
    return report.get("runs").getAsJsonArray().asList().stream()
        .map(JsonElement::getAsJsonObject)
        .toList();
  }
}
