package io.multiprocessing.docs;

import io.multiprocessing.AsyncResult;
import io.multiprocessing.Outcome;
import io.multiprocessing.Pool;
import io.multiprocessing.PoolException;
import io.multiprocessing.ResultIterator;
import io.multiprocessing.SerializableRunnable;
import io.multiprocessing.TaskFailedException;
import io.multiprocessing.TaskOptions;
import io.multiprocessing.TaskSerializationException;
import io.multiprocessing.WorkerContext;
import io.multiprocessing.WorkerCrashedException;
import io.multiprocessing.WorkerSideException;
import io.multiprocessing.WorkerStartException;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import sun.misc.Unsafe;

/** The blocks of docs/40-failures.md. */
final class FailuresPage {

  private FailuresPage() {}

  static void pattern(Pool pool) {
    // tag: pattern
    for (Outcome<Integer> outcome : pool.mapOutcomes(FailuresPage::risky, List.of(1, 2, 3))) {
      System.out.println(outcome);
    }
    System.out.println(pool.apply(() -> "the next call works"));
    // end: pattern
  }

  static int risky(int n) {
    if (n == 2) {
      throw new IllegalArgumentException("n=" + n);
    }
    return n;
  }

  static void throwing(Pool pool) {
    // tag: throwing
    try {
      pool.map(FailuresPage::risky, List.of(1, 2, 3));
    } catch (TaskFailedException e) {
      System.out.println(e.getMessage());
      System.out.println(e.getCause().getStackTrace()[0].getMethodName()); // where it was thrown
    }
    // end: throwing
  }

  // tag: strangeException
  @SuppressWarnings("serial")
  static final class Strange extends RuntimeException {
    final Thread thread = Thread.currentThread(); // a thread cannot leave its JVM

    Strange(String message) {
      super(message);
    }
  }

  static void strangeException(Pool pool) {
    try {
      pool.apply(
          () -> {
            throw new Strange("held a thread");
          });
    } catch (TaskFailedException e) {
      WorkerSideException cause = (WorkerSideException) e.getCause();
      System.out.println(cause.originalClassName());
      System.out.println(cause.getMessage());
      System.out.println(cause.originalStackTrace().lines().findFirst().orElse(""));
    }
  }

  // end: strangeException

  static void badResult(Pool pool) {
    // tag: badResult
    try {
      pool.apply(() -> Thread.currentThread());
    } catch (TaskSerializationException e) {
      System.out.println(e.getMessage());
    }
    // end: badResult
  }

  // tag: unreadableResult-record
  record OnlyInWorkers(String name) {
    OnlyInWorkers {
      if (!WorkerContext.isWorker()) {
        throw new IllegalStateException("made outside of a worker");
      }
    }
  }

  // end: unreadableResult-record

  static void unreadableResult(Pool pool) {
    // tag: unreadableResult
    try {
      pool.apply(() -> new OnlyInWorkers("x"));
    } catch (TaskSerializationException e) {
      System.out.println(e.getMessage());
    }
    // end: unreadableResult
  }

  static void badArgument(Pool pool) {
    // tag: badArgument
    List<Object> items = List.of("one", new Thread("two"), "three");
    for (Outcome<String> outcome : pool.mapOutcomes(item -> item.toString(), items)) {
      System.out.println(outcome);
    }
    // end: badArgument
  }

  // tag: unreadableArgument-record
  record OnlyInParent(String name) {
    OnlyInParent {
      if (WorkerContext.isWorker()) {
        throw new IllegalStateException("made in a worker");
      }
    }
  }

  // end: unreadableArgument-record

  static void unreadableArgument(Pool pool) {
    // tag: unreadableArgument
    try {
      pool.map(item -> item.name(), List.of(new OnlyInParent("x")));
    } catch (TaskSerializationException e) {
      System.out.println(e.getMessage());
    }
    // end: unreadableArgument
  }

  static void exit() {
    // tag: exit
    try (Pool pool = Pool.create(1)) {
      WorkerCrashedException crash = crashOf(pool, () -> System.exit(5));
      System.out.println(crash.getMessage());
      System.out.println(crash.exitCode() + " " + crash.signal());
    }
    // end: exit
  }

  // tag: exit-crashOf
  private static WorkerCrashedException crashOf(Pool pool, SerializableRunnable action) {
    try {
      pool.apply(
          () -> {
            action.run();
            return null;
          });
      throw new AssertionError("no crash");
    } catch (WorkerCrashedException e) {
      return e;
    }
  }

  // end: exit-crashOf

  static void kill() {
    // tag: kill
    try (Pool pool = Pool.create(1)) {
      WorkerCrashedException crash =
          crashOf(
              pool,
              () -> {
                System.err.println("about to die");
                new ProcessBuilder("kill", "-9", "" + ProcessHandle.current().pid()).start();
                Thread.sleep(60_000);
              });
      System.out.println(crash.getMessage());
      System.out.println(crash.signal() + " " + crash.stderr());
    }
    // end: kill
  }

  @SuppressWarnings("removal") // JDK 24 and later: to be replaced, like all who call it
  static void segfault() {
    // tag: segfault
    try (Pool pool =
        Pool.builder().workers(1).outputListener((worker, source, line) -> {}).build()) {
      WorkerCrashedException crash = crashOf(pool, () -> unsafe().putLong(1, 1));
      System.out.println(crash.getMessage().lines().findFirst().orElse(""));
      System.out.println(crash.signal() + ", crash log: " + crash.crashLog().isPresent());
      crash.crashSummary().lines().limit(2).forEach(System.out::println);
    }
    // end: segfault
  }

  private static Unsafe unsafe() throws ReflectiveOperationException {
    Field field = Unsafe.class.getDeclaredField("theUnsafe");
    field.setAccessible(true);
    return (Unsafe) field.get(null);
  }

  static void heap() {
    // tag: heap
    try (Pool pool =
        Pool.builder()
            .workers(1)
            .workerMaxHeap("64m")
            .outputListener((worker, source, line) -> {})
            .build()) {
      WorkerCrashedException crash =
          crashOf(
              pool,
              () -> {
                List<byte[]> kept = new ArrayList<>();
                for (int megabyte = 0; megabyte < 1000; megabyte++) {
                  kept.add(new byte[1 << 20]);
                }
                System.out.println(kept.size());
              });
      System.out.println(crash.getMessage());
      System.out.println(crash.outOfMemory());
    }
    // end: heap
  }

  static void directMemory() {
    // tag: directMemory
    try (Pool pool = Pool.builder().workers(1).jvmArgs("-XX:MaxDirectMemorySize=1m").build()) {
      pool.apply(() -> ByteBuffer.allocateDirect(1 << 24).capacity());
    } catch (TaskFailedException e) {
      System.out.println(e.getCause().getClass());
    }
    // end: directMemory
  }

  static void hang(Pool pool) {
    // tag: hang
    TaskOptions limit = TaskOptions.defaults().taskTimeout(Duration.ofMillis(200));
    try {
      pool.apply(() -> sleep(60_000), limit);
    } catch (PoolException e) {
      System.out.println(e.getMessage());
    }
    // end: hang
  }

  private static int sleep(int millis) throws InterruptedException {
    Thread.sleep(millis);
    return millis;
  }

  static void ignoresInterrupts() {
    // tag: ignoresInterrupts
    TaskOptions limit = TaskOptions.defaults().taskTimeout(Duration.ofMillis(200));
    try (Pool pool = Pool.builder().workers(1).interruptGrace(Duration.ofMillis(100)).build()) {
      AsyncResult<Object> endless =
          pool.applyAsync(
              () -> {
                while (true) {
                  Thread.onSpinWait();
                }
              },
              limit);
      try {
        endless.await();
      } catch (PoolException e) {
        System.out.println(e.getMessage());
      }
      System.out.println(pool.apply(() -> "the next call runs in a new worker"));
      System.out.println(pool.stats().killedWorkers() + " worker killed");
    }
    // end: ignoresInterrupts
  }

  static void initializer() {
    // tag: initializer
    try (Pool pool =
        Pool.builder()
            .workers(1)
            .initializer(
                () -> {
                  throw new IOException("no model");
                })
            .build()) {
      pool.apply(() -> 1);
    } catch (WorkerStartException e) {
      System.out.println(e.getMessage());
    }
    // end: initializer
  }

  static void badOption() {
    // tag: badOption
    try (Pool pool =
        Pool.builder()
            .workers(1)
            .jvmArgs("-XX:+NoSuchOption")
            .outputListener((worker, source, line) -> {})
            .build()) {
      pool.apply(() -> 1);
    } catch (WorkerStartException e) {
      System.out.println(e.output().lines().findFirst().orElseThrow());
    }
    // end: badOption
  }

  static void iterator(Pool pool) {
    // tag: iterator
    Iterator<Integer> numbers =
        IntStream.iterate(4, n -> n - 1).map(n -> 12 / n).boxed().iterator(); // fails at the fifth
    try (ResultIterator<Integer> results = pool.imap(n -> n, () -> numbers)) {
      while (results.hasNext()) {
        System.out.println(results.next());
      }
    } catch (ArithmeticException e) {
      System.out.println("the input: " + e.getMessage());
    }
    // end: iterator
  }

  static void callback(Pool pool) {
    // tag: callback
    AsyncResult<Integer> result = pool.applyAsync(() -> 42);
    var dependent =
        result.thenAccept(
            n -> {
              throw new IllegalStateException("callback");
            });
    System.out.println(dependent.handle((nothing, e) -> e.getMessage()).join());
    System.out.println(result.await() + ", and " + pool.apply(() -> "the next call works"));
    // end: callback
  }

  static void combiner(Pool pool) {
    // tag: combiner
    try {
      pool.mapReduce(n -> n, 0, Math::addExact, List.of(Integer.MAX_VALUE, 1));
    } catch (TaskFailedException e) {
      System.out.println(e.getCause());
    }
    // end: combiner
  }

  static void poison() {
    // tag: poison
    TaskOptions stubborn = TaskOptions.defaults().retries(10).poisonLimit(2);
    try (Pool pool = Pool.create(1)) {
      pool.apply(
          () -> {
            Runtime.getRuntime().halt(1);
            return null;
          },
          stubborn);
    } catch (WorkerCrashedException e) {
      System.out.println(e.getMessage());
    }
    // end: poison
  }

  // tag: forkBomb
  interface Bomb {
    Pool POOL = Pool.create(1); // when the class is initialized

    static int explode() {
      return POOL.apply(() -> 1);
    }
  }

  static void forkBomb(Pool pool) {
    try {
      pool.apply(() -> Bomb.explode());
    } catch (TaskFailedException e) {
      System.out.println(e.getCause().getCause().getMessage());
    }
  }

  // end: forkBomb

  static void tooManyWorkers() {
    // tag: tooManyWorkers
    try {
      Pool.create(1_000_000).close();
    } catch (IllegalArgumentException e) {
      System.out.println(e.getMessage());
    }
    // end: tooManyWorkers
  }

  static void manyThreads(Pool pool) {
    // tag: manyThreads
    int sum =
        IntStream.range(0, 20).parallel().map(n -> pool.apply(() -> n * n)).sum(); // many callers
    System.out.println(sum);
    // end: manyThreads
  }
}
