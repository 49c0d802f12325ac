package io.multiprocessing.ipc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.multiprocessing.ipc.testing.OtherJvm;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JoinableSharedQueueTest {

  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(30);

  private final JoinableSharedQueue<Integer> queue = JoinableSharedQueue.unbounded();

  @AfterEach
  void close() {
    queue.close();
  }

  @Test
  void shouldBeDoneWhenEveryTaskWasTakenAndReported() throws Exception {
    assertTrue(queue.join(Duration.ZERO));
    queue.put(1);
    queue.put(2);
    assertFalse(queue.join(SHORT));
    assertEquals(3, queue.take() + queue.take());
    assertFalse(queue.join(SHORT));
    queue.taskDone();
    assertFalse(queue.join(Duration.ZERO));
    queue.taskDone();
    assertTrue(queue.join(Duration.ZERO));
    queue.join();
  }

  @Test
  void shouldRefuseMoreReportsThanTasks() throws Exception {
    assertThrows(IllegalStateException.class, queue::taskDone);
    queue.put(1);
    queue.take();
    queue.taskDone();
    assertThrows(IllegalStateException.class, queue::taskDone);
    assertTrue(queue.join(Duration.ZERO));
  }

  @Test
  void shouldCountDroppedTasksAsDone() throws Exception {
    queue.addAll(IntStream.range(0, 1000).boxed().toList());
    queue.take();
    queue.clear();
    assertFalse(queue.join(Duration.ZERO));
    queue.taskDone();
    assertTrue(queue.join(Duration.ZERO));
  }

  @Test
  void shouldStayItselfOnAJourney() throws Exception {
    try (SharedQueue<Object> carrier = SharedQueue.unbounded()) {
      carrier.put(queue);
      assertEquals(queue, assertInstanceOf(JoinableSharedQueue.class, carrier.take()));
      assertFalse(carrier.equals(queue));
    }
  }

  @Test
  void shouldEndAWaitWhenClosed() throws Exception {
    queue.put(1);
    CompletableFuture<Void> closing = CompletableFuture.runAsync(queue::close);
    assertThrows(IllegalStateException.class, queue::join);
    closing.join();
  }

  @Test
  void shouldWaitForTheConsumersOfOtherJvms() throws Exception {
    try (OtherJvm one = OtherJvm.start();
        OtherJvm two = OtherJvm.start()) {
      List<CompletableFuture<Object>> consumers =
          List.of(
              one.runAsync(() -> workUntilZero(queue)), two.runAsync(() -> workUntilZero(queue)));
      for (int round = 0; round < 5; round++) {
        for (int i = 1; i <= 300; i++) {
          queue.put(i);
        }
        assertTrue(queue.join(LONG));
        assertTrue(queue.isEmpty());
      }
      assertThrows(IllegalStateException.class, queue::taskDone);
      queue.put(0);
      queue.put(0);
      for (CompletableFuture<Object> consumer : consumers) {
        OtherJvm.get(consumer);
      }
      queue.join();
    }
  }

  private static void workUntilZero(JoinableSharedQueue<Integer> from) throws Exception {
    int task;
    do {
      task = from.take();
      from.taskDone();
    } while (task != 0);
  }

  @Test
  void shouldTellWhoDiedWithHowManyTasks() throws Exception {
    queue.addAll(List.of(1, 2, 3, 4, 5));
    try (OtherJvm dying = OtherJvm.start()) {
      CompletableFuture<Integer> taken =
          dying.callAsync(() -> queue.take() + queue.take() + queue.take());
      assertEquals(6, OtherJvm.get(taken));
      dying.run(queue::taskDone);
      queue.take();
      CompletableFuture<TasksLostException> joining =
          CompletableFuture.supplyAsync(
              () -> assertThrows(TasksLostException.class, () -> queue.join(LONG)));
      dying.kill();
      TasksLostException lost = OtherJvm.get(joining);
      assertEquals(Map.of(dying.pid(), 2L), lost.lostByPid());
      assertEquals(2, lost.count());
      assertTrue(
          lost.getMessage().contains("process " + dying.pid() + " has ended with 2 tasks"),
          lost.getMessage());
    }
    assertThrows(TasksLostException.class, queue::join);
    queue.taskDone(); // our own comes first
    queue.taskDone();
    assertEquals(1, assertThrows(TasksLostException.class, queue::join).count());
    queue.taskDone();
    assertFalse(queue.join(SHORT)); // one is still in the queue
    queue.take();
    queue.taskDone();
    assertTrue(queue.join(LONG));
    assertThrows(IllegalStateException.class, queue::taskDone);
  }

  @Test
  void shouldCountATaskThatOneJvmTakesAndAnotherFinishes() throws Exception {
    queue.put(1);
    try (OtherJvm other = OtherJvm.start()) {
      assertEquals(1, other.call(queue::take));
      queue.taskDone();
      assertTrue(queue.join(LONG));
      ExecutionException e =
          assertThrows(ExecutionException.class, () -> other.run(queue::taskDone));
      assertInstanceOf(IllegalStateException.class, e.getCause());
    }
    assertTrue(queue.join(LONG));
  }
}
