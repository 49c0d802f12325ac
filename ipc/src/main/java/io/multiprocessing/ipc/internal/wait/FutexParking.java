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
    Futex.await(address, expected, timeoutNanos);
    Reference.reachabilityFence(
        memory); // the kernel's use of the address is none the collector sees
  }

  @Override
  public void unparkAll() {
    Futex.wakeAll(address);
    Reference.reachabilityFence(memory);
  }
}
