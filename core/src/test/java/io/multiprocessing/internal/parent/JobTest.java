package io.multiprocessing.internal.parent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.multiprocessing.PoolException;
import io.multiprocessing.TaskOptions;
import io.multiprocessing.internal.protocol.Messages;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JobTest {

  /** Takes what comes. */
  private static final class Sink implements ResultSink {

    private final List<Long> values = new ArrayList<>();
    private boolean ended;
    private RuntimeException failure;

    @Override
    public void value(long index, Object value) {
      values.add(index);
    }

    @Override
    public void end(RuntimeException newFailure) {
      assertFalse(ended, "ended twice");
      ended = true;
      failure = newFailure;
    }
  }

  private final Sink sink = new Sink();

  private Job job(int items, TaskOptions options) {
    Object[] objects = new Object[items];
    Arrays.setAll(objects, i -> i);
    KnownItems source = new KnownItems.Objects(PieceList.copyOf(Arrays.asList(objects)));
    return new Job(1, new JobSpec("map", Messages.MAP, null, source, sink, options), 2);
  }

  private static Job.Items items(long first, int count, int attempt) {
    return new Job.Items(first, count, attempt);
  }

  @Test
  void shouldHandOutChunksOfTheSizeUntilNoneAreLeft() {
    Job job = job(10, TaskOptions.defaults().chunkSize(4));
    assertEquals(items(0, 4, 1), job.next(100));
    assertEquals(items(4, 3, 1), job.next(3)); // as many as the worker may take
    assertEquals(items(7, 3, 1), job.next(100));
    assertFalse(job.hasItems());
    assertNull(job.next(100));
  }

  @Test
  void shouldHandOutWhatWasGivenBackBeforeAllOthers() {
    Job job = job(10, TaskOptions.defaults().chunkSize(4));
    Job.Items first = job.next(100);
    job.next(100);
    job.giveBack(first);
    assertEquals(items(0, 2, 1), job.next(2));
    assertEquals(items(2, 2, 1), job.next(100));
    assertEquals(items(8, 2, 1), job.next(100));
  }

  @Test
  void shouldHandOutRetriesAfterWhatWasGivenBack() {
    Job job = job(10, TaskOptions.defaults().chunkSize(4));
    job.next(100);
    job.next(100);
    job.retry(items(1, 1, 2));
    job.giveBack(items(4, 4, 1));
    assertEquals(items(4, 4, 1), job.next(100));
    assertEquals(items(1, 1, 2), job.next(100));
    assertEquals(items(8, 2, 1), job.next(100));
  }

  @Test
  void shouldTakeNothingBackOnceItHasEnded() {
    Job job = job(4, TaskOptions.defaults().chunkSize(4));
    Job.Items items = job.next(100);
    assertTrue(job.end(null));
    assertFalse(job.end(new IllegalStateException("later")));
    job.giveBack(items);
    job.retry(items);
    assertFalse(job.hasItems());
    assertTrue(sink.ended);
    assertNull(sink.failure);
  }

  @Test
  void shouldRunEveryItemExactlyOnceHoweverChunksAreGivenBack() {
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      int count = 1 + random.nextInt(100);
      Job job = job(count, TaskOptions.defaults().chunkSize(1 + random.nextInt(10)));
      int before = sink.values.size();
      List<SentChunk> held = new ArrayList<>();
      int[] done = new int[count];
      long sequence = 0;
      while (!job.isComplete()) {
        if (job.hasItems() && random.nextBoolean()) {
          held.add(new SentChunk(++sequence, job, job.next(1 + random.nextInt(20)), -1, 0));
        } else if (!held.isEmpty()) {
          SentChunk chunk = held.remove(random.nextInt(held.size()));
          int ran = random.nextInt(chunk.items().count() + 1);
          for (int i = 0; i < ran; i++) {
            long index = chunk.items().first() + i;
            done[(int) index]++;
            job.value(index, null);
          }
          chunk.giveBackFrom(ran);
        }
      }
      assertTrue(Arrays.stream(done).allMatch(n -> n == 1), "seed " + seed);
      assertEquals(count, sink.values.size() - before);
      assertFalse(job.hasItems());
    }
  }

  @Test
  void shouldGiveBackAllButTheItemsWhoseFateIsDecided() {
    Job job = job(10, TaskOptions.defaults().chunkSize(10));
    SentChunk chunk = new SentChunk(1, job, job.next(100), -1, 0);
    chunk.settleEarly(3);
    chunk.settleEarly(4);
    chunk.settleEarly(9);
    chunk.giveBackFrom(1);
    assertEquals(items(1, 2, 1), job.next(100));
    assertEquals(items(5, 4, 1), job.next(100));
    assertFalse(job.hasItems());
    assertTrue(chunk.isSettledEarly(3));
    assertFalse(chunk.isSettledEarly(2));
  }

  @Test
  void shouldGiveNothingBackWhenAllAreDecidedOrTheChunkIsAbandoned() {
    Job job = job(3, TaskOptions.defaults().chunkSize(3));
    SentChunk chunk = new SentChunk(1, job, job.next(100), -1, 0);
    for (int i = 0; i < 3; i++) {
      chunk.settleEarly(i);
    }
    chunk.giveBackFrom(0);
    assertFalse(job.hasItems());
    SentChunk abandoned = new SentChunk(2, job, items(0, 3, 1), -1, 0);
    abandoned.abandon();
    abandoned.giveBackFrom(0);
    assertFalse(job.hasItems());
    assertTrue(abandoned.isAbandoned());
  }

  @Test
  void shouldEndWithTheFirstFailureWhenItIsToFailFast() {
    Job job = job(3, TaskOptions.defaults());
    PoolException failure = new PoolException("one");
    assertSame(failure, job.failure(1, failure));
    job.end(failure);
    assertSame(failure, sink.failure);
  }

  @Test
  void shouldEndWithTheLowestFailureWhenItWaitsForAll() {
    Job job = job(4, TaskOptions.defaults().failFast(false));
    PoolException[] failures = new PoolException[4];
    for (int index : new int[] {2, 3, 0}) {
      failures[index] = new PoolException("item " + index);
      assertNull(job.failure(index, failures[index]));
    }
    assertFalse(job.isComplete());
    job.value(1, null);
    assertTrue(job.isComplete());
    job.end(null);
    assertSame(failures[0], sink.failure);
    assertEquals(List.of(failures[2], failures[3]), List.of(failures[0].getSuppressed()));
    assertEquals(4, job.done());
    assertEquals(3, job.failed());
  }

  @Test
  void shouldCountTheWorkersThatAnItemHasKilled() {
    Job job = job(3, TaskOptions.defaults());
    assertEquals(1, job.crashed(2));
    assertEquals(2, job.crashed(2));
    assertEquals(1, job.crashed(0));
  }
}
