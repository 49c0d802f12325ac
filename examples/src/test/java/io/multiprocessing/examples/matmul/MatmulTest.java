package io.multiprocessing.examples.matmul;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import io.multiprocessing.examples.CommandRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MatmulTest {

  @ParameterizedTest
  @CsvSource({"96, 32", "100, 32", "7, 64", "1, 4"})
  void shouldMultiplyMatricesWhetherOrNotBlocksDivideThem(int size, int block) {
    JsonObject report = run(size, block, "--workers=2");

    assertEquals(size, report.get("checkedRows").getAsInt());
    assertRight(report.getAsJsonArray("runs").get(0).getAsJsonObject());
  }

  @Test
  void shouldCheckASampleOfRowsOfALargeMatrix() {
    JsonObject report = run(1100, 128, "--workers=1,2");

    assertEquals(64, report.get("checkedRows").getAsInt());
    assertEquals(2, report.getAsJsonArray("runs").size());
    report.getAsJsonArray("runs").forEach(run -> assertRight(run.getAsJsonObject()));
  }

  private static JsonObject run(int size, int block, String workers) {
    String[] options = {"--size=" + size, "--block=" + block, workers, "--repeat=1", "--json"};
    return CommandRun.of("matmul", options[0], options[1], options[2], options[3], options[4])
        .json();
  }

  private static void assertRight(JsonObject run) {
    assertTrue(run.get("right").getAsBoolean(), run.toString());
    assertTrue(run.get("largestError").getAsDouble() <= 1e-9, run.toString());
    assertTrue(run.get("gflops").getAsDouble() > 0, run.toString());
  }
}
