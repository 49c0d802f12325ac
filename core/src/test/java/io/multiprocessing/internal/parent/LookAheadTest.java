package io.multiprocessing.internal.parent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class LookAheadTest {

  private static final long READ = 1_000_000;

  @Test
  void shouldNeverAwaitMoreThanIsHeld() {
    LookAhead lookAhead = new LookAhead(0, 1);
    for (int size = 1; size < 1 << 20; size *= 3) {
      long awaited = lookAhead.awaitedAfter(READ);
      assertTrue(awaited <= READ && awaited > READ - lookAhead.items(), "awaited=" + awaited);
      lookAhead.growFor(size);
    }
  }

  @Test
  void shouldAwaitAllOfALookAheadOfOne() {
    assertEquals(READ, new LookAhead(1, 8).awaitedAfter(READ));
  }

  @Test
  void shouldHoldSeveralChunksForEachWorker() {
    assertEquals(2, new LookAhead(10, 1).largestChunk());
    assertEquals(1, new LookAhead(10, 2).largestChunk());
  }
}
