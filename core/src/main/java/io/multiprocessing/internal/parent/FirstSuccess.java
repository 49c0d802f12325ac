package io.multiprocessing.internal.parent;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Parent side: completes with the first success of several results, or with the last failure when
 * all fail. This class is thread-safe.
 *
 * @param <T> type of the result
 */
final class FirstSuccess<T> extends CompletableFuture<T> {

  private final AtomicInteger left;

  FirstSuccess(int candidates) {
    this.left = new AtomicInteger(candidates);
  }

  void offer(T value, Throwable failure) {
    if (failure == null) {
      complete(value);
    } else if (left.decrementAndGet() == 0) {
      completeExceptionally(failure);
    }
  }
}
