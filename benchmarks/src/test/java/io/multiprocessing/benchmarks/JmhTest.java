package io.multiprocessing.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Collection;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** One benchmark of each class runs. What it measures in so short a time says nothing. */
@Tag("slow")
class JmhTest {

  static {
    // of all JMH on this machine; what another one does to these figures does not matter
    System.setProperty("jmh.ignoreLock", "true");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "latency.ApplyRoundTrip.hot",
        "throughput.Items.range",
        "throughput.Payloads.argument",
        "startup.PoolLife.close",
        "sharing.RawValues.getAndAddContended",
        "sharing.Queues.thereAndBack",
        "sharing.Locks.contended",
        "sharing.Events.thereAndBack",
        "baseline.Threads.submit",
        "baseline.Pipes.roundTrip",
        "baseline.BareChronicle.pingPong",
      })
  void shouldRun(String benchmark) throws RunnerException {
    OptionsBuilder options = new OptionsBuilder();
    options
        .include(benchmark + "$")
        .forks(0)
        .warmupIterations(0)
        .measurementIterations(1)
        .measurementTime(TimeValue.milliseconds(1))
        .shouldFailOnError(true)
        .verbosity(VerboseMode.SILENT);
    options.param("bytes", "1024");

    Collection<RunResult> results = new Runner(options.build()).run();

    assertEquals(1, results.size());
  }
}
