package io.multiprocessing.examples.support;

import java.awt.Color;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.knowm.xchart.ChartEncoder;
import org.knowm.xchart.internal.chartpart.IChart;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler.LegendPosition;
import picocli.CommandLine.Option;

/** The files that an example draws into, if it is asked to. Needs no screen. */
public final class Picture {

  @Option(names = "--png", paramLabel = "FILE", description = "Draw the times into this file.")
  private Path png;

  @Option(names = "--svg", paramLabel = "FILE", description = "The same as vector graphics.")
  private Path svg;

  /** Complains before anything is measured for a file that cannot be written. */
  public void check(Output output) {
    checkFile("--png", png, output);
    checkFile("--svg", svg, output);
  }

  /** Complains of a file that cannot be written. */
  public static void checkFile(String option, Path file, Output output) {
    if (file == null) {
      return;
    }
    Path folder = file.toAbsolutePath().getParent();
    output.require(!Files.isDirectory(file), option + ": " + file + " is a folder");
    output.require(Files.isDirectory(folder), option + ": there is no folder " + folder);
    output.require(
        Files.isWritable(Files.exists(file) ? file : folder),
        option + ": " + file + " cannot be written");
  }

  /** Gives a chart the looks of all our charts. */
  public static void style(AxesChartStyler styler) {
    styler.setChartBackgroundColor(Color.WHITE);
    styler.setPlotBorderVisible(false);
    styler.setLegendBorderColor(Color.WHITE);
    styler.setLegendPosition(LegendPosition.OutsideE);
    styler.setYAxisDecimalPattern("0.0##");
  }

  /** Draws the chart into the files asked for; the suffix goes before the dot of their names. */
  public void save(IChart chart, String suffix) {
    System.setProperty("java.awt.headless", "true");
    save(chart, png, suffix, "png");
    save(chart, svg, suffix, "svg");
  }

  private static void save(IChart chart, Path file, String suffix, String format) {
    if (file == null) {
      return;
    }
    Path target = withSuffix(file, suffix);
    try (OutputStream out = Files.newOutputStream(target)) {
      ChartEncoder.saveChart(chart, out, format);
    } catch (IOException e) {
      throw new UncheckedIOException(target + " cannot be written", e);
    }
  }

  private static Path withSuffix(Path file, String suffix) {
    String name = file.getFileName().toString();
    int dot = name.lastIndexOf('.') < 0 ? name.length() : name.lastIndexOf('.');
    return file.resolveSibling(name.substring(0, dot) + suffix + name.substring(dot));
  }
}
