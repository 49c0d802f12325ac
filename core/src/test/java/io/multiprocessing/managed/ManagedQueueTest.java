package io.multiprocessing.managed;

import static java.util.concurrent.TimeUnit.HOURS;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.multiprocessing.ManagedQueue;
import io.multiprocessing.testing.Await;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ManagedQueueTest extends ManagedContract {

  private static ManagedQueue<Integer> of(Integer... elements) {
    ManagedQueue<Integer> queue = manager.queue();
    queue.addAll(List.of(elements));
    return queue;
  }

  @Test
  void shouldGiveElementsInTheirOrder() throws Exception {
    ManagedQueue<Integer> queue = of(1, 2, 3);
    assertEquals(3, queue.size());
    assertEquals(1, queue.peek());
    assertEquals(1, queue.take());
    assertEquals(2, queue.poll());
    assertEquals(3, queue.poll(1, SECONDS));
    assertNull(queue.poll());
    assertNull(queue.peek());
    assertNull(queue.poll(1, NANOSECONDS));
    assertNull(queue.poll(-1, SECONDS));
    assertThrows(NoSuchElementException.class, queue::remove);
    assertThrows(NullPointerException.class, () -> queue.offer(null));
  }

  @Test
  void shouldHoldNoMoreThanItsCapacity() throws Exception {
    ManagedQueue<Integer> queue = manager.queue(2);
    assertTrue(queue.offer(1));
    assertEquals(1, queue.remainingCapacity());
    queue.put(2);
    assertFalse(queue.offer(3));
    assertFalse(queue.offer(3, 1, MILLISECONDS));
    assertThrows(IllegalStateException.class, () -> queue.add(3));
    assertEquals(List.of(1, 2), queue.snapshot());
  }

  @Test
  void shouldWaitForAnElement() throws Exception {
    ManagedQueue<String> queue = manager.queue();
    FutureTask<String> taker = async(queue::take);
    FutureTask<String> other = async(() -> queue.poll(1, HOURS));
    queue.put("a");
    queue.put("b");
    assertEquals(List.of("a", "b"), List.of(taker.get(), other.get()).stream().sorted().toList());
  }

  @Test
  void shouldWaitForRoom() throws Exception {
    ManagedQueue<String> queue = manager.queue(1);
    queue.put("a");
    FutureTask<Boolean> putter = async(() -> queue.offer("b", 1, HOURS));
    assertEquals("a", queue.take());
    assertTrue(putter.get());
    FutureTask<Object> another =
        async(
            () -> {
              queue.put("c");
              return null;
            });
    queue.clear();
    another.get();
    assertEquals("c", queue.take());
  }

  @Test
  void shouldTakeAndPutNothingWhenInterrupted() throws Exception {
    ManagedQueue<String> queue = manager.queue(1);
    interruptWhileWaiting(queue::take);
    queue.put("a");
    interruptWhileWaiting(
        () -> {
          queue.put("b");
          return null;
        });
    assertEquals(List.of("a"), queue.snapshot());
    Thread.currentThread().interrupt();
    assertThrows(InterruptedException.class, queue::take);
    assertEquals("a", queue.take());
  }

  private static void interruptWhileWaiting(Callable<Object> action) {
    AtomicReference<Thread> thread = new AtomicReference<>();
    FutureTask<Object> task =
        async(
            () -> {
              thread.set(Thread.currentThread());
              return action.call();
            });
    Await.until("the thread runs", () -> thread.get() != null);
    Await.until(
        "it waits in the selector",
        () ->
            List.of(thread.get().getStackTrace()).toString().contains("epoll")
                || List.of(thread.get().getStackTrace()).toString().contains(".select"));
    thread.get().interrupt();
    ExecutionException failure =
        assertThrows(ExecutionException.class, () -> task.get(60, SECONDS));
    assertInstanceOf(InterruptedException.class, failure.getCause());
  }

  @Test
  void shouldLoseNothingToInterruptsAtAnyMoment() throws Exception {
    ManagedQueue<Integer> queue = manager.queue();
    List<Integer> taken = new ArrayList<>();
    AtomicReference<Thread> thread = new AtomicReference<>();
    FutureTask<Integer> taker =
        async(
            () -> {
              thread.set(Thread.currentThread());
              while (true) {
                try {
                  int next = queue.take();
                  if (next < 0) {
                    return 0;
                  }
                  taken.add(next);
                } catch (InterruptedException e) {
                  // neither taken nor lost
                }
              }
            });
    Await.until("the taker runs", () -> thread.get() != null);
    List<Integer> expected = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      thread.get().interrupt();
      queue.put(i);
      thread.get().interrupt();
      expected.add(i);
    }
    queue.put(-1);
    taker.get();
    assertEquals(expected, taken);
  }

  @Test
  void shouldDrainInOneStep() {
    ManagedQueue<Integer> queue = of(1, 2, 3);
    List<Integer> target = new ArrayList<>();
    assertEquals(0, queue.drainTo(target, 0));
    assertEquals(2, queue.drainTo(target, 2));
    assertEquals(1, queue.drainTo(target));
    assertEquals(0, queue.drainTo(target));
    assertEquals(List.of(1, 2, 3), target);
    assertThrows(IllegalArgumentException.class, () -> queue.drainTo(queue));
  }

  @Test
  void shouldRemoveFromTheMiddle() {
    ManagedQueue<Integer> queue = of(1, 2, 3, 2, 5);
    assertTrue(queue.contains(5));
    assertTrue(queue.remove(2));
    assertFalse(queue.remove(9));
    Iterator<Integer> iterator = queue.iterator();
    iterator.next();
    iterator.next();
    iterator.remove();
    assertEquals(List.of(1, 2, 5), queue.snapshot());
    queue.removeIf(n -> n == 2);
    assertEquals(2, queue.toArray().length);
  }

  @Test
  void shouldWakeThoseWhoWaitWhenItIsDeleted() {
    ManagedQueue<Integer> queue = manager.queue();
    FutureTask<Integer> taker = async(queue::take);
    queue.delete();
    ExecutionException failure = assertThrows(ExecutionException.class, taker::get);
    assertInstanceOf(IllegalStateException.class, failure.getCause());
  }

  @Test
  void shouldEqualTheSameQueueOnly() {
    ManagedQueue<Integer> queue = manager.queue();
    ManagedQueue<Integer> other = manager.queue();
    assertNotEquals(queue, other);
    assertEquals(queue, manager.value(queue).get());
    assertThrows(IllegalArgumentException.class, () -> manager.queue(0));
  }
}
