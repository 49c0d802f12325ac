package io.multiprocessing.internal.parent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.multiprocessing.PoolException;
import io.multiprocessing.ipc.internal.memory.MappedFile;
import io.multiprocessing.ipc.internal.wait.Doorbell;
import io.multiprocessing.testing.Await;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DriverTest {

  /** Stands for an engine: notes who drives it, and that nobody else does at the same time. */
  private static final class FakeDuty implements Driver.Duty {

    private final AtomicInteger inside = new AtomicInteger();
    private final AtomicBoolean overlapped = new AtomicBoolean();
    private final AtomicInteger turns = new AtomicInteger();
    private volatile Thread lastDriver;
    private volatile boolean busy;
    private volatile RuntimeException toThrow;
    private volatile RuntimeException onFailed;
    private final AtomicReference<Throwable> defect = new AtomicReference<>();
    private volatile Runnable onTurn = () -> {};

    @Override
    public boolean work() {
      if (inside.incrementAndGet() != 1) {
        overlapped.set(true);
      }
      lastDriver = Thread.currentThread();
      turns.incrementAndGet();
      onTurn.run();
      inside.decrementAndGet();
      RuntimeException failure = toThrow;
      if (failure != null) {
        toThrow = null;
        throw failure;
      }
      return false;
    }

    @Override
    public boolean maySpin() {
      return true;
    }

    @Override
    public long nanosToDeadline() {
      return Long.MAX_VALUE;
    }

    @Override
    public void failed(Throwable newDefect) {
      defect.set(newDefect);
      if (onFailed != null) {
        throw onFailed;
      }
    }

    @Override
    public boolean isBusy() {
      return busy;
    }
  }

  private static final String CONTROLLER = "driver-of-the-test-controller";

  @TempDir Path folder;
  private MappedFile file;
  private final FakeDuty duty = new FakeDuty();
  private Driver driver;

  @BeforeEach
  void start() {
    file = MappedFile.create(folder.resolve("bell"), 4096);
    driver = new Driver("driver-of-the-test", new Doorbell(file, 0), duty);
    driver.start();
    awaitSleepingController(); // else it may see the first event of a test, and drive
  }

  @AfterEach
  void stop() {
    driver.stop();
    driver.post(() -> {}); // wakes it from its sleep
    Await.until(
        "the controller has ended",
        () ->
            Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().equals(CONTROLLER)));
    file.close();
    assertFalse(duty.overlapped.get());
  }

  private static long inAMinute() {
    return System.nanoTime() + 60_000_000_000L;
  }

  @Test
  void shouldRunEventsInTheirOrderThoughNobodyWaits() {
    List<Integer> ran = new ArrayList<>();
    CompletableFuture<Thread> last = new CompletableFuture<>();
    for (int i = 0; i < 100; i++) {
      int number = i;
      driver.post(() -> ran.add(number));
    }
    driver.post(() -> last.complete(Thread.currentThread()));
    assertEquals(CONTROLLER, last.orTimeout(45, TimeUnit.SECONDS).join().getName());
    assertEquals(100, ran.size());
    assertEquals(99, ran.get(99));
  }

  @Test
  void shouldLetTheWaitingThreadDrive() throws InterruptedException {
    AtomicReference<Thread> ranIn = new AtomicReference<>();
    boolean done =
        driver.await(
            () -> ranIn.set(Thread.currentThread()), () -> ranIn.get() != null, inAMinute());
    assertTrue(done);
    assertSame(Thread.currentThread(), ranIn.get());
  }

  @Test
  void shouldGiveUpAtTheDeadline() throws InterruptedException {
    long start = System.nanoTime();
    assertFalse(driver.await(null, () -> false, start + 30_000_000));
    assertTrue(System.nanoTime() - start >= 30_000_000);
    assertFalse(driver.await(null, () -> false, start));
    assertTrue(driver.await(null, () -> true, start));
  }

  @Test
  void shouldHandTheRoleToTheControllerWhenWorkRemains() throws InterruptedException {
    duty.onTurn = () -> duty.busy = true; // not before, or the controller might take the role first
    assertTrue(driver.await(null, () -> duty.turns.get() > 0, inAMinute()));
    Await.until("the controller drives", () -> duty.lastDriver.getName().equals(CONTROLLER));
    duty.busy = false;
  }

  @Test
  void shouldLeaveTheControllerAsleepWhenThereIsNothingToDo() throws InterruptedException {
    driver.await(null, () -> duty.turns.get() > 0, inAMinute());
    awaitSleepingController();
    assertSame(Thread.currentThread(), duty.lastDriver);
  }

  private static void awaitSleepingController() {
    Await.until("the controller sleeps", () -> controller().getState() == Thread.State.WAITING);
  }

  private static Thread controller() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals(CONTROLLER))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void shouldWakeADriverThatSleeps() {
    for (int i = 0; i < 50; i++) {
      AtomicBoolean done = new AtomicBoolean();
      CompletableFuture<Boolean> waited = new CompletableFuture<>();
      Thread waiter = daemon(() -> waited.complete(driver.await(null, done::get, inAMinute())));
      Await.until("it waits", () -> duty.lastDriver == waiter);
      driver.post(() -> done.set(true));
      assertTrue(waited.orTimeout(45, TimeUnit.SECONDS).join());
      duty.lastDriver = null;
    }
  }

  /** Something that waits. */
  @FunctionalInterface
  private interface Waiting {
    void run() throws InterruptedException;
  }

  private static Thread daemon(Waiting action) {
    Thread thread =
        new Thread(
            () -> {
              try {
                action.run();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  @Test
  void shouldAnswerManyThreadsOneAfterTheOther() throws Exception {
    int[] counter = {0}; // driver only
    List<CompletableFuture<Integer>> ends = new ArrayList<>();
    for (int t = 0; t < 6; t++) {
      CompletableFuture<Integer> end = new CompletableFuture<>();
      daemon(
          () -> {
            int last = 0;
            for (int i = 0; i < 2_000; i++) {
              last = driver.ask(() -> ++counter[0]);
            }
            end.complete(last);
          });
      ends.add(end);
    }
    int most = 0;
    for (CompletableFuture<Integer> end : ends) {
      most = Math.max(most, end.get(40, TimeUnit.SECONDS));
    }
    assertEquals(12_000, most);
  }

  @Test
  void shouldServeWaitersThatDoNotDrive() throws InterruptedException {
    AtomicBoolean firstDone = new AtomicBoolean();
    Thread first = daemon(() -> driver.await(null, firstDone::get, inAMinute()));
    Await.until("the first drives", () -> duty.lastDriver == first);
    Completion<String> completion = new Completion<>();
    completion.addWaiter(Thread.currentThread());
    AtomicReference<Thread> ranIn = new AtomicReference<>();
    driver.await(
        () -> {
          ranIn.set(Thread.currentThread());
          completion.settle(() -> "x", null);
        },
        completion::isSettled,
        inAMinute());
    assertSame(first, ranIn.get());
    driver.post(() -> firstDone.set(true));
    Await.until("the first has ended", () -> !first.isAlive());
  }

  @Test
  void shouldEndTheWaitOfAnInterruptedThreadWhetherItDrivesOrNot() {
    for (boolean drives : new boolean[] {true, false}) {
      AtomicBoolean otherDone = new AtomicBoolean();
      Thread other = null;
      if (!drives) {
        other = daemon(() -> driver.await(null, otherDone::get, inAMinute()));
        Thread driving = other;
        Await.until("another drives", () -> duty.lastDriver == driving);
      }
      CompletableFuture<Boolean> flagAfter = new CompletableFuture<>();
      Thread waiter =
          new Thread(
              () -> {
                assertThrows(
                    InterruptedException.class, () -> driver.await(null, () -> false, inAMinute()));
                flagAfter.complete(Thread.currentThread().isInterrupted());
              });
      waiter.setDaemon(true);
      waiter.start();
      Await.until(
          "it waits",
          () -> drives ? duty.lastDriver == waiter : waiter.getState().name().contains("WAITING"));
      waiter.interrupt();
      assertFalse(flagAfter.orTimeout(45, TimeUnit.SECONDS).join());
      if (other != null) {
        driver.post(() -> otherDone.set(true));
        Thread driving = other;
        Await.until("the other has ended", () -> !driving.isAlive());
      }
    }
  }

  @Test
  void shouldAnswerAThreadThatIsInterruptedAndLeaveItSo() {
    Thread.currentThread().interrupt();
    assertEquals(7, driver.ask(() -> 7));
    assertTrue(Thread.interrupted());
  }

  @Test
  void shouldRefuseToWaitForItself() {
    CompletableFuture<Throwable> seen = new CompletableFuture<>();
    driver.post(
        () -> {
          try {
            driver.await(null, () -> false, inAMinute());
          } catch (Throwable e) {
            seen.complete(e);
          }
        });
    assertEquals(
        IllegalStateException.class, seen.orTimeout(45, TimeUnit.SECONDS).join().getClass());
  }

  @Test
  void shouldTellTheDutyOfItsDefectAndGoOn() {
    RuntimeException defect = new IllegalStateException("a defect");
    duty.toThrow = defect;
    driver.post(() -> {});
    Await.until("the duty is told", () -> duty.defect.get() == defect);
    Error ofAnEvent = new AssertionError("of an event");
    driver.post(
        () -> {
          throw ofAnEvent;
        });
    Await.until("the duty is told", () -> duty.defect.get() == ofAnEvent);
    assertEquals(1, driver.ask(() -> 1));
    assertNotEquals(0, duty.turns.get());
  }

  @Test
  void shouldGoOnThoughTheDutyCannotBeToldOfItsDefect() {
    RuntimeException second = new IllegalStateException("when it was told");
    duty.onFailed = second;
    IllegalStateException first = new IllegalStateException("a defect");
    driver.post(
        () -> {
          throw first;
        });
    assertEquals(1, driver.ask(() -> 1));
    assertSame(second, first.getSuppressed()[0]);
  }

  @Test
  void shouldAnswerAQuestionThatThrows() {
    IllegalStateException defect = new IllegalStateException("a defect");
    PoolException failure =
        assertThrows(
            PoolException.class,
            () ->
                driver.ask(
                    () -> {
                      throw defect;
                    }));
    assertSame(defect, failure.getCause());
    Await.until("the duty is told", () -> duty.defect.get() == defect);
  }
}
