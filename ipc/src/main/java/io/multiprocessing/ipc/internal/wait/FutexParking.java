package io.multiprocessing.ipc.internal.wait;

import io.multiprocessing.ipc.internal.jvm.NativeCalls;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;

/**
 * Both sides: sleeps in the kernel until a word of mapped memory changes.
 *
 * <p>A virtual thread would take its carrier along, and the holder of a lock that all carriers wait
 * for might never run again. So virtual threads park with a pause instead.
 */
final class FutexParking implements Parking {

  private static final Parking VIRTUAL_THREADS = new TimedParking();

  private final ByteBuffer memory; // keeps the address valid
  private final long address;

  FutexParking(ByteBuffer memory, int offset) {
    this.memory = memory;
    this.address = NativeCalls.addressOf(memory) + offset;
  }

  @Override
  public void park(int expected, long waitedNanos, long timeoutNanos) {
    if (VirtualThreads.isCurrent()) {
      VIRTUAL_THREADS.park(expected, waitedNanos, timeoutNanos);
      return;
    }
    try {
      Futex.await(address, expected, timeoutNanos);
    } finally {
      // the collector does not see that the kernel uses the address
      Reference.reachabilityFence(memory);
    }
  }

  @Override
  public void unpark(int most) {
    try {
      Futex.wake(address, most);
    } finally {
      Reference.reachabilityFence(memory);
    }
  }
}
