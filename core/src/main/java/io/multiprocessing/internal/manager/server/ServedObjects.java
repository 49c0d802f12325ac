package io.multiprocessing.internal.manager.server;

import io.multiprocessing.internal.manager.MalformedFrameException;
import io.multiprocessing.internal.manager.Replies;
import io.multiprocessing.internal.manager.Reply;
import io.multiprocessing.internal.manager.Request;
import io.multiprocessing.internal.manager.Requests;
import io.multiprocessing.ipc.internal.codec.ObjectCodec;
import java.util.HashMap;
import java.util.Map;

/** Server side: all objects of the manager, by number. Confined to the thread of the loop. */
final class ServedObjects {

  private final Map<Long, ServedObject> objects = new HashMap<>();
  private final Waiters waiters;
  private final ObjectCodec codec;
  private final Runnable shutdown;
  private long lastId = Requests.ROOT;

  ServedObjects(Waiters waiters, ObjectCodec codec, Runnable shutdown) {
    this.waiters = waiters;
    this.codec = codec;
    this.shutdown = shutdown;
    objects.put(Requests.ROOT, new ServedMap(codec));
  }

  /** Does what a request asks for; returns the reply, or null if the client has to wait for it. */
  Reply handle(Request request, ServerConnection client) throws MalformedFrameException {
    return switch (request.code()) {
      case Requests.CREATE_LIST -> create(new ServedList(request.blobs()));
      case Requests.CREATE_MAP -> create(new ServedMap(codec));
      case Requests.CREATE_QUEUE -> create(new ServedQueue(capacity(request), waiters));
      case Requests.DELETE -> delete(request.object());
      case Requests.SHUTDOWN -> {
        shutdown.run();
        yield Reply.of(Replies.OK, 0);
      }
      default -> {
        ServedObject object = objects.get(request.object());
        yield object == null ? Reply.of(Replies.GONE, 0) : object.handle(request, client);
      }
    };
  }

  private static int capacity(Request request) throws MalformedFrameException {
    if (request.first() < 1 || request.first() > Integer.MAX_VALUE) {
      throw new MalformedFrameException("capacity=" + request.first());
    }
    return (int) request.first();
  }

  private Reply create(ServedObject object) {
    lastId++;
    objects.put(lastId, object);
    return Reply.of(Replies.OK, lastId);
  }

  private Reply delete(long id) {
    ServedObject removed = id == Requests.ROOT ? null : objects.remove(id);
    if (removed != null) {
      removed.deleted();
    }
    return Reply.of(Replies.OK, removed == null ? 0 : 1);
  }
}
