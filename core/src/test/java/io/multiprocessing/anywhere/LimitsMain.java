package io.multiprocessing.anywhere;

import io.multiprocessing.Pool;
import io.multiprocessing.PoolBuilder;

/** Tells how many workers a pool has, and how much memory each of them may use. */
final class LimitsMain {

  private LimitsMain() {}

  public static void main(String[] args) {
    PoolBuilder builder = Pool.builder();
    if (args.length > 0) {
      builder.workers(Integer.parseInt(args[0]));
    }
    try (Pool pool = builder.build()) {
      System.out.println("answers " + pool.map(x -> x * x, java.util.List.of(1, 2, 3)));
      System.out.println("heap " + pool.apply(() -> Runtime.getRuntime().maxMemory() >> 20));
      System.out.println("workers " + pool.workers().size());
      System.out.println("own heap " + (Runtime.getRuntime().maxMemory() >> 20));
    }
    System.out.println("litter false");
    System.out.println("closed");
  }
}
