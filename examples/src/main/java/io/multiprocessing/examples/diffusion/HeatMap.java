package io.multiprocessing.examples.diffusion;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;

/** Draws a field as a picture: black is the least of it, then red, yellow, and white the most. */
final class HeatMap {

  private static final int MAX_PIXELS = 1024;

  private HeatMap() {}

  /** Draws the field into a file; a large one a point for several, a small one as it is. */
  static void save(double[][] field, Path png) {
    int points = (field.length + MAX_PIXELS - 1) / MAX_PIXELS; // for one pixel, each way
    int pixels = field.length / points;
    double most = Arrays.stream(field).flatMapToDouble(Arrays::stream).max().orElseThrow();
    double least = Arrays.stream(field).flatMapToDouble(Arrays::stream).min().orElseThrow();
    BufferedImage image = new BufferedImage(pixels, pixels, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < pixels; i++) {
      for (int j = 0; j < pixels; j++) {
        image.setRGB(j, i, color((field[i * points][j * points] - least) / (most - least)));
      }
    }
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      ImageIO.write(image, "png", bytes);
      Files.write(png, bytes.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(png + " cannot be written", e);
    }
  }

  /** Returns the colour of a number from 0 to 1: red, green and blue come one after the other. */
  private static int color(double heat) {
    return part(3 * heat) << 16 | part(3 * heat - 1) << 8 | part(3 * heat - 2);
  }

  private static int part(double share) {
    return (int) (255 * Math.max(0, Math.min(1, share)));
  }
}
