package io.multiprocessing.ipc.internal.lock;

import io.multiprocessing.ipc.internal.wait.Doorbell;

/**
 * Both sides: offsets of a mutex, at the beginning of a region.
 *
 * <pre>
 *      0  tag and size of the region
 *      8  owner     long  0 if free; ProcessWord | INCONSISTENT | TAKEOVER
 *     16  thread    long  id of the owning thread, 0 if free
 *     24  holds     int   how often the owner holds it
 *     28  policy    int   for the type built on it; written once
 *     32  victim    long  ProcessWord of the owner that died last
 *     40  patrol    long  when somebody looked for a dead owner, see Patrol
 *     48  claim     long  who is to get it next, see WaitingRoom
 *    128  bell            those who wait
 *    256  claim bell      the one who is to get it next
 *    384  what is built on it
 * </pre>
 *
 * <pre>
 * field    writer                                reader           access
 * owner    who takes, gives back, takes over     everybody        compare-and-set; volatile put
 * thread   owner, after taking, before giving    everybody        opaque, ordered by owner
 * holds    owner                                 owner            plain
 * victim   who takes over, as owner              everybody        opaque, ordered by owner
 * claim    who waits                             everybody        compare-and-set; volatile get
 * </pre>
 */
final class MutexLayout {

  static final int OWNER = 8;
  static final int THREAD = OWNER + Long.BYTES;
  static final int HOLDS = THREAD + Long.BYTES;
  static final int POLICY = HOLDS + Integer.BYTES;
  static final int VICTIM = POLICY + Integer.BYTES;
  static final int PATROL = VICTIM + Long.BYTES;
  static final int CLAIM = PATROL + Long.BYTES;
  static final int BELL = 128;
  static final int CLAIM_BELL = BELL + Doorbell.BYTES;
  static final int BYTES = CLAIM_BELL + Doorbell.BYTES;

  private MutexLayout() {}
}
