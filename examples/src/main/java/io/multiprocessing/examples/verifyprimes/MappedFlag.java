package io.multiprocessing.examples.verifyprimes;

import io.multiprocessing.ipc.MmapFlag;

/**
 * A flag in a byte of mapped memory.
 *
 * @param flag the same memory in all processes
 */
record MappedFlag(MmapFlag flag) implements Flag {

  @Override
  public void clear() {
    flag.clear();
  }

  @Override
  public void set() {
    flag.set();
  }

  @Override
  public boolean isSet() {
    return flag.isSet();
  }

  /** Nothing to do: it ends with the JVM that has made it. */
  @Override
  public void close() {}
}
