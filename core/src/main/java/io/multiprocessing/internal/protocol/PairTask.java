package io.multiprocessing.internal.protocol;

import io.multiprocessing.BiTask;
import io.multiprocessing.Task;

/**
 * Both sides: the function of {@code starmap}.
 *
 * @param task applied to the two parts of every pair
 * @param <A> type of the first argument
 * @param <B> type of the second argument
 * @param <R> type of the result
 */
public record PairTask<A, B, R>(BiTask<? super A, ? super B, ? extends R> task)
    implements Task<Pair<A, B>, R>, Wrapper {

  @Override
  public R apply(Pair<A, B> pair) throws Exception {
    return task.apply(pair.first(), pair.second());
  }

  @Override
  public Object wrapped() {
    return task;
  }
}
