package io.multiprocessing.ipc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.multiprocessing.ipc.testing.OtherJvm;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Values and arrays with a lock; what the lock promises is tested with the lock. */
class ValueTest {

  private static final int ROUNDS = 20_000;

  private static OtherJvm other;

  @BeforeAll
  static void startOther() {
    other = OtherJvm.start();
  }

  @AfterAll
  static void killOther() {
    other.close();
  }

  @Test
  void shouldMakeOneStepOfManyInAllJvms() throws Exception {
    Value<RawLong> value = Value.of(RawValue.ofLong(0));
    try (Array<RawInts> array = Array.of(RawArray.ofInts(2))) {
      OtherJvm.Action change =
          () -> {
            for (int i = 0; i < ROUNDS; i++) {
              value.locked(v -> v.set(v.get() + 1));
              array.locked(
                  a -> {
                    a.set(0, a.get(0) + 1);
                    a.set(1, a.get(0));
                  });
            }
          };
      CompletableFuture<Object> there = other.runAsync(change);
      change.run();
      OtherJvm.get(there);
      assertEquals(2 * ROUNDS, value.get().get());
      long counted = value.computeLocked(RawLong::get);
      int copied = array.computeLocked(a -> a.get(1));
      assertEquals(2 * ROUNDS, counted);
      assertEquals(2 * ROUNDS, copied);
    }
  }

  @Test
  void shouldReleaseItsLockWhateverHappens() {
    Value<RawInt> value = Value.of(RawValue.ofInt(1));
    assertThrows(
        ArithmeticException.class, () -> value.locked(v -> v.set(v.get() / (v.get() - 1))));
    assertThrows(
        ArithmeticException.class, () -> value.computeLocked(v -> v.get() / (v.get() - 1)));
    assertFalse(value.lock().isLocked());
    assertEquals(1, value.get().get());
  }

  @Test
  void shouldLetItsHolderLockAgain() {
    Value<RawDouble> value = Value.of(RawValue.ofDouble(1));
    value.locked(v -> value.locked(w -> w.set(v.get() + 1)));
    assertEquals(2, value.get().get());
    assertFalse(value.lock().isLocked());
  }

  @Test
  void shouldGuardSeveralByOneLock() {
    SharedRLock lock = SharedRLock.create();
    Value<RawInt> one = Value.of(RawValue.ofInt(1), lock);
    try (Array<RawBytes> two = Array.of(RawArray.ofBytes(1), lock)) {
      one.locked(v -> assertTrue(two.lock().isHeldByCurrentThread()));
      assertNotEquals(one, Value.of(RawValue.ofInt(1), lock));
      assertNotEquals(one, Value.of(one.get()));
      assertEquals(one, Value.of(one.get(), lock));
      assertEquals(one.hashCode(), Value.of(one.get(), lock).hashCode());
    }
  }

  @Test
  void shouldComeBackEqual() throws Exception {
    Value<RawBoolean> value = Value.of(RawValue.ofBoolean(false));
    try (Array<RawDoubles> array = Array.of(RawArray.ofDoubles(5))) {
      assertEquals(value, other.call(() -> value));
      try (Array<RawDoubles> back = other.call(() -> array)) {
        assertEquals(array, back);
        back.locked(a -> a.fill(1));
      }
      assertEquals(1, array.get().get(4));
      assertTrue(value.toString().startsWith("Value[false, SharedRLock["), value.toString());
    }
  }

  @Test
  void shouldTellTheNextOneThatAHolderHasDied() throws Exception {
    Value<RawLong> value = Value.of(RawValue.ofLong(1));
    Value<RawLong> tolerant = Value.of(RawValue.ofLong(1), SharedRLock.create(OwnerDeath.TELL));
    try (OtherJvm holder = OtherJvm.start()) {
      holder.runAsync(
          () ->
              value.locked(
                  v ->
                      tolerant.locked(
                          w -> {
                            w.set(2);
                            Runtime.getRuntime().halt(1);
                          })));
      holder.awaitEnd();
    }
    assertThrows(OwnerDiedException.class, () -> value.locked(v -> v.set(3)));
    value.lock().lockToRepair();
    value.lock().markConsistent();
    value.lock().unlock();
    value.locked(v -> v.set(4));
    assertEquals(4, value.get().get());
    long left = tolerant.computeLocked(RawLong::get);
    assertEquals(2, left);
  }

  @Test
  void shouldRefuseNothing() {
    assertThrows(NullPointerException.class, () -> Value.of(null));
    assertThrows(NullPointerException.class, () -> Value.of(RawValue.ofInt(1), null));
  }
}
