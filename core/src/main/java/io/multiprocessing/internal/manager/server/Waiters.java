package io.multiprocessing.internal.manager.server;

import io.multiprocessing.internal.manager.Replies;
import io.multiprocessing.internal.manager.Reply;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/**
 * Server side: when which waiting request has something to be told: that its time is over, or that
 * it waits still. Confined to the thread of the loop.
 */
final class Waiters {

  private static final long SIGN_OF_LIFE_NANOS = TimeUnit.SECONDS.toNanos(10);

  /** Server side: the next time for one waiter; the number tells equal times apart. */
  private record Alarm(long atNanos, long number, Waiter waiter) {}

  private final long startNanos = System.nanoTime();
  private final TreeSet<Alarm> alarms =
      new TreeSet<>(Comparator.comparingLong(Alarm::atNanos).thenComparingLong(Alarm::number));
  private final Map<Waiter, Alarm> ofWaiter = new HashMap<>();
  private long number;

  /** Returns the time since the start, which, unlike that of the JDK, can be compared. */
  long nowNanos() {
    return System.nanoTime() - startNanos;
  }

  /** Returns the time that lies so far ahead. */
  long afterNanos(long timeoutNanos) {
    long deadline = nowNanos() + timeoutNanos;
    return deadline < 0 ? Long.MAX_VALUE : deadline; // of an overflow
  }

  void add(Waiter waiter) {
    long next = Math.min(waiter.deadlineNanos(), afterNanos(SIGN_OF_LIFE_NANOS));
    Alarm alarm = new Alarm(next, number++, waiter);
    alarms.add(alarm);
    ofWaiter.put(waiter, alarm);
  }

  void remove(Waiter waiter) {
    Alarm alarm = ofWaiter.remove(waiter);
    if (alarm != null) {
      alarms.remove(alarm);
    }
  }

  /** Tells those whose time has come. */
  void ring() {
    while (!alarms.isEmpty() && alarms.first().atNanos() <= nowNanos()) {
      Waiter waiter = alarms.first().waiter();
      remove(waiter);
      if (waiter.deadlineNanos() <= nowNanos()) {
        waiter.leave();
        waiter.client().reply(Reply.of(Replies.TIMED_OUT, 0));
      } else {
        add(waiter);
        waiter.client().sendSignOfLife();
      }
    }
  }

  /** Returns how long nothing happens here: at least 1, or 0 for ever, as a selector wants it. */
  long millisUntilNext() {
    if (alarms.isEmpty()) {
      return 0;
    }
    long nanos = alarms.first().atNanos() - nowNanos();
    return Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos + 999_999));
  }
}
