package io.multiprocessing;

/** Receives what the workers print. */
@FunctionalInterface
public interface OutputListener {

  /** The two output streams of a process. */
  enum Source {
    /** Standard output. */
    STDOUT,
    /** Standard error. */
    STDERR
  }

  /**
   * Receives one line; one of more than 4 million characters comes in pieces. Of a line that is
   * drawn again and again by carriage returns, as by a progress bar, the last state comes when the
   * line ends. Called on a thread of the pool per worker and stream; what it throws is ignored.
   *
   * @param workerId the worker's id
   * @param source the stream
   * @param line the line without its end
   */
  void onLine(int workerId, Source source, String line);
}
