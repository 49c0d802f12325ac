package io.multiprocessing.internal.parent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.multiprocessing.Chunking;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ChunkSizerTest {

  private static ChunkSizer adaptive(int workers, long size) {
    return sizer(new Chunking.Adaptive(), workers, size);
  }

  private static ChunkSizer sizer(Chunking chunking, int workers, long size) {
    return new ChunkSizer(chunking, workers, size, Integer.MAX_VALUE);
  }

  @Test
  void shouldAlwaysGiveTheFixedSize() {
    ChunkSizer sizer = sizer(new Chunking.Fixed(7), 2, 100);
    assertEquals(7, sizer.next(100));
    sizer.ran(7, 1_000_000_000);
    assertEquals(7, sizer.next(3)); // the job cuts it to what is left
  }

  @Test
  void shouldFollowPythonsRule() {
    for (int workers : new int[] {1, 2, 3, 8}) {
      for (int size : new int[] {1, 2, 7, 8, 9, 31, 32, 33, 100, 1_001}) {
        int chunk = size / (4 * workers); // divmod, and one more for a remainder
        int expected = size % (4 * workers) == 0 ? chunk : chunk + 1;
        assertEquals(expected, sizer(new Chunking.Python(), workers, size).next(size));
      }
    }
    assertEquals(1, sizer(new Chunking.Python(), 2, -1).next(-1)); // as imap has it
    assertEquals(1, sizer(new Chunking.Python(), 2, 0).next(0));
    assertEquals(
        Integer.MAX_VALUE,
        sizer(new Chunking.Python(), 1, Long.MAX_VALUE / 2).next(Long.MAX_VALUE / 2));
  }

  @Test
  void shouldStartSmallWhileItKnowsNothing() {
    ChunkSizer sizer = adaptive(2, 1_000_000);
    assertEquals(1, sizer.next(1_000_000));
    assertEquals(1, sizer.next(999_999));
    assertEquals(-1, sizer.estimatedNanos(10));
  }

  @Test
  void shouldGrowForCheapItemsStepByStep() {
    ChunkSizer sizer = adaptive(2, 1_000_000_000);
    int before = 1;
    for (int i = 0; i < 10; i++) {
      sizer.ran(before, before * 100L); // 100 ns per item
      int now = sizer.next(1_000_000_000);
      assertTrue(now > before || now >= 180_000, before + " to " + now);
      assertTrue(now <= 8 * before, before + " to " + now);
      before = now;
    }
    assertTrue(before >= 180_000 && before <= 220_000, "twenty milliseconds of items: " + before);
  }

  @Test
  void shouldStayAtOneItemForSlowOnes() {
    ChunkSizer sizer = adaptive(2, 1_000);
    sizer.ran(1, 50_000_000);
    assertEquals(1, sizer.next(1_000));
    assertEquals(1, sizer.next(-1));
    assertEquals(150_000_000, sizer.estimatedNanos(3));
  }

  @Test
  void shouldShrinkWhenItemsBecomeSlow() {
    ChunkSizer sizer = adaptive(1, 1_000_000);
    for (int i = 0; i < 5; i++) {
      int size = sizer.next(1_000_000);
      sizer.ran(size, size * 1_000L);
    }
    assertTrue(sizer.next(1_000_000) > 500);
    for (int i = 0; i < 5; i++) {
      sizer.ran(1, 100_000_000);
    }
    assertEquals(1, sizer.next(1_000_000));
  }

  @Test
  void shouldNeverGiveMoreThanAFairShareOfWhatIsLeft() {
    ChunkSizer sizer = adaptive(4, 1_000);
    for (int i = 0; i < 5; i++) {
      sizer.ran(500, 1);
    }
    assertEquals(1_000 / 6, sizer.next(1_000)); // 1.5 shares for each worker
    assertEquals(2, sizer.next(16));
    assertEquals(1, sizer.next(1));
    assertEquals(1, sizer.next(0));
  }

  @Test
  void shouldNeverGiveMoreThanTheItemsAllow() {
    ChunkSizer sizer = new ChunkSizer(new Chunking.Adaptive(), 2, -1, 500);
    for (int i = 0; i < 10; i++) {
      sizer.ran(sizer.next(-1), 0);
    }
    assertEquals(500, sizer.next(-1));
    assertEquals(700, new ChunkSizer(new Chunking.Fixed(700), 2, -1, 500).next(-1));
  }

  @Test
  void shouldBearItemsThatTakeNoTimeAndChunksWithoutItems() {
    ChunkSizer sizer = adaptive(1, -1);
    sizer.ran(0, 1_000);
    assertEquals(1, sizer.next(-1));
    for (int i = 0; i < 30; i++) {
      sizer.ran(sizer.next(-1), 0);
    }
    assertTrue(sizer.next(-1) <= 1 << 20, "chunks are bounded: " + sizer.next(-1));
    assertEquals(0, sizer.estimatedNanos(5));
  }

  @Test
  void shouldHandOutEveryItemInFewChunksWhateverTheCosts() {
    for (long nanos : new long[] {0, 10, 1_000, 100_000, 10_000_000}) {
      Random random = new Random(nanos);
      ChunkSizer sizer = adaptive(2, 100_000);
      long remaining = 100_000;
      int chunks = 0;
      while (remaining > 0) {
        int size = (int) Math.min(sizer.next(remaining), remaining);
        assertTrue(size >= 1);
        remaining -= size;
        chunks++;
        sizer.ran(size, (long) (size * nanos * 2 * random.nextDouble()));
      }
      // never many more than there are milliseconds of work, besides growing and the fair shares
      long milliseconds = 100_000 * nanos / 1_000_000;
      assertTrue(chunks <= 100 + 3 * milliseconds, chunks + " chunks at " + nanos + " ns");
    }
  }
}
