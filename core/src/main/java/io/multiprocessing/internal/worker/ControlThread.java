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
  private volatile boolean exiting; // written once, by a shutdown hook

  private ControlThread(WorkerMemory memory, ItemInterrupter interrupter, ParentWatch parentWatch) {
    this.memory = memory;
    this.interrupter = interrupter;
    this.parentWatch = parentWatch;
  }

  static void start(WorkerMemory memory, ItemInterrupter interrupter, ParentWatch parentWatch) {
    ControlThread control = new ControlThread(memory, interrupter, parentWatch);
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
    long beats = 0;
    while (!exiting) {
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
      Thread.interrupted(); // a task may interrupt all threads; waiting must not become spinning
      memory.controlBell().awaitPatiently(seen, 0, PERIOD_NANOS);
    }
  }
}
