package io.multiprocessing.ipc.internal.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.multiprocessing.ipc.OwnerGoneException;
import java.io.File;
import java.lang.ref.WeakReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class LogMemoryTest {

  private static final long DEADLINE_NANOS = 30_000_000_000L;

  @Test
  void shouldKeepAnAddressGoodThatNobodyHereRemembers() {
    QueueAddress address = makeAndFill();
    awaitForgotten(new WeakReference<>(LogMemory.attach(address)));
    takeAndClose(address);
    assertThrows(OwnerGoneException.class, () -> attachAnew(address));
  }

  private static void awaitForgotten(WeakReference<LogMemory> memory) {
    for (long end = System.nanoTime() + DEADLINE_NANOS; !memory.refersTo(null); ) {
      System.gc();
      assertTrue(System.nanoTime() < end, "something here still refers to it");
    }
  }

  private static void takeAndClose(QueueAddress address) {
    ElementQueue queue = ElementQueue.attach(address);
    assertEquals("small", queue.poll());
    assertEquals(100_000, ((byte[]) queue.poll()).length);
    queue.close();
  }

  private static QueueAddress makeAndFill() {
    ElementQueue queue = ElementQueue.create(Long.MAX_VALUE, false);
    queue.offer("small");
    queue.offer(new byte[100_000]);
    return queue.address();
  }

  /** Until the object that stands for the memory here is garbage. */
  private static void attachAnew(QueueAddress address) {
    for (long end = System.nanoTime() + DEADLINE_NANOS; System.nanoTime() < end; ) {
      LogMemory.attach(address);
      System.gc();
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void shouldHoldNoDescriptorsOnceItIsClosed() {
    int before = descriptors();
    for (int i = 0; i < 100; i++) {
      ElementQueue queue = ElementQueue.create(Long.MAX_VALUE, true);
      queue.offer(i);
      queue.address();
      queue.close();
      PipeEnd.open().forEach(PipeEnd::close);
    }
    long end = System.nanoTime() + DEADLINE_NANOS;
    while (descriptors() > before + 50 && System.nanoTime() < end) {
      LockSupport.parkNanos(20_000_000);
    }
    assertTrue(descriptors() <= before + 50, () -> before + " before, now " + descriptors());
  }

  private static int descriptors() {
    return new File("/proc/self/fd").list().length;
  }

  @Test
  void shouldForgetAPipeWithBothEndsClosed() {
    QueueAddress address = PipeEnd.open().get(0).address();
    PipeEnd.attach(address, 1).close();
    assertThrows(IllegalArgumentException.class, () -> PipeEnd.attach(address, 2));
    PipeEnd.attach(address, 0).close();
    assertThrows(OwnerGoneException.class, () -> attachAnew(address));
  }
}
