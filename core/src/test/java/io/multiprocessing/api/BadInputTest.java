package io.multiprocessing.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.multiprocessing.Chunking;
import io.multiprocessing.Pool;
import io.multiprocessing.PoolBuilder;
import io.multiprocessing.SerializableCallable;
import io.multiprocessing.Task;
import io.multiprocessing.TaskOptions;
import io.multiprocessing.TaskSerializationException;
import io.multiprocessing.WorkerContext;
import io.multiprocessing.testing.NothingLeftBehind;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.Serializable;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.function.Executable;

/** Misuse is told at the call, with the name and the value; what cannot travel by its name. */
@ExtendWith(NothingLeftBehind.class)
class BadInputTest {

  private static Pool pool;

  @BeforeAll
  static void start() {
    pool = Pool.create(1);
  }

  @AfterAll
  static void stop() {
    pool.close();
  }

  private static void assertRefused(String nameAndValue, Executable call) {
    IllegalArgumentException e = assertThrows(IllegalArgumentException.class, call);
    assertTrue(e.getMessage().contains(nameAndValue), e.getMessage());
  }

  @Test
  void shouldRefuseBadNumbersOfWorkers() {
    assertRefused("workers=0", () -> Pool.create(0));
    assertRefused("workers=-1", () -> Pool.builder().workers(-1));
    assertRefused("workers=0", () -> pool.resize(0));
  }

  @Test
  void shouldRefuseBadSettingsOfAPool() {
    PoolBuilder builder = Pool.builder();
    assertRefused("maxTasksPerWorker=0", () -> builder.maxTasksPerWorker(0));
    assertRefused("idleTimeout=PT0S", () -> builder.idleTimeout(Duration.ZERO));
    assertRefused("idleTimeout=PT-1S", () -> builder.idleTimeout(Duration.ofSeconds(-1)));
    assertRefused("startTimeout=PT0S", () -> builder.startTimeout(Duration.ZERO));
    assertRefused("interruptGrace=PT-1S", () -> builder.interruptGrace(Duration.ofSeconds(-1)));
    for (String size : List.of("", "0", "-1", "1x", "64mb", "m", " 64m")) {
      assertRefused("workerMaxHeap=" + size, () -> builder.workerMaxHeap(size));
    }
    assertRefused("javaHome=/nowhere", () -> builder.javaHome(Path.of("/nowhere")));
    assertRefused("folder=/nowhere", () -> builder.folder(Path.of("/nowhere")));
    assertRefused("workers=1000000", () -> Pool.create(1_000_000));
  }

  @Test
  void shouldRefuseNothingWhereSomethingIsNeeded() {
    PoolBuilder builder = Pool.builder();
    List<Executable> calls =
        List.of(
            () -> builder.initializer(null),
            () -> builder.exitFunction(null),
            () -> builder.idleTimeout(null),
            () -> builder.workerMaxHeap(null),
            () -> builder.jvmArgs((String[]) null),
            () -> builder.jvmArgs("-Dx=y", null),
            () -> builder.environment(null),
            () -> builder.environment(Collections.singletonMap("A", null)),
            () -> builder.javaHome(null),
            () -> builder.classPath((Path) null),
            () -> builder.interruptGrace(null),
            () -> builder.startTimeout(null),
            () -> builder.outputListener(null),
            () -> builder.folder(null));
    for (int i = 0; i < calls.size(); i++) {
      assertThrows(NullPointerException.class, calls.get(i), "call " + i);
    }
  }

  @Test
  void shouldRefuseBadOptions() {
    TaskOptions options = TaskOptions.defaults();
    assertRefused("chunkSize=0", () -> options.chunkSize(0));
    assertRefused("chunkSize=-3", () -> new Chunking.Fixed(-3));
    assertRefused("taskTimeout=PT0S", () -> options.taskTimeout(Duration.ZERO));
    assertRefused("retries=-1", () -> options.retries(-1));
    assertRefused("poisonLimit=0", () -> options.poisonLimit(0));
    assertRefused("lookAhead=0", () -> options.lookAhead(0));
    assertThrows(NullPointerException.class, () -> options.chunking(null));
    assertThrows(NullPointerException.class, () -> options.progress(null));
    assertThrows(NullPointerException.class, () -> options.taskTimeout(null));
  }

  @Test
  void shouldRefuseCallsWithoutTaskItemsOrOptions() {
    List<Integer> items = List.of(1);
    Task<Integer, Integer> noTask = null;
    List<Integer> noItems = null;
    TaskOptions noOptions = null;
    List<Executable> calls =
        List.of(
            () -> pool.apply((SerializableCallable<Integer>) null),
            () -> pool.applyAsync(null),
            () -> pool.map(noTask, items),
            () -> pool.map(x -> x, noItems),
            () -> pool.map((Integer x) -> x, items, noOptions),
            () -> pool.mapAsync(noTask, items),
            () -> pool.mapOutcomes(noTask, items),
            () -> pool.mapOutcomes(x -> x, noItems),
            () -> pool.starmap(null, Map.of(1, 2).entrySet()),
            () -> pool.starmap((a, b) -> a, null),
            () -> pool.starmap((a, b) -> a, Collections.singletonList(null)),
            () -> pool.imap(noTask, items),
            () -> pool.imap(x -> x, noItems),
            () -> pool.imap((Integer x) -> x, items, noOptions),
            () -> pool.imapUnordered(noTask, items),
            () -> pool.mapReduce(noTask, 0, Integer::sum, items),
            () -> pool.mapReduce(x -> x, 0, null, items),
            () -> pool.mapReduce(x -> x, 0, Integer::sum, noItems),
            () -> pool.anyMatch(null, items),
            () -> pool.allMatch(x -> true, noItems),
            () -> pool.mapToDouble(null, new double[1]),
            () -> pool.mapToDouble(x -> x, null),
            () -> pool.mapToDouble(null, 0, 1),
            () -> pool.mapToLong(null, new long[1]),
            () -> pool.mapToLong(x -> x, null),
            () -> pool.mapToLong(null, 0, 1),
            () -> pool.mapToLong(x -> x, 0, 1, null),
            () -> pool.asExecutor().execute(null),
            () -> pool.asExecutor().submit((Runnable) null));
    for (int i = 0; i < calls.size(); i++) {
      assertThrows(NullPointerException.class, calls.get(i), "call " + i);
    }
    assertEquals(1, pool.apply(() -> 1));
  }

  @Test
  void shouldSayThatItIsNoWorkerOutsideOfOne() {
    assertThrows(IllegalStateException.class, WorkerContext::current);
    assertEquals(false, WorkerContext.isWorker());
    assertEquals(true, pool.apply(WorkerContext::isWorker));
  }

  @Test
  void shouldRefuseEverythingAfterClose() {
    Pool closed = Pool.create(1);
    closed.close();
    closed.close();
    closed.terminate();
    assertTrue(closed.isClosed());
    List<Integer> items = List.of(1);
    List<Executable> calls =
        List.of(
            () -> closed.apply(() -> 1),
            () -> closed.applyAsync(() -> 1),
            () -> closed.map(x -> x, items),
            () -> closed.map(x -> x, List.<Integer>of()),
            () -> closed.starmap((a, b) -> a, Map.of(1, 2).entrySet()),
            () -> closed.imap(x -> x, items),
            () -> closed.imapUnordered(x -> x, items),
            () -> closed.mapOutcomes(x -> x, items),
            () -> closed.mapReduce(x -> x, 0, Integer::sum, items),
            () -> closed.anyMatch(x -> true, items),
            () -> closed.mapToLong(x -> x, 0, 1),
            () -> closed.mapToDouble(x -> x, new double[1]),
            () -> closed.asExecutor().submit((SerializableCallable<Integer>) () -> 1),
            () -> closed.resize(2));
    for (int i = 0; i < calls.size(); i++) {
      assertThrows(RejectedExecutionException.class, calls.get(i), "call " + i);
    }
    assertEquals(List.of(), closed.workers());
    assertEquals(0, closed.stats().submittedCalls());
  }

  // ---- what cannot travel

  /** A class of the user with a field that cannot travel. */
  private static final class Holder implements Serializable {

    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // that is what is tested
    private final Object inner;

    Holder(Object inner) {
      this.inner = inner;
    }
  }

  private static TaskSerializationException assertCannotTravel(
      Executable call, String... mentioned) {
    TaskSerializationException e = assertThrows(TaskSerializationException.class, call);
    for (String text : mentioned) {
      assertTrue(e.getMessage().contains(text), text + " is not mentioned: " + e.getMessage());
    }
    assertEquals(-1, e.itemIndex());
    StackTraceElement[] stack = e.getStackTrace();
    boolean ofTheCaller = false;
    for (StackTraceElement frame : stack) {
      ofTheCaller |= frame.getClassName().equals(BadInputTest.class.getName());
    }
    assertTrue(ofTheCaller, "the stack is not the caller's");
    return e;
  }

  @Test
  void shouldNameTheCapturedThread() {
    Thread myThread = new Thread();
    assertCannotTravel(
        () -> pool.map(x -> x + myThread.getName(), List.of(1)), "java.lang.Thread", "myThread");
  }

  @Test
  void shouldNameTheCapturedSocket() throws IOException {
    try (Socket mySocket = new Socket()) {
      assertCannotTravel(() -> pool.apply(() -> mySocket.isBound()), "java.net.Socket", "mySocket");
    }
  }

  @Test
  void shouldNameTheCapturedStream() throws IOException {
    Path file = Files.createTempFile("captured", "");
    try (FileInputStream myStream = new FileInputStream(file.toFile())) {
      assertCannotTravel(
          () -> pool.apply(() -> myStream.read()), "java.io.FileInputStream", "myStream");
    } finally {
      Files.delete(file);
    }
  }

  @Test
  void shouldNameTheFieldThatHoldsWhatCannotTravel() {
    Holder holder = new Holder(new Holder(new Thread()));
    assertCannotTravel(
        () -> pool.imap(x -> holder.inner, List.of(1)),
        "java.lang.Thread",
        "Holder.inner",
        "holder");
    Map<String, Object> map = Map.of("key", new Holder(new Thread()));
    assertCannotTravel(() -> pool.apply(() -> map.size()), "java.lang.Thread", "Holder.inner");
  }

  @Test
  void shouldNameTheLambdaThatIsNotSerializable() {
    Supplier<String> supplier = () -> "x";
    assertCannotTravel(() -> pool.apply(() -> supplier.get()), "Supplier", "Serializable");
  }

  @Test
  void shouldNameAnExecutor() {
    ExecutorService executor = pool.asExecutor();
    assertCannotTravel(() -> pool.apply(() -> executor.isShutdown()), "executor");
  }

  @Test
  void shouldRefuseAPoolInATask() {
    Pool myPool = pool;
    TaskSerializationException e =
        assertCannotTravel(() -> pool.apply(() -> myPool.workers().size()), "myPool", "JvmPool");
    assertTrue(e.getMessage().length() < 600, e.getMessage());
  }

  @Test
  void shouldRefuseAnIteratorOrAResultOfThePoolInATask() {
    var result = pool.applyAsync(() -> 1);
    assertCannotTravel(() -> pool.apply(() -> result.isDone()), "result");
    result.join();
  }

  @Test
  void shouldRefuseInitializersThatCannotTravel() {
    Thread myThread = new Thread();
    assertCannotTravel(
        () -> Pool.builder().workers(1).initializer(() -> myThread.getName()).build(),
        "java.lang.Thread",
        "myThread",
        "initializer");
    assertCannotTravel(
        () -> Pool.builder().workers(1).exitFunction(() -> myThread.getName()).build(),
        "java.lang.Thread",
        "myThread",
        "exitFunction");
  }

  @Test
  void shouldBeUsableAfterAllThat() {
    assertEquals(List.of(2, 3), pool.map(x -> x + 1, List.of(1, 2)));
  }
}
