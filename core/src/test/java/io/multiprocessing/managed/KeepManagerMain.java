package io.multiprocessing.managed;

import io.multiprocessing.Manager;
import java.util.concurrent.CountDownLatch;

/** Starts a manager, says its pid, and keeps it until it is killed. */
final class KeepManagerMain {

  private KeepManagerMain() {}

  public static void main(String[] args) throws InterruptedException {
    Manager manager = Manager.start();
    System.out.println("SERVER " + manager.pid());
    System.out.println("ADDRESS " + manager.address());
    new CountDownLatch(1).await();
  }
}
