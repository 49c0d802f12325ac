package io.multiprocessing.ipc.internal.lock;

import io.multiprocessing.ipc.internal.wait.Doorbell;

/**
 * Both sides: offsets of an event.
 *
 * <pre>
 *      0  tag and size of the region
 *      8  state   long  bit 0: set; the rest: how often it was set
 *    128  bell
 *    256  end
 * </pre>
 */
final class EventLayout {

  static final int STATE = 8;
  static final int BELL = 128;
  static final int BYTES = BELL + Doorbell.BYTES;

  private EventLayout() {}
}
