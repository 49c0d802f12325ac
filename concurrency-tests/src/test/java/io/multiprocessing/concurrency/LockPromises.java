package io.multiprocessing.concurrency;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.multiprocessing.ipc.RawLong;
import io.multiprocessing.ipc.RawValue;
import io.multiprocessing.ipc.SharedLock;
import io.multiprocessing.ipc.SharedSemaphore;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.J_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** What {@link SharedLock} and {@link SharedSemaphore} promise. */
final class LockPromises {

  private LockPromises() {}

  /** One at a time, and each sees what the one before has done. */
  @JCStressTest
  @Outcome(id = "2", expect = ACCEPTABLE, desc = "one after the other")
  @Outcome(expect = FORBIDDEN, desc = "both at once, or blind to each other")
  @State
  public static class OneAtATime {
    private final SharedLock lock = SharedLock.create();
    private long count; // plain, guarded by the lock

    @Actor
    public void first() {
      addOne();
    }

    @Actor
    public void second() {
      addOne();
    }

    private void addOne() {
      lock.lock();
      try {
        count++;
      } finally {
        lock.unlock();
      }
    }

    @Arbiter
    public void after(J_Result result) {
      result.r1 = count;
    }
  }

  /** Only one gets a lock that is free. */
  @JCStressTest
  @Outcome(
      id = {"true, false", "false, true"},
      expect = ACCEPTABLE,
      desc = "one has it")
  @Outcome(expect = FORBIDDEN, desc = "both have it, or none")
  @State
  public static class OneGetsIt {
    private final SharedLock lock = SharedLock.create();

    @Actor
    public void first(ZZ_Result result) {
      result.r1 = lock.tryLock();
    }

    @Actor
    public void second(ZZ_Result result) {
      result.r2 = lock.tryLock();
    }
  }

  /** A semaphore with one permit is a lock. */
  @JCStressTest
  @Outcome(id = "2", expect = ACCEPTABLE, desc = "one after the other")
  @Outcome(expect = FORBIDDEN, desc = "both at once, or blind to each other")
  @State
  public static class OnePermit {
    private final SharedSemaphore permit = SharedSemaphore.create(1);
    private final RawLong count = RawValue.ofLong(0);

    @Actor
    public void first() {
      addOne();
    }

    @Actor
    public void second() {
      addOne();
    }

    private void addOne() {
      permit.acquireUninterruptibly();
      try {
        count.set(count.get() + 1); // two steps
      } finally {
        permit.release();
      }
    }

    @Arbiter
    public void after(J_Result result) {
      result.r1 = count.get();
    }
  }
}
