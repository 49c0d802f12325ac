package io.multiprocessing.anywhere;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.multiprocessing.testing.NothingLeftBehind;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A manager that is started by a plug-in, in a thread that does not know the plug-in's classes. */
@ExtendWith(NothingLeftBehind.class)
class PlugInManagerTest {

  private static final String SOURCE =
      """
      package plug;

      import io.multiprocessing.ManagedMap;
      import io.multiprocessing.ManagedQueue;
      import io.multiprocessing.Manager;
      import io.multiprocessing.Pool;
      import java.util.concurrent.Callable;

      public class Talk implements Callable<String> {
        record Key(int x) {}

        record Value(String text) {}

        @Override
        public String call() throws Exception {
          try (Manager manager = Manager.start(); Pool pool = Pool.create(1)) {
            ManagedMap<Key, Value> map = manager.map();
            map.put(new Key(1), new Value("here"));
            ManagedQueue<Value> queue = manager.queue();
            int size = pool.apply(() -> {
              map.put(new Key(2), new Value("there"));
              queue.put(map.get(new Key(1)));
              return map.size();
            });
            return size + " " + map + " " + queue.take();
          }
        }
      }
      """;

  @Test
  void shouldKnowTheClassesOfThePlugInOnAllSides(@TempDir Path folder) throws Exception {
    Path classes =
        new Workshop(folder)
            .compile(
                "plug-in",
                Map.of("plug/Talk.java", SOURCE),
                "-cp",
                Workshop.joined(Workshop.classPath()));
    PlugIn plugIn = new PlugIn(classes, PlugInManagerTest.class.getClassLoader());
    Callable<?> talk = (Callable<?>) plugIn.create("plug.Talk");
    assertEquals(
        "2 {Key[x=1]=Value[text=here], Key[x=2]=Value[text=there]} Value[text=here]", talk.call());
  }
}
