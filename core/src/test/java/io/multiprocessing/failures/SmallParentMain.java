package io.multiprocessing.failures;

import io.multiprocessing.Pool;
import io.multiprocessing.TaskSerializationException;
import java.util.List;

/** Has workers with a larger heap than its own. */
final class SmallParentMain {

  private SmallParentMain() {}

  public static void main(String[] args) throws Exception {
    try (Pool pool = Pool.builder().workers(2).workerMaxHeap("500m").build()) {
      TaskSerializationException failure =
          OneBadItem.of(TaskSerializationException.class, pool, item -> new byte[200_000_000]);
      System.out.println("message " + failure.getMessage());
      failure =
          OneBadItem.of(
              TaskSerializationException.class,
              pool,
              item -> List.of(new byte[1_000], new byte[100_000_000], "end"));
      System.out.println("item " + failure.itemIndex());
    }
    System.out.println("closed");
  }
}
