package io.multiprocessing.failures;

import io.multiprocessing.Pool;
import java.util.List;

/**
 * Starts a pool in its static initializer, with tasks that need this class: each worker would start
 * a pool, each of whose workers would start a pool.
 */
final class ForkBombMain {

  private static final Pool POOL = Pool.create(2);

  private ForkBombMain() {}

  public static void main(String[] args) {
    try (POOL) {
      System.out.println("result " + POOL.map(ForkBombMain::next, List.of(1, 2, 3)));
    }
  }

  private static int next(int number) {
    return number + 1;
  }
}
