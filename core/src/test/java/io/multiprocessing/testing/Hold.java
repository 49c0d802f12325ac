package io.multiprocessing.testing;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A place in this JVM where a thread stays until the test lets it go; {@link Gate} is for others.
 */
public final class Hold {

  private final CountDownLatch reached = new CountDownLatch(1);
  private final CountDownLatch goOn = new CountDownLatch(1);

  /** Says that it is reached, and waits; at once once it was let go. */
  public void pass() {
    reached.countDown();
    try {
      goOn.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Waits until somebody is here. */
  public void awaitReached() throws InterruptedException {
    assertTrue(reached.await(Await.PATIENCE.toSeconds(), TimeUnit.SECONDS), "nobody has come");
  }

  /** Lets all go on, those as well who come later. */
  public void letGo() {
    goOn.countDown();
  }
}
