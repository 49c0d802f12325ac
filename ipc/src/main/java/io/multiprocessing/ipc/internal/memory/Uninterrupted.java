package io.multiprocessing.ipc.internal.memory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/** Both sides: waits for what must not be cut short; an interrupt stays pending. */
final class Uninterrupted {

  private Uninterrupted() {}

  static <T> T get(Future<T> future) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return future.get();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } catch (ExecutionException e) {
      throw unchecked(e.getCause());
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt(); // the caller's to handle
      }
    }
  }

  private static RuntimeException unchecked(Throwable cause) {
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof RuntimeException known
        ? known
        : new UncheckedIOException(
            cause instanceof IOException io ? io : new IOException(cause.toString(), cause));
  }
}
