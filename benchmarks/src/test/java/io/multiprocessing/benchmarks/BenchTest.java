package io.multiprocessing.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command, with real processes on both sides, or on ours alone where there is no Python. */
class BenchTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir private Path folder;

  @Test
  void shouldMeasureARow() throws IOException {
    Path json = folder.resolve("results.json");
    Path text = folder.resolve("results.txt");

    int exitCode =
        bench(
            "apply-roundtrip",
            "--rounds=1",
            "--warm-up=0",
            "--round=0",
            "--json=" + json,
            "--text=" + text);

    assertEquals(0, exitCode, err::toString);
    assertEquals(out.toString(), Files.readString(text));
    JsonObject results = JsonParser.parseString(Files.readString(json)).getAsJsonObject();
    for (String key : List.of("machine", "jdk", "python", "rows")) {
      assertTrue(results.has(key), key);
    }
    JsonArray rows = results.getAsJsonArray("rows");
    assertEquals(1, rows.size());
    JsonObject row = rows.get(0).getAsJsonObject();
    assertEquals("apply-roundtrip", row.get("name").getAsString());
    assertEquals("us/call", row.get("unit").getAsString());
    double ours = row.get("ours").getAsDouble();
    assertTrue(ours > 0);
    if (!row.get("theirs").isJsonNull()) {
      double ratio = row.get("theirs").getAsDouble() / ours;
      assertEquals(ratio, row.get("ratio").getAsDouble(), 1e-9 * ratio);
    }
  }

  @Test
  void shouldGoOnWithoutPython() throws IOException {
    Sides sides = new Sides(Path.of("python", "side.py"), Optional.empty());

    Measured measured =
        new Contest(sides, 1, 0, 0).measure(Rows.named(List.of("pool-close")).get(0));

    assertTrue(measured.oursSeconds() > 0);
    assertTrue(Double.isNaN(measured.ratio()));
    assertTrue(Table.line(measured).contains(" - "), Table.line(measured));
  }

  @Test
  void shouldRefuseARowThatDoesNotExist() {
    assertEquals(2, bench("no-such-row"));
    assertTrue(err.toString().contains("no-such-row"), err::toString);
  }

  /**
   * All rows at once take longer than a test may; so they are only asked whether they are there.
   */
  @Test
  void shouldListEveryRowInAGroup() {
    assertEquals(0, bench("--list"));
    for (Row row : Rows.ALL) {
      assertTrue(out.toString().contains(row.name()), row.name());
    }
  }

  private int bench(String... arguments) {
    return Main.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }
}
