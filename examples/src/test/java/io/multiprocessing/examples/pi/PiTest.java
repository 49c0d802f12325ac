package io.multiprocessing.examples.pi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.multiprocessing.examples.CommandRun;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PiTest {

  @Test
  void shouldGiveTheSameEstimateForAnyWorkersBlocksAndChunks() {
    List<JsonObject> few = runs("--samples", "3_000_000", "--block", "50000", "--workers", "1,2");
    List<JsonObject> odd =
        runs("--samples", "3e6", "--block", "31_007", "--chunk-size", "7", "--workers", "2");
    List<JsonObject> one = runs("--samples", "3000000", "--block", "1e7", "--workers", "1");
    List<JsonObject> otherSeed = runs("--samples", "3000000", "--seed", "43", "--workers", "1");

    double pi = pi(few.get(0));
    assertEquals(pi, pi(few.get(1)));
    assertEquals(pi, pi(odd.get(0)));
    assertEquals(pi, pi(one.get(0)));
    assertNotEquals(pi, pi(otherSeed.get(0)));
  }

  @Test
  void shouldReportEachPoolWithItsErrorsAndProcesses() {
    JsonObject report =
        CommandRun.of("pi", "--samples", "3e7", "--block", "2e5", "--workers", "1,2", "--json")
            .json();
    List<JsonObject> runs = objects(report);

    assertEquals("pi", report.get("example").getAsString());
    assertEquals(30_000_000, report.get("samples").getAsLong());
    assertEquals(42, report.get("seed").getAsLong());
    assertEquals(List.of(1, 2), runs.stream().map(r -> r.get("workers").getAsInt()).toList());
    assertEquals(1, runs.get(0).get("speedup").getAsDouble());
    runs.forEach(PiTest::assertPlausible);
    assertProcesses(report, runs);
  }

  private static void assertPlausible(JsonObject run) {
    double standardError = Math.sqrt(Math.PI * (4 - Math.PI) / 3e7);
    double low = run.get("low99").getAsDouble();
    double high = run.get("high99").getAsDouble();
    assertEquals(standardError, run.get("stderr").getAsDouble(), standardError / 100);
    assertEquals(2 * 2.5758 * standardError, high - low, standardError / 100);
    assertEquals(pi(run), (low + high) / 2, standardError / 100);
    assertTrue(low <= Math.PI && Math.PI <= high, run.toString()); // of this seed: no chance in it
    assertTrue(run.get("seconds").getAsDouble() > 0, run.toString());
    assertEquals(7, run.get("allSeconds").getAsJsonArray().size());
  }

  private static void assertProcesses(JsonObject report, List<JsonObject> runs) {
    Set<Long> different = new HashSet<>(Set.of(report.get("parentPid").getAsLong()));
    for (JsonObject run : runs) {
      List<Long> pids =
          run.get("pids").getAsJsonArray().asList().stream().map(JsonElement::getAsLong).toList();
      assertEquals(run.get("workers").getAsInt(), pids.size(), report.toString());
      different.addAll(pids);
    }
    assertEquals(1 + 1 + 2, different.size(), report.toString());
  }

  @Test
  void shouldPrintOneRowForEachPool() {
    CommandRun run = CommandRun.of("pi", "--samples", "1e6", "--workers", "1,2", "--repeat", "1");

    assertEquals(0, run.exitCode(), run.err());
    assertEquals("", run.err()); // nobody watches, so no progress bar
    assertEquals(2, run.out().lines().filter(line -> line.contains(" .. ")).count(), run.out());
  }

  @Test
  void shouldGiveTheSameEstimateByAnyMethodAndInVectors() {
    List<JsonObject> all =
        runs("--samples", "3_000_017", "--block", "1e5", "--workers", "1,2", "--method", "all");
    JsonObject vectorized =
        CommandRun.of(
                "pi-vectorized",
                "--samples=3000017",
                "--workers=2",
                "--method=processes",
                "--repeat=1",
                "--json")
            .json();

    assertEquals(
        List.of("serial", "threads", "threads", "processes", "processes", "stream"),
        all.stream().map(run -> run.get("method").getAsString()).toList());
    double pi = pi(objects(vectorized).get(0));
    all.forEach(run -> assertEquals(pi, pi(run), run.toString()));
  }

  private static List<JsonObject> runs(String... options) {
    String[] arguments = new String[options.length + 4];
    System.arraycopy(new String[] {"pi", "--json", "--repeat", "1"}, 0, arguments, 0, 4);
    System.arraycopy(options, 0, arguments, 4, options.length);
    return objects(CommandRun.of(arguments).json());
  }

  private static List<JsonObject> objects(JsonObject report) {
    return report.get("runs").getAsJsonArray().asList().stream()
        .map(JsonElement::getAsJsonObject)
        .toList();
  }

  private static double pi(JsonObject run) {
    return run.get("pi").getAsDouble();
  }
}
