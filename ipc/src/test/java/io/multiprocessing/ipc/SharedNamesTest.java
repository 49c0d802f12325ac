package io.multiprocessing.ipc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.multiprocessing.ipc.testing.OtherJvm;
import io.multiprocessing.ipc.testing.Until;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SharedNamesTest {

  private static final AtomicInteger NUMBERS = new AtomicInteger();

  private static OtherJvm other;

  private static SharedMemory kept; // in the other JVM: what a call there leaves behind

  private final String name =
      "names-test-" + ProcessHandle.current().pid() + "-" + NUMBERS.incrementAndGet();

  @BeforeAll
  static void startOther() {
    other = OtherJvm.start();
  }

  @AfterAll
  static void killOther() {
    other.close();
  }

  @Test
  void shouldFindTheSameMemory() throws Exception {
    String called = name;
    RawLong value = RawValue.ofLong(1);
    try (SharedNames.Publication publication = SharedNames.publish(name, value)) {
      assertEquals(name, publication.name());
      other.run(() -> SharedNames.lookup(called, RawLong.class).incrementAndGet());
      assertEquals(2, value.get());
      assertEquals(value, SharedNames.lookup(name, RawValue.class));
    }
    assertThrows(NoSuchElementException.class, () -> SharedNames.lookup(called, RawLong.class));
    value.incrementAndGet();
  }

  @Test
  void shouldFindACopyOfWhatIsNoHandle() throws Exception {
    String called = name;
    try (RawInts ints = RawArray.ofInts(10);
        SharedNames.Publication publication =
            SharedNames.publish(name, List.of("a", ints.slice(2, 4)))) {
      assertEquals(
          "a",
          other.call(
              () -> {
                List<?> found = SharedNames.lookup(called, List.class);
                ((RawInts) found.get(1)).set(1, 9);
                return (String) found.get(0);
              }));
      assertEquals(9, ints.get(3));
      assertTrue(publication.toString().contains(name));
    }
  }

  @Test
  void shouldNotNeedToBeKept() throws Exception {
    String called = name;
    other.run(() -> SharedNames.publish(called, RawValue.ofInt(5)));
    for (int i = 0; i < 3; i++) {
      other.run(System::gc);
      assertEquals(5, SharedNames.lookup(name, RawInt.class).get());
    }
  }

  @Test
  void shouldRefuseOtherTypesOtherNamesAndOtherThings() {
    try (SharedNames.Publication publication = SharedNames.publish(name, RawValue.ofInt(1));
        SharedMemory memory = SharedMemory.create(name + "-memory", 10)) {
      IllegalArgumentException wrong =
          assertThrows(
              IllegalArgumentException.class, () -> SharedNames.lookup(name, RawLong.class));
      assertTrue(wrong.getMessage().contains("name=" + name + " is a"), wrong.getMessage());
      assertThrows(IllegalArgumentException.class, () -> SharedNames.lookup("a/b", RawLong.class));
      assertThrows(IllegalStateException.class, () -> SharedNames.publish(publication.name(), "x"));
      assertThrows(
          IllegalStateException.class, () -> SharedNames.lookup(memory.name(), RawLong.class));
      assertThrows(IllegalStateException.class, () -> SharedMemory.attach(name));
      assertThrows(
          SerializationException.class, () -> SharedNames.publish(name + "-2", new Thread()));
      assertThrows(
          NoSuchElementException.class, () -> SharedNames.lookup(name + "-2", Object.class));
    }
  }

  @Test
  void shouldLoseTheNameWithItsPublisher() throws Exception {
    String called = name;
    try (OtherJvm publisher = OtherJvm.start()) {
      publisher.run(() -> SharedNames.publish(called, RawValue.ofInt(1)));
      assertEquals(1, SharedNames.lookup(name, RawInt.class).get());
      publisher.kill();
      Until.holds(
          "the name is gone",
          () -> {
            try {
              SharedNames.lookup(called, RawInt.class);
              throw new AssertionError("found the value of a dead process");
            } catch (OwnerGoneException e) {
              assertEquals(publisher.pid(), e.ownerPid());
              return false;
            } catch (NoSuchElementException e) {
              return true;
            }
          });
    }
  }

  @Test
  void shouldTellWhenWhatWasPublishedIsGone() throws Exception {
    String called = name;
    try (OtherJvm maker = OtherJvm.start()) {
      RawLong value = maker.call(() -> RawValue.ofLong(1));
      try (SharedNames.Publication publication = SharedNames.publish(name, value)) {
        maker.kill();
        ExecutionException refused =
            assertThrows(
                ExecutionException.class,
                () -> other.call(() -> SharedNames.lookup(called, RawLong.class).get()));
        OwnerGoneException gone =
            assertInstanceOf(OwnerGoneException.class, refused.getCause(), publication::name);
        assertEquals(maker.pid(), gone.ownerPid());
      }
    }
  }

  @Test
  void shouldFindMemoryThatHasAName() throws Exception {
    String called = name;
    try (SharedMemory memory = SharedMemory.create(name + "-memory", 8);
        SharedNames.Publication publication = SharedNames.publish(name, memory)) {
      other.run(
          () -> {
            kept = SharedNames.lookup(called, SharedMemory.class);
            kept.putLong(0, 4);
          });
      assertEquals(4, memory.getLong(0), publication::name);
      other.run(() -> kept.close());
    }
  }
}
