package io.multiprocessing.examples.diffusion;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import io.multiprocessing.examples.CommandRun;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiffusionTest {

  @Test
  void shouldComputeWhatOneThreadDoes(@TempDir Path folder) throws IOException {
    Path png = folder.resolve("field.png");

    JsonArray runs =
        CommandRun.of(
                "diffusion", "--size=50", "--steps=21", "--workers=1,3", "--json", "--png=" + png)
            .json()
            .getAsJsonArray("runs");

    assertEquals(3, runs.size());
    for (JsonElement run : runs) {
      assertTrue(run.getAsJsonObject().get("right").getAsBoolean(), run.toString());
    }
    BufferedImage picture = ImageIO.read(png.toFile());
    assertEquals(50, picture.getWidth());
    assertNotEquals(picture.getRGB(0, 0), picture.getRGB(22, 22));
  }

  @Test
  void shouldLoseNoHeat() {
    double[][] begin = Heat.begin(20);
    double[][] end = Heat.serial(begin, 100);

    assertEquals(sum(begin), sum(end), 1e-12);
    assertTrue(end[0][0] > 0, "heat did not reach the corner");
    assertTrue(end[9][9] < 1, "heat did not leave the middle");
  }

  @Test
  void shouldHaveNoEdge() {
    double[] result = new double[3];
    Heat.row(new double[3], new double[] {1, 0, 0}, new double[3], result);

    assertArrayEquals(new double[] {0.6, 0.1, 0.1}, result, 1e-15);
  }

  private static double sum(double[][] grid) {
    return Arrays.stream(grid).flatMapToDouble(Arrays::stream).sum();
  }
}
