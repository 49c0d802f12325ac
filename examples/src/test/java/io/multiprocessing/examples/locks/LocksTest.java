package io.multiprocessing.examples.locks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.multiprocessing.examples.CommandRun;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class LocksTest {

  @Test
  void shouldCountExactlyWithEveryKindOfCare() {
    JsonObject report =
        CommandRun.of("locks", "--json", "--workers=2", "--increments=1e5", "--file-increments=100")
            .json();
    List<JsonObject> runs =
        StreamSupport.stream(report.getAsJsonArray("runs").spliterator(), false)
            .map(JsonElement::getAsJsonObject)
            .toList();

    assertEquals(Counter.Kind.values().length, runs.size());
    for (JsonObject run : runs) {
      boolean inFile = run.get("kind").getAsString().startsWith("file");
      long expected = run.get("expected").getAsLong();
      assertEquals(inFile ? 200 : 200_000, expected);
      assertTrue(run.get("count").getAsLong() <= expected, run.toString());
      if (run.get("safe").getAsBoolean()) {
        assertEquals(expected, run.get("count").getAsLong(), run.toString());
      }
    }
    assertEquals(4, runs.stream().filter(run -> run.get("safe").getAsBoolean()).count());
  }

  @Test
  void shouldRefuseNonsense() {
    CommandRun run = CommandRun.of("locks", "--workers=0");

    assertEquals(2, run.exitCode());
    assertTrue(run.err().contains("--workers must be at least 1, but is 0"), run.err());
  }
}
