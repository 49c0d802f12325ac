package io.multiprocessing.docs;

import io.multiprocessing.JvmProcess;
import io.multiprocessing.Pool;
import io.multiprocessing.ipc.Connection;
import io.multiprocessing.ipc.JoinableSharedQueue;
import io.multiprocessing.ipc.MmapFlag;
import io.multiprocessing.ipc.OwnerDiedException;
import io.multiprocessing.ipc.Pipe;
import io.multiprocessing.ipc.RawArray;
import io.multiprocessing.ipc.RawDoubles;
import io.multiprocessing.ipc.RawInt;
import io.multiprocessing.ipc.RawLong;
import io.multiprocessing.ipc.RawValue;
import io.multiprocessing.ipc.SharedBarrier;
import io.multiprocessing.ipc.SharedCondition;
import io.multiprocessing.ipc.SharedEvent;
import io.multiprocessing.ipc.SharedLock;
import io.multiprocessing.ipc.SharedMemory;
import io.multiprocessing.ipc.SharedNames;
import io.multiprocessing.ipc.SharedQueue;
import io.multiprocessing.ipc.SharedRLock;
import io.multiprocessing.ipc.SharedSemaphore;
import io.multiprocessing.ipc.Value;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/** The blocks of docs/30-sharing.md. */
@SuppressWarnings("try") // a name is published for as long as its block lasts
final class SharingPage {

  private SharingPage() {}

  static void counter(Pool pool) {
    // tag: counter
    RawLong counter = RawValue.ofLong(0);
    pool.map(n -> counter.getAndAdd(n), List.of(1, 2, 3, 4));
    System.out.println(counter.get());
    // end: counter
  }

  static void array(Pool pool) {
    // tag: array
    try (RawDoubles squares = RawArray.ofDoubles(1_000_000)) {
      pool.map(
          part -> {
            for (long i = part * 1000L; i < (part + 1) * 1000L; i++) {
              squares.set(i, (double) i * i);
            }
            return null;
          },
          IntStream.range(0, 1000).boxed().toList());
      System.out.println(squares.get(999_999));
    }
    // end: array
  }

  static void flag(Pool pool) {
    // tag: flag
    MmapFlag found = MmapFlag.create();
    List<Boolean> gaveUp =
        pool.map(
            worker -> {
              if (worker == 0) {
                found.set();
                return false;
              }
              while (!found.isSet()) { // a nanosecond
                Thread.onSpinWait();
              }
              return true;
            },
            List.of(0, 1));
    System.out.println(gaveUp);
    // end: flag
  }

  static void lock(Pool pool) {
    // tag: lock
    SharedLock lock = SharedLock.create();
    RawInt count = RawValue.ofInt(0);
    pool.map(
        worker -> {
          for (int i = 0; i < 10_000; i++) {
            lock.lock();
            try {
              count.set(count.get() + 1); // two steps, made one by the lock
            } finally {
              lock.unlock();
            }
          }
          return null;
        },
        List.of(1, 2));
    System.out.println(count.get());
    // end: lock
  }

  static void value(Pool pool) {
    // tag: value
    Value<RawLong> total = Value.of(RawValue.ofLong(1));
    pool.map(
        n -> {
          total.locked(v -> v.set(v.get() * 2)); // one step for everybody who does so
          return null;
        },
        List.of(1, 2, 3, 4));
    System.out.println(total.get().get());
    // end: value
  }

  static void death() throws InterruptedException {
    // tag: death
    SharedLock lock = SharedLock.create();
    JvmProcess process =
        JvmProcess.start(
            () -> {
              lock.lock();
              Runtime.getRuntime().halt(1); // dies holding it
            });
    process.join();
    try {
      lock.lock();
    } catch (OwnerDiedException e) {
      lock.lockToRepair();
      try {
        // put right what the lock guards
        lock.markConsistent();
      } finally {
        lock.unlock();
      }
    }
    System.out.println(lock.tryLock());
    // end: death
    lock.unlock();
    process.close();
  }

  static void condition() throws Exception {
    // tag: condition
    SharedCondition changed = SharedCondition.create(SharedRLock.create());
    RawInt level = RawValue.ofInt(0);
    try (JvmProcess process =
        JvmProcess.start(
            () -> {
              changed.getLock().lock();
              try {
                level.set(3);
                changed.signalAll();
              } finally {
                changed.getLock().unlock();
              }
            })) {
      changed.getLock().lock();
      try {
        changed.waitFor(() -> level.get() == 3);
      } finally {
        changed.getLock().unlock();
      }
      System.out.println(level.get());
      process.join();
    }
    // end: condition
  }

  static void others(Pool pool) throws Exception {
    // tag: others
    SharedSemaphore licences = SharedSemaphore.create(1); // one at a time, of all workers
    SharedEvent go = SharedEvent.create(); // a gate
    SharedBarrier together = SharedBarrier.create(2); // two wait for each other
    go.set();
    List<String> done =
        pool.map(
            worker -> {
              go.await();
              together.await();
              licences.acquire();
              try {
                return "worked";
              } finally {
                licences.release();
              }
            },
            List.of(1, 2));
    System.out.println(done);
    // end: others
  }

  static void queue() throws Exception {
    // tag: queue
    try (SharedQueue<String> lines = SharedQueue.bounded(100);
        JvmProcess producer =
            JvmProcess.start(
                () -> {
                  lines.put("first");
                  lines.put("second");
                })) {
      System.out.println(lines.take() + " " + lines.take());
      producer.join();
    }
    // end: queue
  }

  static void joinable() throws Exception {
    // tag: joinable
    try (JoinableSharedQueue<Integer> work = JoinableSharedQueue.unbounded();
        JvmProcess consumer =
            JvmProcess.start(
                () -> {
                  while (work.take() > 0) {
                    work.taskDone();
                  }
                  work.taskDone();
                })) {
      work.addAll(List.of(1, 2, 3, 0));
      System.out.println(work.join(Duration.ofSeconds(30)));
      consumer.join();
    }
    // end: joinable
  }

  static void pipe() throws Exception {
    // tag: pipe
    try (Pipe pipe = Pipe.open()) {
      Connection mine = pipe.first();
      Connection theirs = pipe.second();
      try (JvmProcess process =
          JvmProcess.start(() -> theirs.send("you said " + theirs.receive(String.class)))) {
        mine.send("hello");
        System.out.println(mine.receive());
        process.join();
      }
    }
    // end: pipe
  }

  static void names() throws Exception {
    // tag: names
    try (SharedNames.Publication counter =
        SharedNames.publish("docs-counter", RawValue.ofLong(41))) {
      // in any other JVM of this user
      RawLong same = SharedNames.lookup("docs-counter", RawLong.class);
      System.out.println(same.incrementAndGet());
    }
    // end: names
  }

  static void memory() throws Exception {
    // tag: memory
    try (SharedMemory memory = SharedMemory.create("docs-table", 1 << 20)) {
      memory.putLong(0, 42);
      // in any other JVM of this user
      try (SharedMemory same = SharedMemory.attach("docs-table")) {
        System.out.println(same.getLong(0));
      }
    }
    // end: memory
  }
}
