package io.multiprocessing.ipc.internal.lock;

import io.multiprocessing.ipc.internal.wait.Doorbell;

/**
 * Both sides: offsets of a semaphore.
 *
 * <pre>
 *      0  ledger, see LedgerLayout
 *    512  initial    long  permits at the beginning; never changed
 *    520  rules      long  BOUNDED, OWNED; never changed
 *    528  available  long  permits that are free
 *    536  recovered  long  permits given back for dead processes, ever
 *    544  patrol     long  when somebody looked for dead processes, see Patrol
 *    552  claim      long  who is to get the next permit, see WaitingRoom
 *    640  bell             those who wait
 *    768  claim bell       the one who is to get the next permit
 *    896  census           permits that each process has acquired and not released
 *   4960  end
 * </pre>
 *
 * <p>Changed within the ledger, but for patrol, claim and bells.
 */
final class PermitsLayout {

  static final int INITIAL = LedgerLayout.CONTENT;
  static final int RULES = INITIAL + Long.BYTES;
  static final int AVAILABLE = RULES + Long.BYTES;
  static final int RECOVERED = AVAILABLE + Long.BYTES;
  static final int PATROL = RECOVERED + Long.BYTES;
  static final int CLAIM = PATROL + Long.BYTES;
  static final int BELL = 640;
  static final int CLAIM_BELL = BELL + Doorbell.BYTES;
  static final int CENSUS = CLAIM_BELL + Doorbell.BYTES;
  static final int BYTES = CENSUS + Census.BYTES;

  /** No more permits than at the beginning. */
  static final long BOUNDED = 1;

  /** Permits of dead processes are given back. */
  static final long OWNED = 2;

  private PermitsLayout() {}
}
