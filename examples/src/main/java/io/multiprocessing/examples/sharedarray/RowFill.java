package io.multiprocessing.examples.sharedarray;

import io.multiprocessing.Task;
import io.multiprocessing.ipc.RawDoubles;

/**
 * The task of {@link SharedArray}: fills one row of the array with the pid of the process.
 *
 * @param array the memory, the same in all processes
 * @param columns the length of a row
 */
record RowFill(RawDoubles array, long columns) implements Task<Long, Boolean> {

  /** What is in every element before. */
  static final double BEFORE = 42;

  /** In place of an owner: the elements of a row differ. */
  static final long MIXED = -1;

  /** Returns whether nobody had been there before. */
  @Override
  public Boolean apply(Long row) {
    RawDoubles elements = row(row);
    boolean untouched = elements.get(0) == BEFORE;
    elements.fill((double) ProcessHandle.current().pid()); // exact
    return untouched;
  }

  /** Returns the pid that is in all elements of the row. */
  long ownerOf(Long row) {
    RawDoubles elements = row(row);
    double first = elements.get(0);
    for (long i = 1; i < columns; i++) {
      if (elements.get(i) != first) {
        return MIXED;
      }
    }
    return first == BEFORE ? MIXED : (long) first;
  }

  /** A view, which need not be closed. */
  private RawDoubles row(long row) {
    return array.slice(row * columns, (row + 1) * columns);
  }
}
