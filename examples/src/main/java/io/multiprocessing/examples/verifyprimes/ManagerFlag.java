package io.multiprocessing.examples.verifyprimes;

import io.multiprocessing.ManagedValue;

/**
 * A flag in a manager: each look at it is a message there and one back.
 *
 * @param value finds the manager's process from wherever it is used
 */
record ManagerFlag(ManagedValue<Boolean> value) implements Flag {

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

  @Override
  public void close() {
    value.delete();
  }
}
