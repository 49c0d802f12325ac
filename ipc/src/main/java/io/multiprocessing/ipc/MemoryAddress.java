package io.multiprocessing.ipc;

import io.multiprocessing.ipc.internal.segment.SegmentAddress;
import io.multiprocessing.ipc.internal.segment.SegmentHandle;
import java.io.Serializable;

/**
 * Both sides: what travels of shared memory.
 *
 * @param segment where it is
 */
record MemoryAddress(SegmentAddress segment) implements Serializable {

  private Object readResolve() {
    return new SharedMemory(SegmentHandle.attach("the shared memory", segment));
  }
}
