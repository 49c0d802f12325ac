package io.multiprocessing.internal.worker;

/**
 * Worker side: beats the heart, watches the parent, and interrupts the running item when the parent
 * asks for it.
 */
final class ControlThread implements Runnable {

  private static final long PERIOD_NANOS = 1_000_000_000L;

  private final WorkerMemory memory;
  private final ItemInterrupter interrupter;
  private final ParentWatch parentWatch;

  private ControlThread(WorkerMemory memory, ItemInterrupter interrupter, ParentWatch parentWatch) {
    this.memory = memory;
    this.interrupter = interrupter;
    this.parentWatch = parentWatch;
  }

  static void start(WorkerMemory memory, ItemInterrupter interrupter, ParentWatch parentWatch) {
    Thread thread =
        new Thread(new ControlThread(memory, interrupter, parentWatch), "multiprocessing-control");
    thread.setDaemon(true);
    thread.setPriority(Thread.MAX_PRIORITY);
    thread.start();
  }

  @Override
  public void run() {
    long handledChunk = 0;
    int handledItem = -1;
    long beats = 0;
    while (true) {
      int seen = memory.controlBell().sequence();
      memory.heartbeat(++beats);
      long chunk = memory.interruptChunk();
      int item = memory.interruptItem();
      if (chunk != 0 && (chunk != handledChunk || item != handledItem)) {
        interrupter.interrupt(chunk, item);
        handledChunk = chunk;
        handledItem = item;
      }
      parentWatch.check();
      memory.controlBell().awaitPatiently(seen, 0, PERIOD_NANOS);
    }
  }
}
