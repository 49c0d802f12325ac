package io.multiprocessing.examples.verifyprimes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.multiprocessing.examples.CommandRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(240) // it computes for seconds, and starts several JVMs: much longer on a busy machine
class VerifyPrimesTest {

  @Test
  void shouldAnswerRightInEveryVariant(@TempDir Path folder) throws IOException {
    Path picture = folder.resolve("times.png");

    // looks so rarely that Redis and the manager take no longer than the others
    CommandRun run =
        CommandRun.of(
            "verify-primes", "--repeat=1", "--check-every=1000000", "--json", "--png=" + picture);

    List<JsonObject> runs = runs(run.json());
    assertEquals(5 * VerifyVariant.values().length, runs.size());
    for (JsonObject entry : runs) {
      boolean prime = entry.get("prime").getAsBoolean();
      long number = entry.get("number").getAsLong();
      assertEquals(VerifyVariant.NUMBERS.indexOf(number) >= 3, prime, entry.toString());
      assertTrue(entry.get("right").getAsBoolean(), entry.toString());
      assertTrue(entry.get("seconds").getAsDouble() > 0, entry.toString());
      assertEquals(3, entry.get("bookSeconds").getAsJsonArray().size(), entry.toString());
    }
    assertEquals(
        Arrays.stream(VerifyVariant.values()).map(VerifyVariant::toString).toList(),
        runs.stream().map(entry -> entry.get("variant").getAsString()).distinct().toList());
    assertEquals(900, ImageIO.read(picture.toFile()).getWidth());
    assertTrue(run.err().contains("the book, edition 3"), run.err());
  }

  @Test
  void shouldUseTheRedisServerItIsTold() {
    try (EmbeddedRedis server = EmbeddedRedis.start()) {
      JsonObject report =
          CommandRun.of(
                  "verify-primes",
                  "--variants=redis",
                  "--redis=" + server.url(),
                  "--numbers=100000980001501,112272535095293", // two factors of about 1e7; a prime
                  "--workers=2",
                  "--repeat=2",
                  "--json")
              .json();

      List<JsonObject> runs = runs(report);
      assertFalse(runs.get(0).get("prime").getAsBoolean());
      assertEquals(2, runs.get(0).getAsJsonArray("allStopMillis").size(), report.toString());
      assertTrue(runs.get(0).get("stopMillis").getAsDouble() >= 0, report.toString());
      assertTrue(runs.get(1).get("prime").getAsBoolean());
      assertFalse(runs.get(1).has("stopMillis"), report.toString());
      assertFalse(runs.get(1).has("bookSeconds"), "none of the book's numbers");
    }
  }

  @Test
  void shouldVerifySmallNumbersWithoutWorkers() {
    JsonObject report =
        CommandRun.of(
                "verify-primes",
                "--variants=serial,less-naive-pool",
                "--numbers=3,4,9,23,25,437,1024,7919",
                "--repeat=1",
                "--json")
            .json();

    List<JsonObject> runs = runs(report);
    List<Boolean> expected = List.of(true, false, false, true, false, false, false, true);
    List<Boolean> answers = runs.stream().map(run -> run.get("prime").getAsBoolean()).toList();
    assertEquals(expected, answers.subList(0, 8));
    assertEquals(expected, answers.subList(8, 16));
  }

  private static List<JsonObject> runs(JsonObject report) {
    return report.get("runs").getAsJsonArray().asList().stream()
        .map(JsonElement::getAsJsonObject)
        .toList();
  }
}
