package io.multiprocessing.ipc.internal.lock;

import io.multiprocessing.ipc.internal.wait.Doorbell;

/**
 * Both sides: offsets of a barrier.
 *
 * <pre>
 *      0  ledger, see LedgerLayout
 *    512  parties     long  never changed
 *    520  generation  long  how often the barrier has opened or was reset
 *    528  arrived     long  parties that have, in this generation
 *    536  broken      long  0, or why this generation is: pid and reason, see Rendezvous
 *    544  history     long  bit n: generation - 1 - n ended broken
 *    552  patrol      long  when somebody looked for dead processes, see Patrol
 *    640  bell
 *    768  census            parties of each process that have arrived; era = generation
 *   4832  end
 * </pre>
 *
 * <p>Changed within the ledger, but for patrol and bell.
 */
final class RendezvousLayout {

  static final int PARTIES = LedgerLayout.CONTENT;
  static final int GENERATION = PARTIES + Long.BYTES;
  static final int ARRIVED = GENERATION + Long.BYTES;
  static final int BROKEN = ARRIVED + Long.BYTES;
  static final int HISTORY = BROKEN + Long.BYTES;
  static final int PATROL = HISTORY + Long.BYTES;
  static final int BELL = 640;
  static final int CENSUS = BELL + Doorbell.BYTES;
  static final int BYTES = CENSUS + Census.BYTES;

  private RendezvousLayout() {}
}
