package io.multiprocessing.internal.worker;

import io.multiprocessing.internal.protocol.WorkerLayout;

/**
 * Worker side: beats the heart, watches the parent, and when the parent asks for it, interrupts the
 * running item or gives items back that were not begun.
 */
final class ControlThread implements Runnable {

  private static final long PERIOD_NANOS = 1_000_000_000L;

  private final WorkerMemory memory;
  private final ItemGate gate;
  private final ParentWatch parentWatch;
  private volatile boolean exiting; // written once, by a shutdown hook

  private ControlThread(WorkerMemory memory, ItemGate gate, ParentWatch parentWatch) {
    this.memory = memory;
    this.gate = gate;
    this.parentWatch = parentWatch;
  }

  static void start(WorkerMemory memory, ItemGate gate, ParentWatch parentWatch) {
    ControlThread control = new ControlThread(memory, gate, parentWatch);
    Thread thread = new Thread(control, "multiprocessing-control");
    thread.setDaemon(true);
    thread.setPriority(Thread.MAX_PRIORITY);
    thread.start();
    NativeWaits.endAtExit("control", control::end);
  }

  /** Ends the thread soon. */
  private void end() {
    exiting = true;
    memory.controlBell().ring();
  }

  @Override
  public void run() {
    long handledChunk = 0;
    int handledItem = -1;
    long handledWish = 0;
    long beats = 0;
    while (!exiting) {
      int seen = memory.controlBell().sequence();
      memory.heartbeat(++beats);
      long chunk = memory.interruptChunk();
      int item = memory.interruptItem();
      if (chunk != 0 && (chunk != handledChunk || item != handledItem)) {
        gate.interrupt(chunk, item);
        handledChunk = chunk;
        handledItem = item;
      }
      long wish = memory.wish();
      if (wish != handledWish) {
        gate.giveBack(WorkerLayout.wishChunk(wish), WorkerLayout.wishParts(wish));
        handledWish = wish;
      }
      parentWatch.check();
      Thread.interrupted(); // a task may interrupt all threads; waiting must not become spinning
      memory.controlBell().awaitPatiently(seen, 0, PERIOD_NANOS);
    }
  }
}
