package io.multiprocessing.internal.manager;

import java.io.IOException;

/** Both sides: the peer does not speak the protocol; the connection is of no use any more. */
public final class MalformedFrameException extends IOException {

  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message what was found
   */
  public MalformedFrameException(String message) {
    super(message);
  }
}
