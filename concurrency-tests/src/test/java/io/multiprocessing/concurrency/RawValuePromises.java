package io.multiprocessing.concurrency;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.multiprocessing.ipc.RawDouble;
import io.multiprocessing.ipc.RawLong;
import io.multiprocessing.ipc.RawValue;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.D_Result;
import org.openjdk.jcstress.infra.results.JJ_Result;
import org.openjdk.jcstress.infra.results.J_Result;

/** What {@link RawValue} and its kinds promise. */
final class RawValuePromises {

  private RawValuePromises() {}

  /** Additions at the same time all count. */
  @JCStressTest
  @Outcome(id = "11", expect = ACCEPTABLE, desc = "both counted")
  @Outcome(expect = FORBIDDEN, desc = "an addition is lost")
  @State
  public static class AdditionsAllCount {
    private final RawLong value = RawValue.ofLong(0);

    @Actor
    public void one() {
      value.getAndAdd(1);
    }

    @Actor
    public void ten() {
      value.getAndAdd(10);
    }

    @Arbiter
    public void after(J_Result result) {
      result.r1 = value.get();
    }
  }

  /** The same where the addition is a loop of compare-and-set on the bits. */
  @JCStressTest
  @Outcome(id = "11.0", expect = ACCEPTABLE, desc = "both counted")
  @Outcome(expect = FORBIDDEN, desc = "an addition is lost")
  @State
  public static class DoubleAdditionsAllCount {
    private final RawDouble value = RawValue.ofDouble(0);

    @Actor
    public void one() {
      value.getAndAdd(1);
    }

    @Actor
    public void ten() {
      value.getAndAdd(10);
    }

    @Arbiter
    public void after(D_Result result) {
      result.r1 = value.get();
    }
  }

  /** Who sees a value sees what its writer did before. */
  @JCStressTest
  @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "nothing yet")
  @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "the data is early")
  @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "both")
  @Outcome(expect = FORBIDDEN, desc = "the flag without the data")
  @State
  public static class SetPublishes {
    private final RawLong data = RawValue.ofLong(0);
    private final RawLong flag = RawValue.ofLong(0);

    @Actor
    public void writer() {
      data.set(1);
      flag.set(1);
    }

    @Actor
    public void reader(JJ_Result result) {
      result.r1 = flag.get();
      result.r2 = data.get();
    }
  }

  /** A value arrives whole. */
  @JCStressTest
  @Outcome(
      id = {"0", "-1"},
      expect = ACCEPTABLE,
      desc = "before or after")
  @Outcome(expect = FORBIDDEN, desc = "half of it")
  @State
  public static class NoValueIsTorn {
    private final RawLong value = RawValue.ofLong(0);

    @Actor
    public void writer() {
      value.set(-1);
    }

    @Actor
    public void reader(J_Result result) {
      result.r1 = value.get();
    }
  }
}
