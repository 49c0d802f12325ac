package io.multiprocessing.examples.support;

import java.util.List;

/** Numbers of workers to compare where none are asked for. */
public final class Cores {

  private Cores() {}

  /** Returns the number of cores. */
  public static int all() {
    return Runtime.getRuntime().availableProcessors();
  }

  /** Returns 1 and the number of cores. */
  public static List<Integer> oneAndAll() {
    return all() == 1 ? List.of(1) : List.of(1, all());
  }
}
