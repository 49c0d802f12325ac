package io.multiprocessing.ipc.internal.lock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.multiprocessing.ipc.internal.memory.Memory;
import io.multiprocessing.ipc.internal.segment.Region;
import org.junit.jupiter.api.Test;

class LedgerTest {

  private static final int A = LedgerLayout.CONTENT;
  private static final int B = A + Long.BYTES;
  private static final int CENSUS = A + 128;

  private final Region region = Region.allocate(0x5445_5354, CENSUS + Census.BYTES);
  private final Ledger ledger = new Ledger(region);
  private final Census census = new Census(ledger, CENSUS);

  private void change(boolean commit) {
    ledger.begin();
    try {
      ledger.set(A, ledger.get(A) + 1);
      ledger.set(B, ledger.get(B) - 1);
      ledger.set(A, ledger.get(A) + 1);
      if (commit) {
        ledger.commit();
      }
    } finally {
      ledger.end();
    }
  }

  /** As if the process that is in its turn now died. */
  private void die() {
    Memory.putLongVolatile(region.memory(), MutexLayout.OWNER, MutexTest.dead());
  }

  @Test
  void shouldChangeNothingWithoutCommit() {
    change(true);
    change(false);
    assertEquals(2, ledger.get(A));
    assertEquals(-1, ledger.get(B));
  }

  @Test
  void shouldUndoWhatADeadOneHadNotCommitted() {
    change(true);
    ledger.begin();
    ledger.set(A, 100);
    ledger.set(B, 100);
    ledger.set(A, 101);
    die();
    change(true);
    assertEquals(4, ledger.get(A));
    assertEquals(-2, ledger.get(B));
  }

  @Test
  void shouldKeepWhatADeadOneHadCommitted() {
    ledger.begin();
    ledger.set(A, 100);
    ledger.commit();
    die();
    change(true);
    assertEquals(102, ledger.get(A));
  }

  @Test
  void shouldUndoOnceMoreIfOneDiesWhileUndoing() {
    ledger.begin();
    ledger.set(A, 100);
    ledger.set(B, 100);
    Memory.putLong(region.memory(), B, 0); // the first step back
    die();
    change(true);
    assertEquals(2, ledger.get(A));
    assertEquals(-1, ledger.get(B));
  }

  @Test
  void shouldRefuseMoreChangesThanItCanUndo() {
    ledger.begin();
    for (int i = 0; i < LedgerLayout.PAIRS; i++) {
      ledger.set(A, i);
    }
    assertThrows(IllegalStateException.class, () -> ledger.set(A, 99));
    ledger.end();
    assertEquals(0, ledger.get(A));
  }

  private void count(int era, int delta) {
    ledger.begin();
    try {
      census.add(era, delta);
      ledger.commit();
    } finally {
      ledger.end();
    }
  }

  @Test
  void shouldCountAnewInEachEra() {
    count(0, 2);
    count(0, 3);
    assertEquals(5, census.own(0));
    assertEquals(0, census.own(1));
    count(1, 1);
    assertEquals(1, census.own(1));
    count(-1, 7);
    assertEquals(7, census.own(-1));
    assertEquals(7, new Census(ledger, CENSUS).own(-1));
  }

  private void fillSlot(int slot, long process, long count) {
    int at = CENSUS + slot * 2 * Long.BYTES;
    Memory.putLongVolatile(region.memory(), at, process);
    Memory.putLongVolatile(region.memory(), at + Long.BYTES, count);
  }

  @Test
  void shouldRefuseMoreProcessesThanItHasRoomFor() {
    for (int slot = 0; slot < Census.SLOTS; slot++) {
      fillSlot(slot, 1000 + slot, 1);
    }
    assertThrows(IllegalStateException.class, () -> count(0, 1));
    fillSlot(100, 1100, 0); // this one has nothing any more
    count(0, 1);
    assertEquals(1, census.own(0));
  }

  @Test
  void shouldPassOnWhatTheDeadHad() {
    count(0, 2);
    fillSlot(5, MutexTest.dead(), 3);
    fillSlot(6, MutexTest.dead(), 1L << Integer.SIZE | 4); // of another era
    fillSlot(7, MutexTest.dead(), 0);
    census.buryDead(0, (process, count) -> ledger.set(A, ledger.get(A) + count));
    assertEquals(3, ledger.get(A));
    census.buryDead(0, (process, count) -> ledger.set(A, ledger.get(A) + count));
    assertEquals(3, ledger.get(A));
    assertEquals(2, census.own(0));
  }
}
