package io.multiprocessing.managed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.multiprocessing.ManagedNamespace;
import io.multiprocessing.ManagedQueue;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

class ManagedNamespaceTest extends ManagedContract {

  @Test
  void shouldHoldObjectsByName() {
    ManagedNamespace names = manager.namespace();
    names.set("x", 1);
    names.set("y", "two");
    names.set("z", null);
    assertEquals(1, names.get("x"));
    assertEquals("two", names.get("y", String.class));
    assertNull(names.get("z"));
    assertTrue(names.contains("z"));
    assertTrue(names.remove("z"));
    assertFalse(names.remove("z"));
    assertFalse(names.contains("z"));
    assertEquals(List.of("x", "y"), List.copyOf(names.names()));
    assertEquals(Map.of("x", 1, "y", "two"), names.toMap());
  }

  @Test
  void shouldSayWhichNameIsMissing() {
    ManagedNamespace names = manager.namespace();
    String message = assertThrows(NoSuchElementException.class, () -> names.get("x")).getMessage();
    assertTrue(message.endsWith("name=x"), message);
    assertThrows(NoSuchElementException.class, () -> names.update("x", Integer.class, n -> n + 1));
    assertThrows(NullPointerException.class, () -> names.set(null, 1));
  }

  @Test
  void shouldSayThatAnObjectIsOfAnotherType() {
    ManagedNamespace names = manager.namespace();
    names.set("x", "text");
    assertThrows(ClassCastException.class, () -> names.get("x", Integer.class));
  }

  @Test
  void shouldUpdateInOneStep() {
    ManagedNamespace names = manager.namespace();
    names.set("n", 1);
    int result = names.update("n", Integer.class, (Integer n) -> n + 1);
    assertEquals(2, result);
    assertEquals(2, names.get("n"));
  }

  @Test
  void shouldHaveOneRootForAll() throws Exception {
    ManagedQueue<String> jobs = manager.queue();
    manager.root().set("jobs", jobs);
    ManagedQueue<String> found = manager.root().get("jobs", ManagedQueue.class);
    found.put("work");
    assertEquals("work", jobs.take());
    assertEquals(manager.root(), manager.root());
    assertNotEquals(manager.root(), manager.namespace());
    assertThrows(UnsupportedOperationException.class, () -> manager.root().delete());
    assertTrue(manager.root().remove("jobs"));
  }
}
