package io.multiprocessing.internal.parent;

import io.multiprocessing.BiTask;
import io.multiprocessing.Outcome;
import io.multiprocessing.SerializableBinaryOperator;
import io.multiprocessing.SerializableCallable;
import io.multiprocessing.SerializablePredicate;
import io.multiprocessing.Task;
import io.multiprocessing.TaskOptions;
import io.multiprocessing.internal.protocol.MatchFunction;
import io.multiprocessing.internal.protocol.Messages;
import io.multiprocessing.internal.protocol.Pair;
import io.multiprocessing.internal.protocol.ReduceFunction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Parent side: makes jobs of calls, each with its items, the function encoded, and the place where
 * its result will be. They are submitted by others. This class is thread-safe.
 */
final class Calls {

  private static final int MAX_ARRAY = Integer.MAX_VALUE - 8; // what every JVM can allocate

  /**
   * A call as a job, and where its result will be.
   *
   * @param <R> type of the result
   */
  record Call<R>(Job job, Completion<R> completion) {}

  private final PoolSession session;

  Calls(PoolSession session) {
    this.session = session;
  }

  <R> Call<R> single(SerializableCallable<? extends R> call, TaskOptions options) {
    Objects.requireNonNull(call, "call");
    Completion<R> completion = new Completion<>();
    return job(
        "apply",
        Messages.CALL,
        call,
        new KnownItems.Nothing(),
        new Sinks.Single<>(completion),
        completion,
        options);
  }

  <T, R> Call<List<R>> many(
      String name,
      Task<? super T, ? extends R> task,
      Iterable<? extends T> items,
      TaskOptions options) {
    Objects.requireNonNull(task, "task");
    KnownItems source = objects(items);
    Completion<List<R>> completion = new Completion<>();
    ResultSink sink = new Sinks.Ordered<>(completion, (int) source.size());
    return job(name, Messages.MAP, task, source, sink, completion, options);
  }

  <A, B, R> Call<List<R>> pairs(
      BiTask<? super A, ? super B, ? extends R> task,
      Iterable<? extends Map.Entry<? extends A, ? extends B>> pairs,
      TaskOptions options) {
    return many("starmap", Calls.<A, B, R>onPairs(task), Calls.<A, B>toPairs(pairs), options);
  }

  private static <A, B, R> Task<Pair<A, B>, R> onPairs(
      BiTask<? super A, ? super B, ? extends R> task) {
    Objects.requireNonNull(task, "task");
    return pair -> task.apply(pair.first(), pair.second());
  }

  private static <A, B> List<Pair<A, B>> toPairs(
      Iterable<? extends Map.Entry<? extends A, ? extends B>> entries) {
    List<Pair<A, B>> pairs = new ArrayList<>();
    for (Map.Entry<? extends A, ? extends B> entry : PieceList.steady(entries)) {
      pairs.add(new Pair<>(entry.getKey(), entry.getValue()));
    }
    return pairs;
  }

  <T, R> Call<List<Outcome<R>>> outcomes(
      Task<? super T, ? extends R> task, Iterable<? extends T> items, TaskOptions options) {
    Objects.requireNonNull(task, "task");
    KnownItems source = objects(items);
    Completion<List<Outcome<R>>> completion = new Completion<>();
    ResultSink sink = new Sinks.Outcomes<>(completion, (int) source.size());
    return job("mapOutcomes", Messages.MAP, task, source, sink, completion, options);
  }

  <T, R> Call<R> reduced(
      Task<? super T, ? extends R> task,
      R identity,
      SerializableBinaryOperator<R> combiner,
      Iterable<? extends T> items,
      TaskOptions options) {
    Objects.requireNonNull(task, "task");
    Objects.requireNonNull(combiner, "combiner");
    KnownItems source = objects(items);
    Completion<R> completion = new Completion<>();
    ResultSink sink = new Sinks.Reduced<>(completion, identity, combiner);
    Object function = new ReduceFunction(taskOnObjects(task), combinerOfObjects(combiner));
    return job("mapReduce", Messages.REDUCE, function, source, sink, completion, options);
  }

  @SuppressWarnings(
      "unchecked") // the parent and the workers agree on the types through the caller's signature
  private static Task<Object, Object> taskOnObjects(Task<?, ?> task) {
    return (Task<Object, Object>) task;
  }

  @SuppressWarnings("unchecked") // as above
  private static SerializableBinaryOperator<Object> combinerOfObjects(
      SerializableBinaryOperator<?> combiner) {
    return (SerializableBinaryOperator<Object>) combiner;
  }

  @SuppressWarnings("unchecked") // as above
  private static SerializablePredicate<Object> predicateOnObjects(
      SerializablePredicate<?> predicate) {
    return (SerializablePredicate<Object>) predicate;
  }

  <T> Call<Boolean> match(
      String name,
      boolean decisive,
      SerializablePredicate<? super T> predicate,
      Iterable<? extends T> items,
      TaskOptions options) {
    Objects.requireNonNull(predicate, "predicate");
    KnownItems source = objects(items);
    Completion<Boolean> completion = new Completion<>();
    ResultSink sink = new Sinks.Match(completion, decisive);
    Object function = new MatchFunction(predicateOnObjects(predicate), decisive);
    return job(name, Messages.MATCH, function, source, sink, completion, options);
  }

  Call<double[]> doubles(int kind, Object task, ItemSource items, TaskOptions options) {
    Objects.requireNonNull(task, "task");
    Completion<double[]> completion = new Completion<>();
    ResultSink sink = new Sinks.Doubles(completion, (int) items.size());
    return job("mapToDouble", kind, task, items, sink, completion, options);
  }

  Call<long[]> longs(int kind, Object task, ItemSource items, TaskOptions options) {
    Objects.requireNonNull(task, "task");
    Completion<long[]> completion = new Completion<>();
    ResultSink sink = new Sinks.Longs(completion, (int) items.size());
    return job("mapToLong", kind, task, items, sink, completion, options);
  }

  static ItemSource range(long fromInclusive, long toExclusive) {
    long count = toExclusive - fromInclusive;
    if (toExclusive < fromInclusive || count < 0 || count > MAX_ARRAY) {
      throw new IllegalArgumentException(
          "a range must have between 0 and "
              + MAX_ARRAY
              + " numbers: fromInclusive="
              + fromInclusive
              + ", toExclusive="
              + toExclusive);
    }
    return new KnownItems.Range(fromInclusive, count);
  }

  private static KnownItems objects(Iterable<?> items) {
    Objects.requireNonNull(items, "items");
    return new KnownItems.Objects(PieceList.copyOf(items));
  }

  private <R> Call<R> job(
      String name,
      int kind,
      Object function,
      ItemSource items,
      ResultSink sink,
      Completion<R> completion,
      TaskOptions options) {
    return new Call<>(newJob(name, kind, function, items, sink, options), completion);
  }

  Job newJob(
      String name,
      int kind,
      Object function,
      ItemSource items,
      ResultSink sink,
      TaskOptions options) {
    Objects.requireNonNull(options, "options");
    session.engine().checkOpen();
    EncodedFunction encoded = session.encode("task of " + name, function);
    return session.engine().newJob(new JobSpec(name, kind, encoded, items, sink, options));
  }
}
