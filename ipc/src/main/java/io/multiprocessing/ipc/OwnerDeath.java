package io.multiprocessing.ipc;

/** What a lock does after the process that held it has died; chosen when the lock is made. */
public enum OwnerDeath {

  /**
   * The default: taking the lock throws {@link OwnerDiedException}, in every process, and does not
   * take it, until somebody has taken it by {@code lockToRepair()} and has called {@code
   * markConsistent()}. So nobody works with half-changed data without having been told.
   */
  THROW,

  /**
   * The lock can be taken as usual, and {@code isInconsistent()} says true until an owner calls
   * {@code markConsistent()}; for what cannot be half changed, such as a single number, and for
   * programs that always ask.
   */
  TELL
}
