package io.multiprocessing.travel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.multiprocessing.JvmProcess;
import io.multiprocessing.ManagedMap;
import io.multiprocessing.Manager;
import io.multiprocessing.Outcome;
import io.multiprocessing.Pool;
import io.multiprocessing.TaskSerializationException;
import io.multiprocessing.WorkerContext;
import io.multiprocessing.ipc.Connection;
import io.multiprocessing.ipc.Pipe;
import io.multiprocessing.ipc.Serializer;
import io.multiprocessing.ipc.Serializers;
import io.multiprocessing.ipc.SharedQueue;
import io.multiprocessing.testing.NothingLeftBehind;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.ObjectInput;
import java.io.ObjectOutput;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Serializers of the user, registered in the parent, at work in all JVMs that it starts. */
@ExtendWith(NothingLeftBehind.class)
class OwnSerializersTest {

  /** A file or the like that cannot be copied, but opened again: it says where that was. */
  static final class Handle {
    private final Thread stays = Thread.currentThread(); // cannot travel
    private final String name;
    private final String openedIn;

    Handle(String name) {
      this.name = name;
      this.openedIn = stays.isAlive() ? whereIAm() : "";
    }

    String name() {
      return name;
    }

    String openedIn() {
      return openedIn;
    }
  }

  private static String whereIAm() {
    return WorkerContext.isWorker() ? "worker" : "parent";
  }

  static final class OpenAgain implements Serializer<Handle> {
    @Override
    public void write(Handle handle, ObjectOutput out) throws IOException {
      if (handle.name.equals("locked in " + whereIAm())) {
        throw new IOException("it is locked");
      }
      out.writeUTF(handle.name);
    }

    @Override
    public Handle read(ObjectInput in) throws IOException {
      String name = in.readUTF();
      if (name.equals("gone in " + whereIAm())) {
        throw new IOException("it is gone");
      }
      return new Handle(name);
    }
  }

  static final class Pixels implements Serializer<BufferedImage> {
    @Override
    public void write(BufferedImage image, ObjectOutput out) throws IOException {
      int width = image.getWidth();
      out.writeInt(width);
      out.writeInt(image.getHeight());
      out.writeInt(image.getType());
      out.writeObject(image.getRGB(0, 0, width, image.getHeight(), null, 0, width));
    }

    @Override
    public BufferedImage read(ObjectInput in) throws IOException, ClassNotFoundException {
      int width = in.readInt();
      int height = in.readInt();
      BufferedImage image = new BufferedImage(width, height, in.readInt());
      image.setRGB(0, 0, width, height, (int[]) in.readObject(), 0, width);
      return image;
    }
  }

  record Order(Handle file, List<Object> parts) {}

  private static Pool pool;

  @BeforeAll
  static void start() {
    Serializers.register(Handle.class, new OpenAgain());
    Serializers.register(BufferedImage.class, new Pixels());
    pool = Pool.builder().workers(2).initializer(OwnSerializersTest::sendOneToMyself).build();
  }

  @AfterAll
  static void stop() {
    pool.close();
    Serializers.unregister(Handle.class);
    Serializers.unregister(BufferedImage.class);
  }

  /** In the initializer of a worker, before its first message. */
  private static void sendOneToMyself() {
    try (SharedQueue<Handle> queue = SharedQueue.unbounded()) {
      queue.add(new Handle("first"));
      assertEquals("first", queue.remove().name());
    }
  }

  @Test
  void shouldBeForArgumentsAndResults() {
    assertEquals(
        List.of("a opened in worker", "b opened in worker"),
        pool.map(
            handle -> handle.name() + " opened in " + handle.openedIn(),
            List.of(new Handle("a"), new Handle("b"))));
    List<Handle> results = pool.map(Handle::new, List.of("c", "d"));
    assertEquals("parent", results.get(1).openedIn());
  }

  @Test
  void shouldBeForWhatIsCapturedAndForParts() {
    Handle captured = new Handle("captured");
    Order order = new Order(new Handle("x"), List.of(new Handle("y"), Map.of("k", captured)));

    Order back =
        pool.apply(
            () -> {
              assertEquals("worker", captured.openedIn());
              assertEquals("worker", order.file().openedIn());
              return order;
            });

    assertEquals("x", back.file().name());
    assertEquals("parent", ((Handle) back.parts().get(0)).openedIn());
  }

  @Test
  void shouldBeForAClassOfTheJdk() {
    BufferedImage image = new BufferedImage(300, 200, BufferedImage.TYPE_INT_RGB);
    image.setRGB(7, 5, 0x123456);

    BufferedImage back =
        pool.apply(
            () -> {
              image.setRGB(8, 5, image.getRGB(7, 5));
              return image;
            });

    assertEquals(0xFF123456, back.getRGB(8, 5));
    assertEquals(200, back.getHeight());
  }

  @Test
  void shouldBeKnownToWorkersThatReplaceOthers() {
    try (Pool changing = Pool.builder().workers(1).maxTasksPerWorker(2).build()) {
      List<Handle> results =
          changing.map(
              name -> new Handle(name + ProcessHandle.current().pid()), Collections.nCopies(6, ""));
      Set<String> pids = new HashSet<>();
      results.forEach(handle -> pids.add(handle.name()));
      assertEquals(3, pids.size());
    }
  }

  @Test
  void shouldNotKeepWorkersFromStartingThatLackItsType(@TempDir Path nothing) {
    try (Pool bare = Pool.builder().workers(1).classPath(nothing).build()) {
      TaskSerializationException e =
          assertThrows(TaskSerializationException.class, () -> bare.apply(() -> 1));
      assertTrue(e.getMessage().contains(OwnSerializersTest.class.getName()), e.getMessage());
      assertEquals(1, bare.stats().startedWorkers(), bare.stats()::toString);
    }
  }

  @Test
  void shouldBeKnownToWorkersOfWorkersAndToProcesses() {
    Handle far =
        pool.apply(
            () -> {
              try (Pool inner = Pool.create(1)) {
                return inner.apply(() -> new Handle("far"));
              }
            });
    assertEquals("far", far.name());
    try (SharedQueue<Handle> queue = SharedQueue.unbounded();
        JvmProcess process = JvmProcess.start(() -> queue.add(new Handle("of a process")))) {
      process.join();
      assertEquals("of a process", queue.remove().name());
    }
  }

  @Test
  void shouldBeForQueuesPipesAndManagers() throws Exception {
    try (Pipe pipe = Pipe.open();
        Manager manager = Manager.start()) {
      Connection there = pipe.second();
      ManagedMap<String, Handle> map = manager.map();
      pool.apply(
          () -> {
            there.send(new Handle("sent"));
            map.put("k", new Handle("kept"));
            return null;
          });
      assertEquals("sent", ((Handle) pipe.first().receive()).name());
      assertEquals("kept", map.get("k").name());
      assertEquals("parent", map.get("k").openedIn());
    }
  }

  @Test
  void shouldFailOnlyTheItemThatItCannotWriteOrRead() {
    List<Handle> items =
        List.of(
            new Handle("good"),
            new Handle("locked in parent"),
            new Handle("gone in worker"),
            new Handle("locked in worker"),
            new Handle("gone in parent"),
            new Handle("fine"));

    List<Outcome<Order>> outcomes = pool.mapOutcomes(handle -> new Order(handle, List.of()), items);

    assertEquals("good", outcomes.get(0).get().file().name());
    assertEquals("fine", outcomes.get(5).get().file().name());
    String step = OpenAgain.class.getTypeName();
    assertFailed(outcomes.get(1), "cannot be serialized", step + ": java.io.IOException: it is");
    assertFailed(outcomes.get(2), "could not be deserialized there", "it is gone");
    assertFailed(outcomes.get(3), "could not be serialized there", "path: " + pathOf("file"));
    assertFailed(outcomes.get(4), "could not be deserialized in the parent", pathOf("file"));
    assertEquals(1, (int) pool.apply(() -> 1));
  }

  private static String pathOf(String component) {
    return Order.class.getTypeName() + "." + component;
  }

  private static void assertFailed(Outcome<?> outcome, String... words) {
    TaskSerializationException e =
        assertThrows(
            TaskSerializationException.class,
            () -> {
              throw outcome.failure().orElseThrow();
            });
    for (String word : words) {
      assertTrue(e.getMessage().contains(word), e.getMessage());
    }
  }
}
