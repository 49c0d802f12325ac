package io.multiprocessing.examples.verifyprimes;

import io.multiprocessing.ipc.RawBoolean;

/**
 * A flag in a shared value without a lock: nobody needs one who only ever sets it.
 *
 * @param value the same memory in all processes
 */
record RawFlag(RawBoolean value) implements Flag {

  @Override
  public void clear() {
    value.set(false);
  }

  @Override
  public void set() {
    value.set(true);
  }

  @Override
  public boolean isSet() {
    return value.get();
  }

  /** Nothing to do: it ends with the JVM that has made it. */
  @Override
  public void close() {}
}
