package io.multiprocessing;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;

/**
 * A pool of worker JVMs that run tasks in isolation: a task may crash, hang, leak or exhaust its
 * heap, and only its own item fails.
 *
 * <pre>{@code
 * try (Pool pool = Pool.create()) {
 *   List<Integer> squares = pool.map(x -> x * x, List.of(1, 2, 3));
 * }
 * }</pre>
 *
 * <p>Tasks, arguments and results are copied between the JVMs. A call returns when its results are
 * there; the forms that end in {@code Async} return at once. Results stand in the order of the
 * items, and equal inputs give equal outputs whatever the chunk size and the number of workers.
 * Null items and null results are allowed.
 *
 * <p>All methods but {@code imap} and {@code imapUnordered} read the items to the end in the
 * calling thread, before anything is submitted; what happens to a collection later has no effect.
 * An array must not change while a call that takes it runs. While other threads change it
 * meanwhile, one that is synchronized is read at one moment, and any other as its iterator
 * promises: concurrent collections give what is there, most others throw {@link
 * java.util.ConcurrentModificationException}. The items themselves are serialized when their turn
 * comes, so they must not change before.
 *
 * <p>Every blocking method waits without limit unless its options say otherwise. When the waiting
 * thread is interrupted, the call is cancelled as by {@link AsyncResult#cancel(boolean)
 * cancel(true)}, the thread's interrupt status is set again, and a {@link PoolException} is thrown.
 * When the pool is terminated meanwhile, a {@link PoolException} is thrown. Calls after {@link
 * #close()} or {@link #terminate()} throw {@link java.util.concurrent.RejectedExecutionException}.
 * Where workers cannot be started, every call throws {@link WorkerStartException}.
 *
 * <p>What can fail, for every kind of call: {@link TaskFailedException} (the task threw), {@link
 * TaskTimeoutException} (it ran longer than {@link TaskOptions#taskTimeout(Duration)}), {@link
 * WorkerCrashedException} (its JVM died), {@link TaskSerializationException} (something cannot
 * travel; for the task itself thrown by the call in the caller's stack). Methods that take a task
 * throw {@link NullPointerException} when an argument is null.
 *
 * <p>This class is thread-safe.
 *
 * <p><b>Memory consistency:</b> actions in the calling thread before a submission happen-before the
 * serialization of the task; the serialization of an item happens-before it is run, and its run
 * happens-before the return of the call that waits for it.
 */
public interface Pool extends AutoCloseable {

  /**
   * Starts a pool with one worker JVM per available core.
   *
   * @return the pool; does not wait for the workers
   */
  static Pool create() {
    return builder().build();
  }

  /**
   * Starts a pool with the given number of workers.
   *
   * @param workers the number of worker JVMs, at least 1
   * @return the pool; does not wait for the workers
   */
  static Pool create(int workers) {
    return builder().workers(workers).build();
  }

  /**
   * Returns a builder with the defaults listed there.
   *
   * @return a new builder
   */
  static PoolBuilder builder() {
    return new PoolBuilder();
  }

  /**
   * Runs one call in a worker and returns its result.
   *
   * @param <R> the type of the results
   * @param call what to run
   * @return the result of the call
   */
  default <R> R apply(SerializableCallable<? extends R> call) {
    return apply(call, TaskOptions.defaults());
  }

  /**
   * Runs one call in a worker and returns its result.
   *
   * @param <R> the type of the results
   * @param call what to run
   * @param options chunk size, limits, retries and progress
   * @return the result of the call
   */
  <R> R apply(SerializableCallable<? extends R> call, TaskOptions options);

  /**
   * As {@code apply}, without waiting.
   *
   * @param <R> the type of the results
   * @param call what to run
   * @return the result to come: the result of the call
   */
  default <R> AsyncResult<R> applyAsync(SerializableCallable<? extends R> call) {
    return applyAsync(call, TaskOptions.defaults());
  }

  /**
   * As {@code apply}, without waiting.
   *
   * @param <R> the type of the results
   * @param call what to run
   * @param options chunk size, limits, retries and progress
   * @return the result to come: the result of the call
   */
  <R> AsyncResult<R> applyAsync(SerializableCallable<? extends R> call, TaskOptions options);

  /**
   * Applies the task to every item; fails with the first failure unless the options say to wait for
   * all.
   *
   * @param <T> the type of the items
   * @param <R> the type of the results
   * @param task the function of one item
   * @param items the items; read to the end at once
   * @return the results, in the order of the items; modifiable
   */
  default <T, R> List<R> map(Task<? super T, ? extends R> task, Iterable<? extends T> items) {
    return map(task, items, TaskOptions.defaults());
  }

  /**
   * Applies the task to every item; fails with the first failure unless the options say to wait for
   * all.
   *
   * @param <T> the type of the items
   * @param <R> the type of the results
   * @param task the function of one item
   * @param items the items; read to the end at once
   * @param options chunk size, limits, retries and progress
   * @return the results, in the order of the items; modifiable
   */
  <T, R> List<R> map(
      Task<? super T, ? extends R> task, Iterable<? extends T> items, TaskOptions options);

  /**
   * As {@code map}, without waiting.
   *
   * @param <T> the type of the items
   * @param <R> the type of the results
   * @param task the function of one item
   * @param items the items; read to the end at once
   * @return the result to come: the results, in the order of the items; modifiable
   */
  default <T, R> AsyncResult<List<R>> mapAsync(
      Task<? super T, ? extends R> task, Iterable<? extends T> items) {
    return mapAsync(task, items, TaskOptions.defaults());
  }

  /**
   * As {@code map}, without waiting.
   *
   * @param <T> the type of the items
   * @param <R> the type of the results
   * @param task the function of one item
   * @param items the items; read to the end at once
   * @param options chunk size, limits, retries and progress
   * @return the result to come: the results, in the order of the items; modifiable
   */
  <T, R> AsyncResult<List<R>> mapAsync(
      Task<? super T, ? extends R> task, Iterable<? extends T> items, TaskOptions options);

  /**
   * Applies the task to every pair, as {@code map} does.
   *
   * @param <A> the type of the keys
   * @param <B> the type of the values
   * @param <R> the type of the results
   * @param task the function of one pair
   * @param pairs the pairs; read to the end at once
   * @return the results, in the order of the pairs; modifiable
   */
  default <A, B, R> List<R> starmap(
      BiTask<? super A, ? super B, ? extends R> task,
      Iterable<? extends Map.Entry<? extends A, ? extends B>> pairs) {
    return starmap(task, pairs, TaskOptions.defaults());
  }

  /**
   * Applies the task to every pair, as {@code map} does.
   *
   * @param <A> the type of the keys
   * @param <B> the type of the values
   * @param <R> the type of the results
   * @param task the function of one pair
   * @param pairs the pairs; read to the end at once
   * @param options chunk size, limits, retries and progress
   * @return the results, in the order of the pairs; modifiable
   */
  <A, B, R> List<R> starmap(
      BiTask<? super A, ? super B, ? extends R> task,
      Iterable<? extends Map.Entry<? extends A, ? extends B>> pairs,
      TaskOptions options);

  /**
   * As {@code starmap}, without waiting.
   *
   * @param <A> the type of the keys
   * @param <B> the type of the values
   * @param <R> the type of the results
   * @param task the function of one pair
   * @param pairs the pairs; read to the end at once
   * @return the result to come: the results, in the order of the pairs; modifiable
   */
  default <A, B, R> AsyncResult<List<R>> starmapAsync(
      BiTask<? super A, ? super B, ? extends R> task,
      Iterable<? extends Map.Entry<? extends A, ? extends B>> pairs) {
    return starmapAsync(task, pairs, TaskOptions.defaults());
  }

  /**
   * As {@code starmap}, without waiting.
   *
   * @param <A> the type of the keys
   * @param <B> the type of the values
   * @param <R> the type of the results
   * @param task the function of one pair
   * @param pairs the pairs; read to the end at once
   * @param options chunk size, limits, retries and progress
   * @return the result to come: the results, in the order of the pairs; modifiable
   */
  <A, B, R> AsyncResult<List<R>> starmapAsync(
      BiTask<? super A, ? super B, ? extends R> task,
      Iterable<? extends Map.Entry<? extends A, ? extends B>> pairs,
      TaskOptions options);

  /**
   * Applies the task to the items one after the other as the results are consumed, with a bounded
   * look-ahead.
   *
   * @param <T> the type of the items
   * @param <R> the type of the results
   * @param task the function of one item
   * @param items the items, read lazily by a thread of the pool; may be infinite
   * @return the results in the order of the items; a failed item is thrown by its {@code next()},
   *     and the iterator goes on
   */
  default <T, R> ResultIterator<R> imap(
      Task<? super T, ? extends R> task, Iterable<? extends T> items) {
    return imap(task, items, TaskOptions.defaults());
  }

  /**
   * Applies the task to the items one after the other as the results are consumed, with a bounded
   * look-ahead.
   *
   * @param <T> the type of the items
   * @param <R> the type of the results
   * @param task the function of one item
   * @param items the items, read lazily by a thread of the pool; may be infinite
   * @param options chunk size, limits, retries and progress
   * @return the results in the order of the items; a failed item is thrown by its {@code next()},
   *     and the iterator goes on
   */
  <T, R> ResultIterator<R> imap(
      Task<? super T, ? extends R> task, Iterable<? extends T> items, TaskOptions options);

  /**
   * As {@code imap}, with the results in the order of their completion.
   *
   * @param <T> the type of the items
   * @param <R> the type of the results
   * @param task the function of one item
   * @param items the items, read lazily by a thread of the pool; may be infinite
   * @return the results as they come
   */
  default <T, R> ResultIterator<R> imapUnordered(
      Task<? super T, ? extends R> task, Iterable<? extends T> items) {
    return imapUnordered(task, items, TaskOptions.defaults());
  }

  /**
   * As {@code imap}, with the results in the order of their completion.
   *
   * @param <T> the type of the items
   * @param <R> the type of the results
   * @param task the function of one item
   * @param items the items, read lazily by a thread of the pool; may be infinite
   * @param options chunk size, limits, retries and progress
   * @return the results as they come
   */
  <T, R> ResultIterator<R> imapUnordered(
      Task<? super T, ? extends R> task, Iterable<? extends T> items, TaskOptions options);

  /**
   * Applies the task to every item and returns success or failure of each; nothing stops the rest.
   *
   * @param <T> the type of the items
   * @param <R> the type of the results
   * @param task the function of one item
   * @param items the items; read to the end at once
   * @return one outcome per item, in the order of the items
   */
  default <T, R> List<Outcome<R>> mapOutcomes(
      Task<? super T, ? extends R> task, Iterable<? extends T> items) {
    return mapOutcomes(task, items, TaskOptions.defaults());
  }

  /**
   * Applies the task to every item and returns success or failure of each; nothing stops the rest.
   *
   * @param <T> the type of the items
   * @param <R> the type of the results
   * @param task the function of one item
   * @param items the items; read to the end at once
   * @param options chunk size, limits, retries and progress
   * @return one outcome per item, in the order of the items
   */
  <T, R> List<Outcome<R>> mapOutcomes(
      Task<? super T, ? extends R> task, Iterable<? extends T> items, TaskOptions options);

  /**
   * As {@code mapOutcomes}, without waiting.
   *
   * @param <T> the type of the items
   * @param <R> the type of the results
   * @param task the function of one item
   * @param items the items; read to the end at once
   * @return the result to come: one outcome per item, in the order of the items
   */
  default <T, R> AsyncResult<List<Outcome<R>>> mapOutcomesAsync(
      Task<? super T, ? extends R> task, Iterable<? extends T> items) {
    return mapOutcomesAsync(task, items, TaskOptions.defaults());
  }

  /**
   * As {@code mapOutcomes}, without waiting.
   *
   * @param <T> the type of the items
   * @param <R> the type of the results
   * @param task the function of one item
   * @param items the items; read to the end at once
   * @param options chunk size, limits, retries and progress
   * @return the result to come: one outcome per item, in the order of the items
   */
  <T, R> AsyncResult<List<Outcome<R>>> mapOutcomesAsync(
      Task<? super T, ? extends R> task, Iterable<? extends T> items, TaskOptions options);

  /**
   * Applies the task to every item and combines the results, inside the workers first. The shape of
   * the combination depends on the number of items alone, so that sums of floating-point numbers
   * too are equal for every chunk size.
   *
   * @param <T> the type of the items
   * @param <R> the type of the results
   * @param task the function of one item
   * @param identity the result for no items; combined once, on the left of all others
   * @param combiner an associative function; need not be commutative
   * @param items the items; read to the end at once
   * @return the combination of all results
   */
  default <T, R> R mapReduce(
      Task<? super T, ? extends R> task,
      R identity,
      SerializableBinaryOperator<R> combiner,
      Iterable<? extends T> items) {
    return mapReduce(task, identity, combiner, items, TaskOptions.defaults());
  }

  /**
   * Applies the task to every item and combines the results, inside the workers first. The shape of
   * the combination depends on the number of items alone, so that sums of floating-point numbers
   * too are equal for every chunk size.
   *
   * @param <T> the type of the items
   * @param <R> the type of the results
   * @param task the function of one item
   * @param identity the result for no items; combined once, on the left of all others
   * @param combiner an associative function; need not be commutative
   * @param items the items; read to the end at once
   * @param options chunk size, limits, retries and progress
   * @return the combination of all results
   */
  <T, R> R mapReduce(
      Task<? super T, ? extends R> task,
      R identity,
      SerializableBinaryOperator<R> combiner,
      Iterable<? extends T> items,
      TaskOptions options);

  /**
   * As {@code mapReduce}, without waiting.
   *
   * @param <T> the type of the items
   * @param <R> the type of the results
   * @param task the function of one item
   * @param identity the result for no items; combined once, on the left of all others
   * @param combiner an associative function; need not be commutative
   * @param items the items; read to the end at once
   * @return the result to come: the combination of all results
   */
  default <T, R> AsyncResult<R> mapReduceAsync(
      Task<? super T, ? extends R> task,
      R identity,
      SerializableBinaryOperator<R> combiner,
      Iterable<? extends T> items) {
    return mapReduceAsync(task, identity, combiner, items, TaskOptions.defaults());
  }

  /**
   * As {@code mapReduce}, without waiting.
   *
   * @param <T> the type of the items
   * @param <R> the type of the results
   * @param task the function of one item
   * @param identity the result for no items; combined once, on the left of all others
   * @param combiner an associative function; need not be commutative
   * @param items the items; read to the end at once
   * @param options chunk size, limits, retries and progress
   * @return the result to come: the combination of all results
   */
  <T, R> AsyncResult<R> mapReduceAsync(
      Task<? super T, ? extends R> task,
      R identity,
      SerializableBinaryOperator<R> combiner,
      Iterable<? extends T> items,
      TaskOptions options);

  /**
   * Tells whether the predicate holds for any item; the first that does stops the others.
   *
   * @param <T> the type of the items
   * @param predicate the question
   * @param items the items; read to the end at once
   * @return true when it holds for at least one item
   */
  default <T> boolean anyMatch(
      SerializablePredicate<? super T> predicate, Iterable<? extends T> items) {
    return anyMatch(predicate, items, TaskOptions.defaults());
  }

  /**
   * Tells whether the predicate holds for any item; the first that does stops the others.
   *
   * @param <T> the type of the items
   * @param predicate the question
   * @param items the items; read to the end at once
   * @param options chunk size, limits, retries and progress
   * @return true when it holds for at least one item
   */
  <T> boolean anyMatch(
      SerializablePredicate<? super T> predicate, Iterable<? extends T> items, TaskOptions options);

  /**
   * As {@code anyMatch}, without waiting.
   *
   * @param <T> the type of the items
   * @param predicate the question
   * @param items the items; read to the end at once
   * @return the result to come: true when it holds for at least one item
   */
  default <T> AsyncResult<Boolean> anyMatchAsync(
      SerializablePredicate<? super T> predicate, Iterable<? extends T> items) {
    return anyMatchAsync(predicate, items, TaskOptions.defaults());
  }

  /**
   * As {@code anyMatch}, without waiting.
   *
   * @param <T> the type of the items
   * @param predicate the question
   * @param items the items; read to the end at once
   * @param options chunk size, limits, retries and progress
   * @return the result to come: true when it holds for at least one item
   */
  <T> AsyncResult<Boolean> anyMatchAsync(
      SerializablePredicate<? super T> predicate, Iterable<? extends T> items, TaskOptions options);

  /**
   * Tells whether the predicate holds for all items; the first for which it does not stops the
   * others.
   *
   * @param <T> the type of the items
   * @param predicate the question
   * @param items the items; read to the end at once
   * @return true when it holds for every item
   */
  default <T> boolean allMatch(
      SerializablePredicate<? super T> predicate, Iterable<? extends T> items) {
    return allMatch(predicate, items, TaskOptions.defaults());
  }

  /**
   * Tells whether the predicate holds for all items; the first for which it does not stops the
   * others.
   *
   * @param <T> the type of the items
   * @param predicate the question
   * @param items the items; read to the end at once
   * @param options chunk size, limits, retries and progress
   * @return true when it holds for every item
   */
  <T> boolean allMatch(
      SerializablePredicate<? super T> predicate, Iterable<? extends T> items, TaskOptions options);

  /**
   * As {@code allMatch}, without waiting.
   *
   * @param <T> the type of the items
   * @param predicate the question
   * @param items the items; read to the end at once
   * @return the result to come: true when it holds for every item
   */
  default <T> AsyncResult<Boolean> allMatchAsync(
      SerializablePredicate<? super T> predicate, Iterable<? extends T> items) {
    return allMatchAsync(predicate, items, TaskOptions.defaults());
  }

  /**
   * As {@code allMatch}, without waiting.
   *
   * @param <T> the type of the items
   * @param predicate the question
   * @param items the items; read to the end at once
   * @param options chunk size, limits, retries and progress
   * @return the result to come: true when it holds for every item
   */
  <T> AsyncResult<Boolean> allMatchAsync(
      SerializablePredicate<? super T> predicate, Iterable<? extends T> items, TaskOptions options);

  /**
   * Applies the task to every value, without boxing.
   *
   * @param task the function of one value
   * @param values the values
   * @return the results, in the order of the values
   */
  default double[] mapToDouble(DoubleTask task, double[] values) {
    return mapToDouble(task, values, TaskOptions.defaults());
  }

  /**
   * Applies the task to every value, without boxing.
   *
   * @param task the function of one value
   * @param values the values
   * @param options chunk size, limits, retries and progress
   * @return the results, in the order of the values
   */
  double[] mapToDouble(DoubleTask task, double[] values, TaskOptions options);

  /**
   * As {@code mapToDouble}, without waiting.
   *
   * @param task the function of one value
   * @param values the values
   * @return the result to come: the results, in the order of the values
   */
  default AsyncResult<double[]> mapToDoubleAsync(DoubleTask task, double[] values) {
    return mapToDoubleAsync(task, values, TaskOptions.defaults());
  }

  /**
   * As {@code mapToDouble}, without waiting.
   *
   * @param task the function of one value
   * @param values the values
   * @param options chunk size, limits, retries and progress
   * @return the result to come: the results, in the order of the values
   */
  AsyncResult<double[]> mapToDoubleAsync(DoubleTask task, double[] values, TaskOptions options);

  /**
   * Applies the task to every number of a range, without boxing.
   *
   * @param task the function of one value
   * @param fromInclusive the first value
   * @param toExclusive one more than the last value; not below the first
   * @return the results, in the order of the range; at most 2^31 - 9 of them
   */
  default double[] mapToDouble(LongToDoubleTask task, long fromInclusive, long toExclusive) {
    return mapToDouble(task, fromInclusive, toExclusive, TaskOptions.defaults());
  }

  /**
   * Applies the task to every number of a range, without boxing.
   *
   * @param task the function of one value
   * @param fromInclusive the first value
   * @param toExclusive one more than the last value; not below the first
   * @param options chunk size, limits, retries and progress
   * @return the results, in the order of the range; at most 2^31 - 9 of them
   */
  double[] mapToDouble(
      LongToDoubleTask task, long fromInclusive, long toExclusive, TaskOptions options);

  /**
   * As {@code mapToDouble}, without waiting.
   *
   * @param task the function of one value
   * @param fromInclusive the first value
   * @param toExclusive one more than the last value; not below the first
   * @return the result to come: the results, in the order of the range; at most 2^31 - 9 of them
   */
  default AsyncResult<double[]> mapToDoubleAsync(
      LongToDoubleTask task, long fromInclusive, long toExclusive) {
    return mapToDoubleAsync(task, fromInclusive, toExclusive, TaskOptions.defaults());
  }

  /**
   * As {@code mapToDouble}, without waiting.
   *
   * @param task the function of one value
   * @param fromInclusive the first value
   * @param toExclusive one more than the last value; not below the first
   * @param options chunk size, limits, retries and progress
   * @return the result to come: the results, in the order of the range; at most 2^31 - 9 of them
   */
  AsyncResult<double[]> mapToDoubleAsync(
      LongToDoubleTask task, long fromInclusive, long toExclusive, TaskOptions options);

  /**
   * Applies the task to every value, without boxing.
   *
   * @param task the function of one value
   * @param values the values
   * @return the results, in the order of the values
   */
  default long[] mapToLong(LongTask task, long[] values) {
    return mapToLong(task, values, TaskOptions.defaults());
  }

  /**
   * Applies the task to every value, without boxing.
   *
   * @param task the function of one value
   * @param values the values
   * @param options chunk size, limits, retries and progress
   * @return the results, in the order of the values
   */
  long[] mapToLong(LongTask task, long[] values, TaskOptions options);

  /**
   * As {@code mapToLong}, without waiting.
   *
   * @param task the function of one value
   * @param values the values
   * @return the result to come: the results, in the order of the values
   */
  default AsyncResult<long[]> mapToLongAsync(LongTask task, long[] values) {
    return mapToLongAsync(task, values, TaskOptions.defaults());
  }

  /**
   * As {@code mapToLong}, without waiting.
   *
   * @param task the function of one value
   * @param values the values
   * @param options chunk size, limits, retries and progress
   * @return the result to come: the results, in the order of the values
   */
  AsyncResult<long[]> mapToLongAsync(LongTask task, long[] values, TaskOptions options);

  /**
   * Applies the task to every number of a range, without boxing.
   *
   * @param task the function of one value
   * @param fromInclusive the first value
   * @param toExclusive one more than the last value; not below the first
   * @return the results, in the order of the range; at most 2^31 - 9 of them
   */
  default long[] mapToLong(LongTask task, long fromInclusive, long toExclusive) {
    return mapToLong(task, fromInclusive, toExclusive, TaskOptions.defaults());
  }

  /**
   * Applies the task to every number of a range, without boxing.
   *
   * @param task the function of one value
   * @param fromInclusive the first value
   * @param toExclusive one more than the last value; not below the first
   * @param options chunk size, limits, retries and progress
   * @return the results, in the order of the range; at most 2^31 - 9 of them
   */
  long[] mapToLong(LongTask task, long fromInclusive, long toExclusive, TaskOptions options);

  /**
   * As {@code mapToLong}, without waiting.
   *
   * @param task the function of one value
   * @param fromInclusive the first value
   * @param toExclusive one more than the last value; not below the first
   * @return the result to come: the results, in the order of the range; at most 2^31 - 9 of them
   */
  default AsyncResult<long[]> mapToLongAsync(LongTask task, long fromInclusive, long toExclusive) {
    return mapToLongAsync(task, fromInclusive, toExclusive, TaskOptions.defaults());
  }

  /**
   * As {@code mapToLong}, without waiting.
   *
   * @param task the function of one value
   * @param fromInclusive the first value
   * @param toExclusive one more than the last value; not below the first
   * @param options chunk size, limits, retries and progress
   * @return the result to come: the results, in the order of the range; at most 2^31 - 9 of them
   */
  AsyncResult<long[]> mapToLongAsync(
      LongTask task, long fromInclusive, long toExclusive, TaskOptions options);

  /**
   * Returns a view of this pool for code written against {@code java.util.concurrent}.
   *
   * <p>What is submitted must be serializable: pass a {@link SerializableCallable}, or cast the
   * lambda to {@code (Callable<R> & Serializable)}; anything else is rejected with {@link
   * TaskSerializationException}. Shutting the view down closes the pool.
   *
   * @return the view; its futures are {@link AsyncResult}s
   */
  ExecutorService asExecutor();

  /**
   * Returns the workers that are there now.
   *
   * @return a snapshot
   */
  List<WorkerInfo> workers();

  /**
   * Returns what the pool has done so far.
   *
   * @return a snapshot
   */
  PoolStats stats();

  /**
   * Changes the number of workers; does not wait. A worker that is too many finishes what it runs
   * first.
   *
   * @param workers the new number, at least 1
   * @throws IllegalArgumentException when the machine has no memory for so many
   */
  void resize(int workers);

  /**
   * Finishes what was submitted, then stops the workers and removes the pool's files. Does nothing
   * the second time.
   *
   * <p>Of an {@code imap} whose items have not all been read yet, those that have are finished; the
   * rest is not read, and its iterator ends with a {@link PoolException} after their results.
   *
   * <p>Waits without limit for the tasks, as {@code ExecutorService.close} of JDK 19 does, and a
   * few seconds for the workers to exit before it kills them. When the waiting thread is
   * interrupted the pool is terminated, and the thread's interrupt status is set again.
   *
   * <p>It also waits for the dependent stages of finished calls, at most 60 s; not inside such a
   * stage. Inside the serialization of an item it throws {@link IllegalStateException}.
   */
  @Override
  void close();

  /**
   * Stops the pool now: kills the workers, fails what was submitted with {@link PoolException}, and
   * removes the pool's files. Returns when the workers are gone, a few seconds at the most. Does
   * nothing the second time.
   */
  void terminate();

  /**
   * Tells whether the pool takes no more calls.
   *
   * @return true after {@link #close()} or {@link #terminate()}
   */
  boolean isClosed();
}
