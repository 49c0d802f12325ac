package io.multiprocessing.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.multiprocessing.AsyncResult;
import io.multiprocessing.Pool;
import io.multiprocessing.ResultIterator;
import io.multiprocessing.TaskOptions;
import io.multiprocessing.testing.Gate;
import io.multiprocessing.testing.NothingLeftBehind;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The function of a call travels once to each worker, not once per chunk. */
@ExtendWith(NothingLeftBehind.class)
class FunctionTravelTest {

  /** Counts, in the JVM where that happens, how often it is deserialized. */
  private static final class Counted implements Serializable {

    private static final long serialVersionUID = 1L;

    private static final AtomicInteger ARRIVALS = new AtomicInteger();

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
      in.defaultReadObject();
      ARRIVALS.incrementAndGet();
    }

    Seen seen() {
      return new Seen(ProcessHandle.current().pid(), ARRIVALS.get());
    }
  }

  private record Seen(long pid, int arrivals) {}

  private static Pool pool;

  @BeforeAll
  static void start() {
    pool = Pool.create(2);
  }

  @AfterAll
  static void stop() {
    pool.close();
  }

  private static Map<Long, Integer> arrivalsPerWorker(List<Seen> results) {
    Map<Long, Integer> most = new HashMap<>();
    results.forEach(seen -> most.merge(seen.pid(), seen.arrivals(), Math::max));
    return most;
  }

  private static Map<Long, Integer> arrivalsNow() {
    try (Gate gate = Gate.create()) { // both workers answer, each about itself
      AsyncResult<List<Seen>> answers =
          pool.mapAsync(
              x -> {
                gate.pass();
                return new Seen(ProcessHandle.current().pid(), Counted.ARRIVALS.get());
              },
              Collections.nCopies(2, 0),
              TaskOptions.defaults().chunkSize(1));
      gate.awaitArrived(2);
      gate.open();
      return arrivalsPerWorker(answers.join());
    }
  }

  private static void assertAtMostOneMore(Map<Long, Integer> before, Map<Long, Integer> after) {
    after.forEach(
        (pid, arrivals) ->
            assertTrue(
                arrivals - before.getOrDefault(pid, 0) <= 1,
                "before " + before + ", after " + after));
  }

  @Test
  void shouldSendTheFunctionOncePerWorkerAndCall() {
    Counted captured = new Counted();
    Map<Long, Integer> before = arrivalsNow();
    List<Seen> results =
        pool.map(
            x -> captured.seen(),
            Collections.nCopies(1_000, 0),
            TaskOptions.defaults().chunkSize(1));
    assertEquals(1_000, results.size());
    assertAtMostOneMore(before, arrivalsPerWorker(results));
  }

  @Test
  void shouldSendTheFunctionOfAStreamOncePerWorker() {
    Counted captured = new Counted();
    Map<Long, Integer> before = arrivalsNow();
    List<Seen> results = new ArrayList<>();
    try (ResultIterator<Seen> stream =
        pool.imap(
            x -> captured.seen(),
            Collections.nCopies(1_000, 0),
            TaskOptions.defaults().chunkSize(1))) {
      stream.forEachRemaining(results::add);
    }
    assertEquals(1_000, results.size());
    assertAtMostOneMore(before, arrivalsPerWorker(results));
  }

  @Test
  void shouldNotSendTheFunctionAgainForRetries() {
    Counted captured = new Counted();
    Map<Long, Integer> before = arrivalsNow();
    List<Seen> results =
        pool.map(
            x -> {
              if (io.multiprocessing.WorkerContext.current().attempt() < 3) {
                throw new IllegalStateException("not yet");
              }
              return captured.seen();
            },
            Collections.nCopies(20, 0),
            TaskOptions.defaults().chunkSize(1).retries(2));
    assertAtMostOneMore(before, arrivalsPerWorker(results));
  }

  @Test
  void shouldRunManyCallsWithDifferentFunctions() {
    for (int i = 0; i < 300; i++) {
      int captured = i;
      assertEquals(List.of(captured, captured + 1), pool.map(x -> x + captured, List.of(0, 1)));
    }
  }
}
