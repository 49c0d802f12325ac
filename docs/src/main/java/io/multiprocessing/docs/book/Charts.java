package io.multiprocessing.docs.book;

import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** The two kinds of drawings on the page. */
final class Charts {

  private static final int WIDTH = 800;
  private static final int HEIGHT = 380;

  private Charts() {}

  /**
   * What is drawn in one color.
   *
   * @param name what it is
   * @param x where, if that matters
   * @param y how much; a null is left out
   */
  record Series(String name, List<? extends Number> x, List<? extends Number> y) {

    /** Returns a line across, as it depends on no x. */
    static Series level(String name, List<? extends Number> x, double y) {
      return new Series(name, List.of(x.get(0), x.get(x.size() - 1)), List.of(y, y));
    }

    private boolean isLevel() {
      return x.size() == 2 && y.get(0).equals(y.get(1));
    }
  }

  /** Draws bars side by side. */
  static Picture bars(
      String name, String title, String yTitle, List<String> categories, List<Series> series) {
    CategoryChart chart =
        new CategoryChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(title)
            .yAxisTitle(yTitle)
            .build();
    style(chart.getStyler());
    for (Series each : series) {
      chart.addSeries(each.name(), categories, new ArrayList<>(each.y()));
    }
    return new Picture(name, chart, categories + " " + series);
  }

  /** What goes from left to right, and whether evenly or by its logarithm. */
  record Axis(String title, boolean logarithmic) {}

  /** Draws lines. */
  static Picture lines(String name, String title, Axis x, String yTitle, List<Series> series) {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(title)
            .xAxisTitle(x.title())
            .yAxisTitle(yTitle)
            .build();
    style(chart.getStyler());
    chart.getStyler().setXAxisLogarithmic(x.logarithmic());
    chart.getStyler().setYAxisMin(0.0);
    for (Series each : series) {
      var drawn = chart.addSeries(each.name(), each.x(), each.y());
      if (each.isLevel()) {
        drawn.setMarker(SeriesMarkers.NONE).setLineStyle(SeriesLines.DASH_DASH);
      }
    }
    return new Picture(name, chart, series.toString());
  }

  private static void style(AxesChartStyler styler) {
    styler.setChartBackgroundColor(Color.WHITE);
    styler.setPlotBorderVisible(false);
    styler.setLegendBorderColor(Color.WHITE);
    styler.setLegendPosition(LegendPosition.OutsideE);
    styler.setYAxisDecimalPattern("0.###");
  }
}
