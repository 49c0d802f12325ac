package io.multiprocessing.internal.manager.server;

import io.multiprocessing.internal.manager.MalformedFrameException;
import io.multiprocessing.internal.manager.Reply;
import io.multiprocessing.internal.manager.Request;

/** Server side: one object of the manager. Confined to the thread of the loop. */
interface ServedObject {

  /**
   * Does what a request about this object asks for.
   *
   * @return the reply, or null if the client has to wait for it
   * @throws MalformedFrameException if this kind of object knows no such request
   */
  Reply handle(Request request, ServerConnection client) throws MalformedFrameException;

  /** The object is no more: nobody waits for it any longer. */
  default void deleted() {}

  static MalformedFrameException unknown(Request request) {
    return new MalformedFrameException("unknown for this kind of object: code=" + request.code());
  }
}
