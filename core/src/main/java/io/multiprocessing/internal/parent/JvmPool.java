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
import io.multiprocessing.internal.protocol.Messages;
import io.multiprocessing.ipc.internal.codec.StaysInItsJvm;
import java.lang.ref.Cleaner;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicReference;

/** Parent side: the pool as its users see it. This class is thread-safe. */
public final class JvmPool implements Pool, StaysInItsJvm {

  private static final Cleaner CLEANER = Cleaner.create();

  private final PoolSession session;
  private final Calls calls;
  private final int workers;

  private JvmPool(PoolSession session, int workers) {
    this.session = session;
    this.calls = new Calls(session);
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

  @Override
  public <R> R apply(SerializableCallable<? extends R> call, TaskOptions options) {
    return run(calls.single(call, options));
  }

  @Override
  public <R> AsyncResult<R> applyAsync(
      SerializableCallable<? extends R> call, TaskOptions options) {
    return submit(calls.single(call, options));
  }

  @Override
  public <T, R> List<R> map(
      Task<? super T, ? extends R> task, Iterable<? extends T> items, TaskOptions options) {
    return run(calls.many("map", task, items, options));
  }

  @Override
  public <T, R> AsyncResult<List<R>> mapAsync(
      Task<? super T, ? extends R> task, Iterable<? extends T> items, TaskOptions options) {
    return submit(calls.many("map", task, items, options));
  }

  @Override
  public <A, B, R> List<R> starmap(
      BiTask<? super A, ? super B, ? extends R> task,
      Iterable<? extends Map.Entry<? extends A, ? extends B>> pairs,
      TaskOptions options) {
    return run(calls.pairs(task, pairs, options));
  }

  @Override
  public <A, B, R> AsyncResult<List<R>> starmapAsync(
      BiTask<? super A, ? super B, ? extends R> task,
      Iterable<? extends Map.Entry<? extends A, ? extends B>> pairs,
      TaskOptions options) {
    return submit(calls.pairs(task, pairs, options));
  }

  @Override
  public <T, R> List<Outcome<R>> mapOutcomes(
      Task<? super T, ? extends R> task, Iterable<? extends T> items, TaskOptions options) {
    return run(calls.outcomes(task, items, options));
  }

  @Override
  public <T, R> AsyncResult<List<Outcome<R>>> mapOutcomesAsync(
      Task<? super T, ? extends R> task, Iterable<? extends T> items, TaskOptions options) {
    return submit(calls.outcomes(task, items, options));
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
    LookAhead lookAhead = new LookAhead(options.lookAhead(), workers);
    StreamedItems source = new StreamedItems(items, lookAhead, options.chunking());
    StreamedResults<R> results = new StreamedResults<>(ordered, source);
    Job job = calls.newJob(name, Messages.MAP, task, source, results, options);
    results.start(session, job);
    ResultIterator<R> held = new HeldResults<>(this, results);
    Engine engine = session.engine();
    Driver driver = session.driver(); // the reading thread must not hold this pool
    // when dropped, not cancelled: for what their tasks do, items that were read are finished
    AtomicReference<Runnable> dropped =
        new AtomicReference<>(
            () ->
                driver.post(
                    () -> {
                      source.stopReading();
                      engine.moreItems(job);
                    }));
    source.onClose(() -> dropped.set(() -> {})); // or the cleaner would hold the user's items
    session.submit(job);
    source.start(
        session.name() + "-" + name + "-input", () -> driver.post(() -> engine.moreItems(job)));
    CLEANER.register(held, () -> dropped.get().run());
    return held;
  }

  @Override
  public <T, R> R mapReduce(
      Task<? super T, ? extends R> task,
      R identity,
      SerializableBinaryOperator<R> combiner,
      Iterable<? extends T> items,
      TaskOptions options) {
    return run(calls.reduced(task, identity, combiner, items, options));
  }

  @Override
  public <T, R> AsyncResult<R> mapReduceAsync(
      Task<? super T, ? extends R> task,
      R identity,
      SerializableBinaryOperator<R> combiner,
      Iterable<? extends T> items,
      TaskOptions options) {
    return submit(calls.reduced(task, identity, combiner, items, options));
  }

  @Override
  public <T> boolean anyMatch(
      SerializablePredicate<? super T> predicate,
      Iterable<? extends T> items,
      TaskOptions options) {
    return run(calls.match("anyMatch", true, predicate, items, options));
  }

  @Override
  public <T> AsyncResult<Boolean> anyMatchAsync(
      SerializablePredicate<? super T> predicate,
      Iterable<? extends T> items,
      TaskOptions options) {
    return submit(calls.match("anyMatch", true, predicate, items, options));
  }

  @Override
  public <T> boolean allMatch(
      SerializablePredicate<? super T> predicate,
      Iterable<? extends T> items,
      TaskOptions options) {
    return run(calls.match("allMatch", false, predicate, items, options));
  }

  @Override
  public <T> AsyncResult<Boolean> allMatchAsync(
      SerializablePredicate<? super T> predicate,
      Iterable<? extends T> items,
      TaskOptions options) {
    return submit(calls.match("allMatch", false, predicate, items, options));
  }

  @Override
  public double[] mapToDouble(DoubleTask task, double[] values, TaskOptions options) {
    return run(calls.doubles(Messages.DOUBLES, task, new KnownItems.Doubles(values), options));
  }

  @Override
  public AsyncResult<double[]> mapToDoubleAsync(
      DoubleTask task, double[] values, TaskOptions options) {
    return submit(
        calls.doubles(Messages.DOUBLES, task, new KnownItems.Doubles(values.clone()), options));
  }

  @Override
  public double[] mapToDouble(
      LongToDoubleTask task, long fromInclusive, long toExclusive, TaskOptions options) {
    return run(
        calls.doubles(
            Messages.RANGE_TO_DOUBLES, task, Calls.range(fromInclusive, toExclusive), options));
  }

  @Override
  public AsyncResult<double[]> mapToDoubleAsync(
      LongToDoubleTask task, long fromInclusive, long toExclusive, TaskOptions options) {
    return submit(
        calls.doubles(
            Messages.RANGE_TO_DOUBLES, task, Calls.range(fromInclusive, toExclusive), options));
  }

  @Override
  public long[] mapToLong(LongTask task, long[] values, TaskOptions options) {
    return run(calls.longs(Messages.LONGS, task, new KnownItems.Longs(values), options));
  }

  @Override
  public AsyncResult<long[]> mapToLongAsync(LongTask task, long[] values, TaskOptions options) {
    return submit(calls.longs(Messages.LONGS, task, new KnownItems.Longs(values.clone()), options));
  }

  @Override
  public long[] mapToLong(
      LongTask task, long fromInclusive, long toExclusive, TaskOptions options) {
    return run(
        calls.longs(
            Messages.RANGE_TO_LONGS, task, Calls.range(fromInclusive, toExclusive), options));
  }

  @Override
  public AsyncResult<long[]> mapToLongAsync(
      LongTask task, long fromInclusive, long toExclusive, TaskOptions options) {
    return submit(
        calls.longs(
            Messages.RANGE_TO_LONGS, task, Calls.range(fromInclusive, toExclusive), options));
  }

  private <R> R run(Calls.Call<R> call) {
    return session.call(call.job(), call.completion());
  }

  private <R> AsyncResult<R> submit(Calls.Call<R> call) {
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
