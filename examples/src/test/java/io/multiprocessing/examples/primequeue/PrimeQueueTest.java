package io.multiprocessing.examples.primequeue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import io.multiprocessing.examples.CommandRun;
import org.junit.jupiter.api.Test;

class PrimeQueueTest {

  @Test
  void shouldFindAllPrimesThroughEitherQueue() {
    assertRuns(3, "--queue=shared,manager", "--workers=2");
  }

  @Test
  void shouldFindAllPrimesThatAThreadFeeds() {
    assertRuns(2, "--feeder", "--queue=shared", "--workers=2");
  }

  private static void assertRuns(int expected, String... options) {
    String[] arguments = new String[options.length + 3];
    System.arraycopy(new String[] {"prime-queue", "--range=A", "--json"}, 0, arguments, 0, 3);
    System.arraycopy(options, 0, arguments, 3, options.length);
    JsonArray runs = CommandRun.of(arguments).json().getAsJsonArray("runs");

    assertEquals(expected, runs.size());
    for (JsonElement run : runs) {
      assertEquals(551, run.getAsJsonObject().get("count").getAsInt(), run.toString());
      assertTrue(run.getAsJsonObject().get("right").getAsBoolean(), run.toString());
    }
  }
}
