package io.multiprocessing.examples.support;

import java.util.List;
import picocli.CommandLine.Option;

/** The sizes of pools that an example compares. */
public final class PoolSizes {

  @Option(
      names = "--workers",
      paramLabel = "N",
      split = ",",
      description = "Sizes of the pools to compare, as 1,2,4. Default: 1 and the number of cores")
  private List<Integer> workers = Cores.oneAndAll();

  /** Returns them, in the order given. */
  public List<Integer> all() {
    return workers;
  }

  /** Complains of a pool without a worker. */
  public void check(Output output) {
    workers.forEach(number -> output.requireAtLeastOne("--workers", number));
  }
}
