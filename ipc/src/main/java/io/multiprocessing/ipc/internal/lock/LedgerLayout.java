package io.multiprocessing.ipc.internal.lock;

/**
 * Both sides: offsets of a ledger, at the beginning of a region.
 *
 * <pre>
 *      0  mutex, see MutexLayout
 *    384  changes   long  how many of the words below are to be undone if the owner dies
 *    392  7 pairs of long: offset of a word, its value before
 *    512  what the ledger guards
 * </pre>
 *
 * <p>Written by the owner of the mutex.
 */
final class LedgerLayout {

  static final int CHANGES = MutexLayout.BYTES;
  static final int FIRST_PAIR = CHANGES + Long.BYTES;
  static final int PAIR_BYTES = 2 * Long.BYTES;
  static final int PAIRS = 7;
  static final int CONTENT = 512;

  private LedgerLayout() {}
}
