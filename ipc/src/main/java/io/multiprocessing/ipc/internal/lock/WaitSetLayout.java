package io.multiprocessing.ipc.internal.lock;

import io.multiprocessing.ipc.internal.wait.Doorbell;

/**
 * Both sides: offsets of a condition.
 *
 * <pre>
 *      0  ledger, see LedgerLayout
 *    512  next      long  ticket of the next thread that begins to wait
 *    520  called    long  tickets below were there at the last signal, and may take a signal
 *    528  released  long  tickets below need none: they were there at the last signal to all
 *    536  signals   long  given and not yet taken
 *    544  waiting   long  threads that wait, as far as known: the sum of the census
 *    552  era       long  of the census; a new one at each signal to all
 *    560  patrol    long  when somebody looked for dead processes, see Patrol
 *    640  bell
 *    768  census          threads of each process that wait
 *   4832  end
 * </pre>
 *
 * <p>Changed within the ledger, but for patrol and bell. Never more signals than waiting threads.
 */
final class WaitSetLayout {

  static final int NEXT = LedgerLayout.CONTENT;
  static final int CALLED = NEXT + Long.BYTES;
  static final int RELEASED = CALLED + Long.BYTES;
  static final int SIGNALS = RELEASED + Long.BYTES;
  static final int WAITING = SIGNALS + Long.BYTES;
  static final int ERA = WAITING + Long.BYTES;
  static final int PATROL = ERA + Long.BYTES;
  static final int BELL = 640;
  static final int CENSUS = BELL + Doorbell.BYTES;
  static final int BYTES = CENSUS + Census.BYTES;

  private WaitSetLayout() {}
}
