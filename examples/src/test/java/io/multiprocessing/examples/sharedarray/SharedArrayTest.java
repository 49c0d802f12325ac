package io.multiprocessing.examples.sharedarray;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import io.multiprocessing.examples.CommandRun;
import org.junit.jupiter.api.Test;

class SharedArrayTest {

  @Test
  void shouldFillEveryElementInPlace() {
    JsonObject report =
        CommandRun.of("shared-array", "--json", "--rows=1000", "--columns=1000", "--workers=1,2")
            .json();

    assertEquals(8_000_000, report.get("bytes").getAsLong());
    assertEquals(2, report.getAsJsonArray("runs").size());
    for (int i = 0; i < 2; i++) {
      JsonObject run = report.getAsJsonArray("runs").get(i).getAsJsonObject();
      assertTrue(run.get("right").getAsBoolean(), run.toString());
      JsonObject items = run.getAsJsonObject("itemsOfPid");
      assertEquals(
          1_000_000, items.keySet().stream().mapToLong(pid -> items.get(pid).getAsLong()).sum());
      assertTrue(!items.has(run.get("parentPid").getAsString()), "filled by the parent: " + items);
    }
  }

  @Test
  void shouldSayWhatDoesNotFit() {
    CommandRun run = CommandRun.of("shared-array", "--rows=1e7", "--columns=1e9");

    assertEquals(2, run.exitCode());
    assertTrue(run.err().contains("free"), run.err());
  }
}
