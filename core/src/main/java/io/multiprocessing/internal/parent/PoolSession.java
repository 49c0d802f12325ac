package io.multiprocessing.internal.parent;

import io.multiprocessing.PoolException;
import io.multiprocessing.internal.protocol.Nesting;
import io.multiprocessing.internal.protocol.SessionLayout;
import io.multiprocessing.ipc.NoSpaceException;
import io.multiprocessing.ipc.internal.channel.ChronicleSetup;
import io.multiprocessing.ipc.internal.files.SessionFolder;
import io.multiprocessing.ipc.internal.jvm.NativeLibrary;
import io.multiprocessing.ipc.internal.memory.MappedFile;
import io.multiprocessing.ipc.internal.wait.Doorbell;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Parent side: all that a running pool consists of: its folder, its threads, its engine. It does
 * not know the {@link JvmPool} in front of it, so that one can be found unreachable. This class is
 * thread-safe.
 */
final class PoolSession {

  private static final AtomicInteger COUNT = new AtomicInteger();
  private static final long TERMINATE_PATIENCE_SECONDS = 10;

  private final String name = "multiprocessing-pool-" + COUNT.incrementAndGet();
  private final SessionFolder folder;
  private final CompletableFuture<SessionFolder> overflow; // of null if there is none
  private final ExecutorService executor;
  private final Launcher launcher;
  private final Callbacks callbacks;
  private final Driver driver;
  private final Engine engine;
  private final ClassServer classServer;
  private final ClassSources classes;
  private final boolean makesArchive;
  private final CountDownLatch terminated = new CountDownLatch(1);

  private PoolSession(PoolConfig config) throws IOException {
    makesArchive = config.jvm().makesArchive();
    folder =
        config.folder() == null
            ? SessionFolder.create("pool")
            : SessionFolder.create(config.folder(), "pool");
    executor = Executors.newCachedThreadPool(this::newHelperThread);
    overflow =
        config.folder() == null
            ? CompletableFuture.supplyAsync(PoolSession::createOverflow, executor) // on a disk
                .exceptionally(failure -> null) // without file descriptors no class can be loaded
            : CompletableFuture.completedFuture(null);
    try {
      executor.submit(ChronicleSetup::prepare); // if it fails, the first queue will say so
      NativeLibrary.unpackTo(folder.path());
      NativeLibrary.loadFrom(folder.path());
      MappedFile.create(SessionLayout.sharedFile(folder.path()), SessionLayout.BYTES).close();
      JvmCommand command = JvmCommand.forWorkers(config.jvm(), config.workers(), folder.path());
      classServer = new ClassServer(name + "-classes", folder.path());
      classes = new ClassSources(command.classes(), config.jvm().classPath() == null, classServer);
      EncodedFunction initializer = classes.encode("initializer", config.initializer());
      launcher =
          new Launcher(
              name,
              folder,
              overflow.join() == null ? null : overflow.join().path(),
              command,
              classes.encodeSerializers("worker"),
              initializer,
              classes.encode("exitFunction", config.exitFunction()),
              classServer,
              OutputPump.orForward(config.outputListener()));
      // they come up while we load what follows
      launcher.startAhead(Workforce.startsAtFirst(config.workers()), executor);
      try {
        // never closed: whoever calls close(), stats() or cancel() later still rings the bell in it
        MappedFile shared = MappedFile.open(SessionLayout.sharedFile(folder.path()));
        callbacks = new Callbacks();
        Doorbell bell = new Doorbell(shared, SessionLayout.PARENT_BELL_OFFSET);
        engine =
            new Engine(
                config,
                launcher,
                executor,
                callbacks,
                initializer.source(),
                this::post,
                this::onTerminated);
        driver = new Driver(name, bell, engine);
      } catch (RuntimeException | Error e) {
        after(e, launcher::killAhead);
        throw e;
      }
    } catch (RuntimeException | Error | IOException e) {
      executor.shutdown(); // runs what is queued
      after(e, this::removeFolder);
      throw e;
    }
  }

  /** Clears up after a failure, which alone says what is wrong. */
  private static void after(Throwable failure, Runnable clearUp) {
    try {
      clearUp.run();
    } catch (RuntimeException | LinkageError e) { // no class is loaded without file descriptors
      failure.addSuppressed(e);
    }
  }

  static PoolSession start(PoolConfig config) {
    Nesting.check();
    LiveSessions.beginStart();
    try {
      PoolSession session = new PoolSession(config);
      LiveSessions.add(session);
      session.driver.start();
      session.executor.execute(session::sweep);
      return session;
    } catch (IOException | UncheckedIOException | NoSpaceException e) {
      Throwable reason = e.getCause() == null ? e : e.getCause();
      throw new PoolException(
          "the pool cannot make its files in "
              + (config.folder() == null ? SessionFolder.defaultBase() : config.folder())
              + ": "
              + e.getMessage()
              + (reason == e ? "" : " (" + reason.getMessage() + ")")
              + "; PoolBuilder.folder sets another place",
          e);
    } finally {
      LiveSessions.endStart();
    }
  }

  /** In the place that the user has not chosen there is room for what is too large for memory. */
  private static SessionFolder createOverflow() {
    try {
      return SessionFolder.overflowBase()
          .map(base -> SessionFolder.create(base, "large messages of a pool"))
          .orElse(null);
    } catch (RuntimeException e) { // nothing can be written there, most likely
      Log.debug("there is no overflow", e);
      return null;
    }
  }

  /** Removes what killed parents have left. */
  private void sweep() {
    SessionFolder.sweep(folder.path().getParent());
    if (overflow.join() != null) {
      SessionFolder.sweepIfPossible(overflow.join().path().getParent());
    }
  }

  private Thread newHelperThread(Runnable action) {
    Thread thread = new Thread(action, name + "-helper");
    thread.setDaemon(true);
    thread.setUncaughtExceptionHandler((t, e) -> Log.warning(t.getName() + " failed", e));
    return thread;
  }

  private void post(Runnable event) {
    driver.post(event);
  }

  Driver driver() {
    return driver;
  }

  Engine engine() {
    return engine;
  }

  String name() {
    return name;
  }

  /**
   * Serializes a function in the thread of the caller, so that its failure has the caller's stack.
   */
  EncodedFunction encode(String what, Object function) {
    return classes.encode(what, function);
  }

  void submit(Job job) {
    engine.checkOpen();
    driver.post(() -> engine.submit(job));
  }

  /** Submits a call and waits for it, driving the pool meanwhile if nobody else does. */
  <R> R call(Job job, Completion<R> completion) {
    engine.checkOpen();
    return await(() -> engine.submit(job), job, completion);
  }

  /** Waits for a call that was submitted. */
  <R> R await(Job job, Completion<R> completion) {
    return await(null, job, completion);
  }

  private <R> R await(Runnable event, Job job, Completion<R> completion) {
    Thread self = Thread.currentThread();
    completion.addWaiter(self);
    try {
      driver.await(event, completion::isSettled, System.nanoTime() + Long.MAX_VALUE);
    } catch (InterruptedException e) {
      PoolException failure =
          new PoolException(
              "interrupted while waiting for " + job.name() + "; it was cancelled", e);
      cancel(job, failure, true);
      self.interrupt();
      throw failure;
    } finally {
      completion.removeWaiter(self);
    }
    return completion.get();
  }

  void cancel(Job job, RuntimeException reason, boolean interruptRunning) {
    job.giveUp(); // the driver may be in the middle of a message full of its results
    driver.post(() -> engine.cancel(job, reason, interruptRunning));
  }

  /** Takes no more calls from now on, finishes what was submitted, then stops. */
  void beginClose() {
    engine.refuse();
    driver.post(engine::close);
  }

  /** Takes no more calls from now on, and stops. */
  void beginTerminate() {
    engine.refuse();
    driver.post(engine::terminate);
  }

  /** Finishes what was submitted, then stops; waits for that. */
  void close() {
    driver.checkNotDriving("closed");
    beginClose();
    boolean interrupted = false;
    while (true) {
      try {
        terminated.await();
        callbacks.awaitEnd();
        break;
      } catch (InterruptedException e) {
        if (!(Thread.currentThread() instanceof StreamedItems.InputThread)) {
          terminate();
          interrupted = true;
          break;
        }
        interrupted = true; // by the end of its own input, which this close has caused
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Stops now; waits for that, a few seconds at the most. */
  void terminate() {
    driver.checkNotDriving("terminated");
    beginTerminate();
    boolean interrupted = false;
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(TERMINATE_PATIENCE_SECONDS);
    while (true) {
      try {
        boolean done = terminated.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        if (!done) {
          removeFolder(); // workers that cannot even be killed lose their files
        }
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  boolean makesArchive() {
    return makesArchive;
  }

  boolean isTerminated() {
    return terminated.getCount() == 0;
  }

  boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
    return terminated.await(timeout, unit);
  }

  /** Driver: all workers are gone. */
  private void onTerminated() {
    executor.execute(
        () -> {
          try {
            driver.stop();
            launcher.killAhead(); // if the end came before the engine has asked for them
            classServer.close();
            removeFolder();
            callbacks.shutdown(); // begins to run what is queued
          } finally {
            LiveSessions.remove(this); // not before: who exits meanwhile waits for the rest
            terminated.countDown(); // whatever went wrong: somebody waits in close()
          }
        });
    executor.shutdown(); // runs what is queued, the above included
  }

  private void removeFolder() {
    try {
      remove(overflow.join());
    } finally {
      remove(folder);
    }
  }

  private void remove(SessionFolder each) {
    try {
      if (each != null) {
        each.close();
      }
    } catch (UncheckedIOException e) { // a later sweep will try again; the pool ends all the same
      Log.warning("the folder of " + name + " could not be removed", e);
    }
  }

  /** Any thread: runs an action on the callback thread; right here when the pool has ended. */
  void callBack(Runnable action) {
    callbacks.execute(action);
  }
}
