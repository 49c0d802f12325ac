package io.multiprocessing.ipc.internal.wait;

import io.multiprocessing.ipc.internal.jvm.NativeCalls;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;

/** Both sides: sleeps in the kernel until a word of mapped memory changes. */
final class FutexParking implements Parking {

  private final ByteBuffer memory; // keeps the address valid
  private final long address;

  FutexParking(ByteBuffer memory, int offset) {
    this.memory = memory;
    this.address = NativeCalls.addressOf(memory) + offset;
  }

  @Override
  public void park(int expected, long waitedNanos, long timeoutNanos) {
    try {
      Futex.await(address, expected, timeoutNanos);
    } finally {
      // the collector does not see that the kernel uses the address
      Reference.reachabilityFence(memory);
    }
  }

  @Override
  public void unparkAll() {
    try {
      Futex.wakeAll(address);
    } finally {
      Reference.reachabilityFence(memory);
    }
  }
}
