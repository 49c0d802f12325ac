package io.multiprocessing.managed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.multiprocessing.ManagedValue;
import io.multiprocessing.ipc.SerializationException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ManagedValueTest extends ManagedContract {

  @Test
  void shouldHoldWhatWasSetLastNullIncluded() {
    ManagedValue<String> value = manager.value("a");
    assertEquals("a", value.get());
    value.set("b");
    assertEquals("b", value.getAndSet(null));
    assertNull(value.get());
  }

  @Test
  void shouldGiveCopiesWhichCanBeChangedWithoutEffect() {
    ManagedValue<List<String>> value = manager.value(new ArrayList<>(List.of("a")));
    value.get().add("b");
    assertEquals(List.of("a"), value.get());
  }

  @Test
  void shouldSetOnlyWhatEqualsTheExpected() {
    ManagedValue<List<Integer>> value = manager.value(List.of(1));
    assertFalse(value.compareAndSet(List.of(2), List.of(3)));
    assertTrue(value.compareAndSet(List.of(1), List.of(3)));
    assertEquals(List.of(3), value.get());
  }

  @Test
  void shouldLoseNoUpdateOfManyThreads() throws Exception {
    ManagedValue<Integer> value = manager.value(0);
    List<FutureTask<Integer>> threads = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      threads.add(
          async(
              () -> {
                for (int k = 0; k < 100; k++) {
                  value.updateAndGet(n -> n + 1);
                }
                return 0;
              }));
    }
    for (FutureTask<Integer> thread : threads) {
      thread.get();
    }
    assertEquals(300, value.get());
  }

  @Test
  void shouldCallTheFunctionAgainWhenTheContentHasChangedMeanwhile() {
    ManagedValue<Integer> value = manager.value(1);
    AtomicInteger calls = new AtomicInteger();
    int before =
        value.getAndUpdate(
            n -> {
              if (calls.incrementAndGet() == 1) {
                value.set(10);
              }
              return n + 1;
            });
    assertEquals(2, calls.get());
    assertEquals(10, before);
    assertEquals(11, value.get());
  }

  @Test
  void shouldPassOnWhatAFunctionThrowsAndKeepTheContent() {
    ManagedValue<Integer> value = manager.value(1);
    assertThrows(NumberFormatException.class, () -> value.updateAndGet(n -> Integer.parseInt("x")));
    assertEquals(1, value.get());
  }

  @Test
  void shouldRefuseWhatCannotTravelAndKeepTheContent() {
    ManagedValue<Object> value = manager.value(1);
    assertThrows(SerializationException.class, () -> value.set(new Thread()));
    assertEquals(1, value.get());
  }

  @Test
  void shouldKeepAnInterruptForLater() {
    ManagedValue<Integer> value = manager.value(0);
    Thread.currentThread().interrupt();
    for (int i = 0; i < 20; i++) {
      value.updateAndGet(n -> n + 1);
    }
    assertTrue(Thread.interrupted());
    assertEquals(20, value.get());
  }

  @Test
  void shouldHoldAProxyOfAnotherObject() {
    ManagedValue<Integer> inner = manager.value(5);
    ManagedValue<ManagedValue<Integer>> outer = manager.value(inner);
    assertEquals(inner, outer.get());
    assertEquals(inner.hashCode(), outer.get().hashCode());
    assertNotEquals(inner, manager.value(5));
    outer.get().set(6);
    assertEquals(6, inner.get());
  }

  @Test
  void shouldHoldMegabytes() {
    byte[] large = new byte[5_000_000];
    large[4_999_999] = 7;
    ManagedValue<byte[]> value = manager.value(large);
    assertEquals(7, value.get()[4_999_999]);
  }

  @Test
  void shouldSayThatItWasDeleted() {
    ManagedValue<Integer> value = manager.value(0);
    value.delete();
    value.delete();
    String message = assertThrows(IllegalStateException.class, value::get).getMessage();
    assertTrue(message.startsWith("ManagedValue ") && message.endsWith(" was deleted"), message);
    assertFalse(value.toString().contains("secret"), value::toString);
  }
}
