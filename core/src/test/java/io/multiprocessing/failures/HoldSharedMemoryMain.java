package io.multiprocessing.failures;

import io.multiprocessing.Pool;

/** Has a worker use memory with a name, until killed. */
final class HoldSharedMemoryMain {

  private HoldSharedMemoryMain() {}

  public static void main(String[] args) throws InterruptedException {
    String name = args[0];
    try (Pool pool = Pool.create(1)) {
      pool.apply(
          () -> {
            SharedMemoryOfTheDeadTest.hold(name);
            return name;
          });
      System.out.println("holding");
      Thread.currentThread().join();
    }
  }
}
