package io.multiprocessing.ipc;

/**
 * Nothing more comes through a pipe, or nobody is there to receive: its other end was closed, or
 * the process that used it last has ended.
 */
public final class EndOfStreamException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message what has become of the other end
   */
  public EndOfStreamException(String message) {
    super(message);
  }
}
