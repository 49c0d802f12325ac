package io.multiprocessing.ipc.internal.memory;

import io.multiprocessing.ipc.internal.jvm.NativeCalls;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;

/** Both sides: takes a file's memory from behind a buffer, which stays valid. */
final class MappingSwap {

  /*
   * Linux only. A mapping of zeros is made elsewhere and moved over the old one: mremap(2) does that
   * in one step for all threads, so that none ever finds nothing at that address. Mapping zeros
   * straight over the old addresses (MAP_FIXED) could fail with the old mapping already gone. The
   * addresses are given back by the collector, as ever.
   *
   * Zeros that nobody has read or written take no memory.
   */

  private static final int PROT_READ_WRITE = 3;
  private static final int MAP_PRIVATE_ANONYMOUS_NORESERVE = 0x4022;
  private static final int MREMAP_MAYMOVE_FIXED = 3;
  private static final long PAGE_BYTES = 4096; // the kernel rounds up to its own
  private static final long FAILED = -1;

  private MappingSwap() {}

  /**
   * Does it, if this system can.
   *
   * @param mapping a whole mapping, as FileChannel returned it for a multiple of the page size
   * @return false if nothing has changed
   */
  static boolean replaceByZeros(ByteBuffer mapping) {
    if (!System.getProperty("os.name", "").equals("Linux")) {
      return false;
    }
    try {
      long bytes = (mapping.capacity() + PAGE_BYTES - 1) / PAGE_BYTES * PAGE_BYTES;
      return replace(NativeCalls.addressOf(mapping), bytes);
    } catch (LinkageError e) { // no native library for this system
      return false;
    } finally {
      Reference.reachabilityFence(mapping);
    }
  }

  private static boolean replace(long address, long bytes) {
    long zeros =
        NativeCalls.call(
            NativeCalls.function("mmap"),
            0,
            bytes,
            PROT_READ_WRITE,
            MAP_PRIVATE_ANONYMOUS_NORESERVE,
            FAILED,
            0);
    if (zeros == FAILED) {
      return false;
    }
    long moved =
        NativeCalls.call(
            NativeCalls.function("mremap"), zeros, bytes, bytes, MREMAP_MAYMOVE_FIXED, address);
    if (moved == FAILED) {
      NativeCalls.call(NativeCalls.function("munmap"), zeros, bytes, 0);
    }
    return moved == address;
  }
}
