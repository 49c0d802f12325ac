package io.multiprocessing.examples.chunksize;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.multiprocessing.examples.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(240) // it computes for seconds, and starts several JVMs: much longer on a busy machine
class ChunkSizeTest {

  @Test
  void shouldMeasureEverySizeInEveryShape(@TempDir Path folder) throws IOException {
    JsonObject report = run(folder, "--shape=random,primes,uniform,skewed");

    List<JsonObject> runs = objects(report, "runs");
    assertEquals(
        List.of("random", "primes", "uniform", "skewed"),
        runs.stream().map(run -> run.get("shape").getAsString()).toList());
    assertEquals(
        List.of(2000, 100_000, 2000, 2000),
        runs.stream().map(run -> run.get("items").getAsInt()).toList());
    assertEquals(
        List.of("fixed 50", "fixed 500", "number 666", "python 250", "automatic"),
        points(runs.get(0)));
    assertEquals(
        List.of("fixed 50", "fixed 500", "python 12500", "automatic"), points(runs.get(1)));
    runs.forEach(ChunkSizeTest::assertDuel);
    assertPictures(folder);
    List<String> lines = Files.readAllLines(folder.resolve("times.csv"));
    assertEquals("shape,chunking,number,chunk_size,seconds", lines.get(0));
    assertEquals(1 + 5 + 3 * 4, lines.size());
    assertTrue(lines.get(3).matches("random,number,3,666,[0-9]+\\.[0-9]+"), lines.get(3));
  }

  @Test
  void shouldPrintOneRowForEachSize() {
    CommandRun run =
        CommandRun.of(
            "chunk-size",
            "--shape=uniform",
            "--items=1000",
            "--sizes=7,70",
            "--numbers=2",
            "--repeat=1",
            "--statistic=median");

    assertEquals(0, run.exitCode(), run.err());
    assertEquals("", run.err()); // nobody watches, so no progress bar
    assertEquals(1, run.out().lines().filter(line -> line.startsWith("70 ")).count(), run.out());
    assertEquals(1, run.out().lines().filter(line -> line.startsWith("ratio ")).count());
  }

  private static JsonObject run(Path folder, String shapes) {
    return CommandRun.of(
            "chunk-size",
            shapes,
            "--items=2000",
            "--sizes=50,500",
            "--numbers=3",
            "--workers=2",
            "--repeat=1",
            "--csv=" + folder.resolve("times.csv"),
            "--png=" + folder.resolve("times.png"),
            "--svg=" + folder.resolve("times.svg"),
            "--json")
        .json();
  }

  private static void assertDuel(JsonObject run) {
    double best = run.get("bestSeconds").getAsDouble();
    double automatic = run.get("automaticSeconds").getAsDouble();
    assertTrue(List.of(50, 500).contains(run.get("bestSize").getAsInt()), run.toString());
    assertTrue(best > 0, run.toString());
    assertEquals(automatic / best, run.get("ratio").getAsDouble(), run.toString());
  }

  private static void assertPictures(Path folder) throws IOException {
    for (String name : List.of("times", "times-numbers")) {
      assertEquals(900, ImageIO.read(folder.resolve(name + ".png").toFile()).getWidth());
      assertTrue(Files.readString(folder.resolve(name + ".svg")).contains("<svg"));
    }
  }

  private static List<String> points(JsonObject run) {
    List<JsonObject> points = objects(run, "points");
    points.forEach(point -> assertFalse(point.get("allSeconds").getAsJsonArray().isEmpty()));
    return points.stream()
        .map(
            point ->
                point.get("chunking").getAsString()
                    + (point.has("chunkSize") ? " " + point.get("chunkSize") : ""))
        .toList();
  }

  private static List<JsonObject> objects(JsonObject object, String list) {
    return object.get(list).getAsJsonArray().asList().stream()
        .map(JsonElement::getAsJsonObject)
        .toList();
  }
}
