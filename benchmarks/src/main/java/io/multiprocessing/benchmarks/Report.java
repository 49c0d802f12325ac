package io.multiprocessing.benchmarks;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.util.List;

/**
 * The results for programs.
 *
 * @param machine where it was measured
 * @param jdk on which JDK
 * @param python against which Python; null if there is none
 * @param rows what came of it
 */
record Report(String machine, String jdk, String python, List<Line> rows) {

  private static final Gson GSON =
      new GsonBuilder().disableHtmlEscaping().serializeNulls().setPrettyPrinting().create();

  /**
   * A row. The first five say what it is about.
   *
   * @param name the name of the row
   * @param ours the median of our times
   * @param theirs the median of theirs; null if nobody was there
   * @param unit the unit of both
   * @param ratio theirs divided by ours: more than 1 means that we are ahead; null as above
   * @param worstRatio of a round
   * @param bestRatio of a round
   * @param bar what the ratio should be at least; null if the row only reports
   * @param rounds how many there were
   */
  record Line(
      String name,
      Double ours,
      Double theirs,
      String unit,
      Double ratio,
      Double worstRatio,
      Double bestRatio,
      Double bar,
      int rounds) {

    static Line of(Measured measured) {
      Row row = measured.row();
      return new Line(
          row.name(),
          row.perOperation(measured.oursSeconds()),
          orNull(row.perOperation(measured.theirsSeconds())),
          row.unitText(),
          orNull(measured.ratio()),
          orNull(measured.worstRatio()),
          orNull(measured.bestRatio()),
          row.bar() == 0 ? null : row.bar(),
          measured.rounds().size());
    }

    private static Double orNull(double value) {
      return Double.isNaN(value) ? null : value;
    }
  }

  String json() {
    return GSON.toJson(this);
  }
}
