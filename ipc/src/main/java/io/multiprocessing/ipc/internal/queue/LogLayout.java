package io.multiprocessing.ipc.internal.queue;

import io.multiprocessing.ipc.internal.wait.Doorbell;

/**
 * Both sides: offsets of one log in a {@link LogMemory}, relative to its beginning. Each group has
 * a pair of cache lines of its own.
 *
 * <pre>
 *      0  put lock        long   see StampLock
 *      8  put state       2 of { place long, ordinal long, bytes long }
 *    128  put lock bell
 *    256  put count       long   elements ever put
 *    384  take lock       long
 *    392  take state      2 of { place long, ordinal long, bytes long, consumer long, taken long }
 *    512  take lock bell
 *    640  take count      long   elements ever taken
 *    648  taken bytes     long   their sizes together
 *    656  first ordinal   long   of the first block that is still needed
 *    768  not empty       bell
 *    896  not full        bell
 *   1024
 *
 * place     block in the upper half, offset in the lower; an offset of 64 Ki means the next block
 * ordinal   how many blocks of the log came before that one
 * bytes     sizes of all elements before
 * </pre>
 *
 * <p>State number n, of the two, is the one with the parity of the count.
 *
 * <pre>
 * field           writer              reader                      access
 * put state       holder of put lock  holder of put lock          plain, ordered by the count
 * put count       holder of put lock  everybody                   release, acquire
 * take state      holder of take lock holder of take lock         plain, ordered by the count
 * take count      holder of take lock everybody                   release, acquire
 * taken bytes     holder of take lock who puts                    release, acquire
 * first ordinal   holder of take lock who sweeps                  release, acquire
 * </pre>
 */
final class LogLayout {

  static final int PUT_LOCK = 0;
  static final int PUT_STATE = PUT_LOCK + Long.BYTES;
  static final int PUT_BELL = 128;
  static final int PUT_COUNT = PUT_BELL + Doorbell.BYTES;
  static final int TAKE_LOCK = PUT_COUNT + 128;
  static final int TAKE_STATE = TAKE_LOCK + Long.BYTES;
  static final int TAKE_BELL = TAKE_LOCK + 128;
  static final int TAKE_COUNT = TAKE_BELL + Doorbell.BYTES;
  static final int TAKEN_BYTES = TAKE_COUNT + Long.BYTES;
  static final int FIRST_ORDINAL = TAKEN_BYTES + Long.BYTES;
  static final int NOT_EMPTY = TAKE_COUNT + 128;
  static final int NOT_FULL = NOT_EMPTY + Doorbell.BYTES;
  static final int LOG_BYTES = NOT_FULL + Doorbell.BYTES;

  /** Within a state. */
  static final int PLACE = 0;

  static final int ORDINAL = PLACE + Long.BYTES;
  static final int BYTES = ORDINAL + Long.BYTES;
  static final int PUT_STATE_BYTES = BYTES + Long.BYTES;
  static final int CONSUMER = BYTES + Long.BYTES;
  static final int CONSUMER_TAKEN = CONSUMER + Long.BYTES;
  static final int TAKE_STATE_BYTES = CONSUMER_TAKEN + Long.BYTES;

  private LogLayout() {}

  static int putState(int log, long count) {
    return log + PUT_STATE + (int) (count & 1) * PUT_STATE_BYTES;
  }

  static int takeState(int log, long count) {
    return log + TAKE_STATE + (int) (count & 1) * TAKE_STATE_BYTES;
  }
}
