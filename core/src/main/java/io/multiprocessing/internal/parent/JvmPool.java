package io.multiprocessing.internal.parent;

import io.multiprocessing.AsyncResult;
import io.multiprocessing.BiTask;
import io.multiprocessing.DoubleTask;
import io.multiprocessing.LongTask;
import io.multiprocessing.LongToDoubleTask;
import io.multiprocessing.Outcome;
import io.multiprocessing.Pool;
import io.multiprocessing.PoolStats;
import io.multiprocessing.ResultIterator;
import io.multiprocessing.SerializableBinaryOperator;
import io.multiprocessing.SerializableCallable;
import io.multiprocessing.SerializablePredicate;
import io.multiprocessing.Task;
import io.multiprocessing.TaskOptions;
import io.multiprocessing.WorkerInfo;
import io.multiprocessing.internal.protocol.MatchFunction;
import io.multiprocessing.internal.protocol.Messages;
import io.multiprocessing.internal.protocol.Pair;
import io.multiprocessing.internal.protocol.ReduceFunction;
import io.multiprocessing.ipc.internal.codec.StaysInItsJvm;
import java.lang.ref.Cleaner;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;

/** Parent side: the pool as its users see it: turns calls into jobs. This class is thread-safe. */
public final class JvmPool implements Pool, StaysInItsJvm {

  private static final Cleaner CLEANER = Cleaner.create();
  private static final int MAX_ARRAY = Integer.MAX_VALUE - 8; // what every JVM can allocate

  /**
   * A call as a job, and where its result will be.
   *
   * @param <R> type of the result
   */
  private record Call<R>(Job job, Completion<R> completion) {}

  private final PoolSession session;
  private final int workers;

  private JvmPool(PoolSession session, int workers) {
    this.session = session;
    this.workers = workers;
  }

  /**
   * Starts a pool.
   *
   * @param config what its builder was told
   * @return the pool
   */
  public static Pool start(PoolConfig config) {
    PoolSession session = PoolSession.start(config);
    JvmPool pool = new JvmPool(session, config.workers());
    CLEANER.register(pool, () -> terminateForgotten(session));
    return pool;
  }

  private static void terminateForgotten(PoolSession session) {
    if (!session.isTerminated() && session.engine().isOpen()) {
      Log.warning(session.name() + " was not closed and is not reachable; it is terminated");
      session.terminate();
    }
  }

  // ---- one call

  private <R> Call<R> single(SerializableCallable<? extends R> call, TaskOptions options) {
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

  @Override
  public <R> R apply(SerializableCallable<? extends R> call, TaskOptions options) {
    return run(single(call, options));
  }

  @Override
  public <R> AsyncResult<R> applyAsync(
      SerializableCallable<? extends R> call, TaskOptions options) {
    return submit(single(call, options));
  }

  // ---- many items

  private <T, R> Call<List<R>> many(
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

  @Override
  public <T, R> List<R> map(
      Task<? super T, ? extends R> task, Iterable<? extends T> items, TaskOptions options) {
    return run(many("map", task, items, options));
  }

  @Override
  public <T, R> AsyncResult<List<R>> mapAsync(
      Task<? super T, ? extends R> task, Iterable<? extends T> items, TaskOptions options) {
    return submit(many("map", task, items, options));
  }

  private static <A, B, R> Task<Pair<A, B>, R> onPairs(
      BiTask<? super A, ? super B, ? extends R> task) {
    Objects.requireNonNull(task, "task");
    return pair -> task.apply(pair.first(), pair.second());
  }

  private static <A, B> List<Pair<A, B>> toPairs(
      Iterable<? extends Map.Entry<? extends A, ? extends B>> entries) {
    List<Pair<A, B>> pairs = new ArrayList<>();
    for (Map.Entry<? extends A, ? extends B> entry : entries) {
      pairs.add(new Pair<>(entry.getKey(), entry.getValue()));
    }
    return pairs;
  }

  @Override
  public <A, B, R> List<R> starmap(
      BiTask<? super A, ? super B, ? extends R> task,
      Iterable<? extends Map.Entry<? extends A, ? extends B>> pairs,
      TaskOptions options) {
    return run(
        many("starmap", JvmPool.<A, B, R>onPairs(task), JvmPool.<A, B>toPairs(pairs), options));
  }

  @Override
  public <A, B, R> AsyncResult<List<R>> starmapAsync(
      BiTask<? super A, ? super B, ? extends R> task,
      Iterable<? extends Map.Entry<? extends A, ? extends B>> pairs,
      TaskOptions options) {
    return submit(
        many("starmap", JvmPool.<A, B, R>onPairs(task), JvmPool.<A, B>toPairs(pairs), options));
  }

  private <T, R> Call<List<Outcome<R>>> outcomes(
      Task<? super T, ? extends R> task, Iterable<? extends T> items, TaskOptions options) {
    Objects.requireNonNull(task, "task");
    KnownItems source = objects(items);
    Completion<List<Outcome<R>>> completion = new Completion<>();
    ResultSink sink = new Sinks.Outcomes<>(completion, (int) source.size());
    return job("mapOutcomes", Messages.MAP, task, source, sink, completion, options);
  }

  @Override
  public <T, R> List<Outcome<R>> mapOutcomes(
      Task<? super T, ? extends R> task, Iterable<? extends T> items, TaskOptions options) {
    return run(outcomes(task, items, options));
  }

  @Override
  public <T, R> AsyncResult<List<Outcome<R>>> mapOutcomesAsync(
      Task<? super T, ? extends R> task, Iterable<? extends T> items, TaskOptions options) {
    return submit(outcomes(task, items, options));
  }

  // ---- streams

  @Override
  public <T, R> ResultIterator<R> imap(
      Task<? super T, ? extends R> task, Iterable<? extends T> items, TaskOptions options) {
    return stream("imap", true, task, items, options);
  }

  @Override
  public <T, R> ResultIterator<R> imapUnordered(
      Task<? super T, ? extends R> task, Iterable<? extends T> items, TaskOptions options) {
    return stream("imapUnordered", false, task, items, options);
  }

  private <T, R> ResultIterator<R> stream(
      String name,
      boolean ordered,
      Task<? super T, ? extends R> task,
      Iterable<? extends T> items,
      TaskOptions options) {
    Objects.requireNonNull(task, "task");
    Objects.requireNonNull(items, "items");
    StreamedItems source =
        new StreamedItems(items, options.lookAhead(), workers, options.chunking());
    StreamedResults<R> results = new StreamedResults<>(ordered, source);
    Job job = newJob(name, Messages.MAP, task, source, results, options);
    results.start(this, session, job);
    session.submit(job);
    Engine engine = session.engine();
    source.start(
        session.name() + "-" + name + "-input",
        () -> session.driver().post(() -> engine.moreItems(job)));
    return results;
  }

  // ---- results that are combined

  private <T, R> Call<R> reduced(
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

  @Override
  public <T, R> R mapReduce(
      Task<? super T, ? extends R> task,
      R identity,
      SerializableBinaryOperator<R> combiner,
      Iterable<? extends T> items,
      TaskOptions options) {
    return run(reduced(task, identity, combiner, items, options));
  }

  @Override
  public <T, R> AsyncResult<R> mapReduceAsync(
      Task<? super T, ? extends R> task,
      R identity,
      SerializableBinaryOperator<R> combiner,
      Iterable<? extends T> items,
      TaskOptions options) {
    return submit(reduced(task, identity, combiner, items, options));
  }

  private <T> Call<Boolean> match(
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

  @Override
  public <T> boolean anyMatch(
      SerializablePredicate<? super T> predicate,
      Iterable<? extends T> items,
      TaskOptions options) {
    return run(match("anyMatch", true, predicate, items, options));
  }

  @Override
  public <T> AsyncResult<Boolean> anyMatchAsync(
      SerializablePredicate<? super T> predicate,
      Iterable<? extends T> items,
      TaskOptions options) {
    return submit(match("anyMatch", true, predicate, items, options));
  }

  @Override
  public <T> boolean allMatch(
      SerializablePredicate<? super T> predicate,
      Iterable<? extends T> items,
      TaskOptions options) {
    return run(match("allMatch", false, predicate, items, options));
  }

  @Override
  public <T> AsyncResult<Boolean> allMatchAsync(
      SerializablePredicate<? super T> predicate,
      Iterable<? extends T> items,
      TaskOptions options) {
    return submit(match("allMatch", false, predicate, items, options));
  }

  // ---- numbers

  private Call<double[]> doubles(int kind, Object task, ItemSource items, TaskOptions options) {
    Objects.requireNonNull(task, "task");
    Completion<double[]> completion = new Completion<>();
    ResultSink sink = new Sinks.Doubles(completion, (int) items.size());
    return job("mapToDouble", kind, task, items, sink, completion, options);
  }

  private Call<long[]> longs(int kind, Object task, ItemSource items, TaskOptions options) {
    Objects.requireNonNull(task, "task");
    Completion<long[]> completion = new Completion<>();
    ResultSink sink = new Sinks.Longs(completion, (int) items.size());
    return job("mapToLong", kind, task, items, sink, completion, options);
  }

  private static ItemSource range(long fromInclusive, long toExclusive) {
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

  @Override
  public double[] mapToDouble(DoubleTask task, double[] values, TaskOptions options) {
    return run(doubles(Messages.DOUBLES, task, new KnownItems.Doubles(values), options));
  }

  @Override
  public AsyncResult<double[]> mapToDoubleAsync(
      DoubleTask task, double[] values, TaskOptions options) {
    return submit(doubles(Messages.DOUBLES, task, new KnownItems.Doubles(values.clone()), options));
  }

  @Override
  public double[] mapToDouble(
      LongToDoubleTask task, long fromInclusive, long toExclusive, TaskOptions options) {
    return run(
        doubles(Messages.RANGE_TO_DOUBLES, task, range(fromInclusive, toExclusive), options));
  }

  @Override
  public AsyncResult<double[]> mapToDoubleAsync(
      LongToDoubleTask task, long fromInclusive, long toExclusive, TaskOptions options) {
    return submit(
        doubles(Messages.RANGE_TO_DOUBLES, task, range(fromInclusive, toExclusive), options));
  }

  @Override
  public long[] mapToLong(LongTask task, long[] values, TaskOptions options) {
    return run(longs(Messages.LONGS, task, new KnownItems.Longs(values), options));
  }

  @Override
  public AsyncResult<long[]> mapToLongAsync(LongTask task, long[] values, TaskOptions options) {
    return submit(longs(Messages.LONGS, task, new KnownItems.Longs(values.clone()), options));
  }

  @Override
  public long[] mapToLong(
      LongTask task, long fromInclusive, long toExclusive, TaskOptions options) {
    return run(longs(Messages.RANGE_TO_LONGS, task, range(fromInclusive, toExclusive), options));
  }

  @Override
  public AsyncResult<long[]> mapToLongAsync(
      LongTask task, long fromInclusive, long toExclusive, TaskOptions options) {
    return submit(longs(Messages.RANGE_TO_LONGS, task, range(fromInclusive, toExclusive), options));
  }

  // ---- jobs

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

  private Job newJob(
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

  private <R> R run(Call<R> call) {
    return session.call(call.job(), call.completion());
  }

  private <R> AsyncResult<R> submit(Call<R> call) {
    PoolResult<R> result = new PoolResult<>(this, session, call.job(), call.completion());
    session.submit(call.job());
    return result;
  }

  // ---- the pool

  @Override
  public ExecutorService asExecutor() {
    return new PoolExecutor(this, session);
  }

  @Override
  public List<WorkerInfo> workers() {
    return session.isTerminated() ? List.of() : session.driver().ask(session.engine()::workers);
  }

  @Override
  public PoolStats stats() {
    return session.driver().ask(session.engine()::stats);
  }

  @Override
  public void resize(int newWorkers) {
    if (newWorkers < 1) {
      throw new IllegalArgumentException("workers must be at least 1: workers=" + newWorkers);
    }
    session.engine().checkOpen();
    MachineShare.checkFits(newWorkers);
    session.driver().post(() -> session.engine().resize(newWorkers));
  }

  @Override
  public void close() {
    session.close();
  }

  @Override
  public void terminate() {
    session.terminate();
  }

  @Override
  public boolean isClosed() {
    return !session.engine().isOpen();
  }

  @Override
  public String toString() {
    return session.name();
  }
}
