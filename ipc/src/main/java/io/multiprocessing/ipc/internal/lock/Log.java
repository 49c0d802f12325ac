package io.multiprocessing.ipc.internal.lock;

/** Both sides: tells of deaths. */
final class Log {

  /** Loaded at the first death. */
  private static final class Holder {
    static final System.Logger LOGGER = System.getLogger("io.multiprocessing.ipc");
  }

  private Log() {}

  static void warn(String text) {
    Holder.LOGGER.log(System.Logger.Level.WARNING, text);
  }
}
