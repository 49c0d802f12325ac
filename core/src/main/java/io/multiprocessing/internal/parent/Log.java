package io.multiprocessing.internal.parent;

/**
 * Parent side: the library's log. The JDK's logging is loaded only when there is something to say.
 */
final class Log {

  private static final class Holder {
    static final System.Logger LOGGER = System.getLogger("io.multiprocessing");
  }

  private Log() {}

  static void error(String text, Throwable cause) {
    Holder.LOGGER.log(System.Logger.Level.ERROR, text, cause);
  }

  static void warning(String text) {
    Holder.LOGGER.log(System.Logger.Level.WARNING, text);
  }

  static void warning(String text, Throwable cause) {
    Holder.LOGGER.log(System.Logger.Level.WARNING, text, cause);
  }

  static void debug(String text, Throwable cause) {
    Holder.LOGGER.log(System.Logger.Level.DEBUG, text, cause);
  }
}
