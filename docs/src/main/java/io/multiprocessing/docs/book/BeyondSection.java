package io.multiprocessing.docs.book;

import java.util.List;
import java.util.stream.Stream;

/** What is not in the book's chapter: matrices, heat, and tasks that crash. */
final class BeyondSection {

  /** What the example reports of one pool that multiplies. */
  record Product(int workers, double seconds, double gflops, boolean right) {}

  /** What the example reports of all. */
  record ProductReport(int size, int block, String checkedBy, List<Product> runs) {}

  /** What the example reports of one run of the heat equation; the serial one has no worker. */
  record Heat(int workers, double seconds, double microsPerStep, double speedup, boolean right) {

    private String label() {
      return workers == 0 ? "serial" : String.valueOf(workers);
    }
  }

  /** What the example reports of all. */
  record HeatReport(int size, int steps, List<Heat> runs) {

    private Heat last() {
      return runs.get(runs.size() - 1);
    }
  }

  /** What came back of one task that may crash. */
  record Item(String item, boolean good, boolean ok, String value, String type, String message) {}

  /** What the example reports of all. */
  record IsolationReport(
      long crashedWorkers,
      long killedWorkers,
      boolean goodItemsRight,
      boolean poolWorksAfterwards,
      List<Item> runs) {}

  private BeyondSection() {}

  static void add(Chapter chapter) {
    ProductReport product = chapter.report(Recording.MATMUL, ProductReport.class);
    chapter.table("matmul", table(product));
    chapter.found("matmul", found(product, chapter.result(Recording.MATMUL)));
    HeatReport small = chapter.report(Recording.DIFFUSION, HeatReport.class);
    HeatReport large = chapter.report(Recording.DIFFUSION_LARGE, HeatReport.class);
    chapter.table("diffusion", table(small, large));
    chapter.found("diffusion", found(small, large, chapter.result(Recording.DIFFUSION)));
    IsolationReport isolation = chapter.report(Recording.ISOLATION, IsolationReport.class);
    chapter.table("isolation", table(isolation));
    chapter.found("isolation", found(isolation));
  }

  private static Table table(ProductReport report) {
    Table table = new Table("workers", "seconds", "GFLOP/s");
    for (Product run : report.runs()) {
      table.row(
          String.valueOf(run.workers()),
          Figures.secondsAndTimes(run.seconds(), report.runs().get(0).seconds()),
          Figures.format("%.1f", run.gflops()));
    }
    return table;
  }

  private static List<Finding> found(ProductReport report, Recorded result) {
    Product last = report.runs().get(report.runs().size() - 1);
    double times = report.runs().get(0).seconds() / last.seconds();
    return List.of(
        Finding.when(
            report.runs().stream().allMatch(Product::right)
                && result.bearsOut(last.workers() == 1 || times > 1.3),
            "Two matrices of %d × %d in blocks of %d: %d workers are %s as fast as one. Every product is as"
                + " %s has it.",
            report.size(),
            report.size(),
            report.block(),
            last.workers(),
            Figures.times(times),
            report.checkedBy()));
  }

  private static Table table(HeatReport... reports) {
    Table table = new Table("grid", "steps", "workers", "seconds", "µs for a step");
    for (HeatReport report : reports) {
      for (Heat run : report.runs()) {
        table.row(
            report.size() + " × " + report.size(),
            String.valueOf(report.steps()),
            run.label(),
            Figures.secondsAndTimes(run.seconds(), report.runs().get(0).seconds()),
            Figures.format("%,.0f", run.microsPerStep()));
      }
    }
    return table;
  }

  private static List<Finding> found(HeatReport small, HeatReport large, Recorded result) {
    boolean right =
        Stream.concat(small.runs().stream(), large.runs().stream()).allMatch(Heat::right);
    return List.of(
        Finding.when(right, "Every pool has computed the same numbers as one thread, bit by bit."),
        Finding.when(
            result.bearsOut(small.last().speedup() < large.last().speedup()),
            "On the small grid %d workers are %s as fast as one thread on plain arrays, on the large one %s.",
            small.last().workers(),
            Figures.times(small.last().speedup()),
            Figures.times(large.last().speedup())));
  }

  private static Table table(IsolationReport report) {
    Table table = new Table("the task is to", "what came back");
    for (Item item : report.runs()) {
      table.row(item.item(), item.ok() ? item.value() : "`" + item.type() + "`: " + item.message());
    }
    return table;
  }

  private static List<Finding> found(IsolationReport report) {
    boolean right =
        report.goodItemsRight()
            && report.poolWorksAfterwards()
            && report.runs().stream().allMatch(item -> item.good() == item.ok());
    return List.of(
        Finding.when(
            right,
            "%d workers died and %d had to be killed. Each of the %d bad tasks cost its own item; the %d good"
                + " ones have their results, and the pool went on.",
            report.crashedWorkers(),
            report.killedWorkers(),
            report.runs().stream().filter(item -> !item.good()).count(),
            report.runs().stream().filter(Item::good).count()));
  }
}
