package io.multiprocessing.concurrency;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.multiprocessing.ipc.internal.memory.Memory;
import io.multiprocessing.ipc.internal.segment.Region;
import io.multiprocessing.ipc.internal.wait.Doorbell;
import java.nio.ByteBuffer;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;
import org.openjdk.jcstress.infra.results.ZI_Result;

/** What {@link Doorbell} promises. */
final class DoorbellPromises {

  private static final int TAG = 0x4A43_5354;
  private static final int BELL = 128;
  private static final int WORD = 64;
  private static final long PATIENCE_NANOS = 30_000_000_000L;

  private DoorbellPromises() {}

  static Region region() {
    return Region.allocate(TAG, BELL + Doorbell.BYTES);
  }

  /** Who has seen the sequence before a ring is not left asleep after it. */
  @JCStressTest
  @Outcome(id = "true, 1", expect = ACCEPTABLE, desc = "woken, or never slept; sees the word")
  @Outcome(expect = FORBIDDEN, desc = "slept through the ring, or does not see what preceded it")
  @State
  public static class NoRingIsLost {
    private final Region region = region();
    private final ByteBuffer memory = region.memory();
    private final Doorbell bell = region.doorbell(BELL);

    @Actor
    public void ringer() {
      Memory.putInt(memory, WORD, 1); // plain: the ring publishes it
      bell.ring();
    }

    @Actor
    public void waiter(ZI_Result result) {
      int seen = bell.sequence();
      result.r1 = seen != 0 || bell.await(seen, PATIENCE_NANOS);
      result.r2 = Memory.getInt(memory, WORD);
    }
  }

  /** Rings at the same time are as many changes of the sequence. */
  @JCStressTest
  @Outcome(id = "4", expect = ACCEPTABLE, desc = "two rings, each adds 2")
  @Outcome(expect = FORBIDDEN, desc = "a ring was swallowed")
  @State
  public static class EachRingCounts {
    private final Doorbell bell = region().doorbell(BELL);

    @Actor
    public void first() {
      bell.ring();
    }

    @Actor
    public void second() {
      bell.ring();
    }

    @Arbiter
    public void after(I_Result result) {
      result.r1 = bell.sequence();
    }
  }
}
