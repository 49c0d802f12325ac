package io.multiprocessing.managed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.multiprocessing.AsyncResult;
import io.multiprocessing.JvmProcess;
import io.multiprocessing.ManagedList;
import io.multiprocessing.ManagedMap;
import io.multiprocessing.ManagedNamespace;
import io.multiprocessing.ManagedQueue;
import io.multiprocessing.ManagedValue;
import io.multiprocessing.Manager;
import io.multiprocessing.Pool;
import io.multiprocessing.Task;
import io.multiprocessing.TaskOptions;
import io.multiprocessing.WorkerContext;
import io.multiprocessing.testing.NothingLeftBehind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Proxies in workers of a pool and in processes. */
@ExtendWith(NothingLeftBehind.class)
class ElsewhereTest {

  private static final int WORKERS = 3; // and this JVM: four processes

  private static Manager manager;
  private static Pool pool;

  @BeforeAll
  static void start() {
    manager = Manager.start();
    pool = Pool.create(WORKERS);
  }

  @AfterAll
  static void close() {
    pool.close();
    manager.close();
  }

  @ParameterizedTest
  @ValueSource(
      classes = {
        ManagedValueTest.class,
        ManagedListTest.class,
        ManagedMapTest.class,
        ManagedNamespaceTest.class,
        ManagedQueueTest.class
      })
  void shouldKeepItsPromisesInAWorker(Class<? extends ManagedContract> contract) {
    Manager captured = manager;
    assertTrue(pool.apply(() -> ManagedContract.runAll(contract, captured)) > 0);
  }

  @Test
  void shouldKeepItsPromisesInAProcess() {
    Manager captured = manager;
    try (JvmProcess process =
        JvmProcess.start(
            () -> {
              ManagedContract.runAll(ManagedValueTest.class, captured);
              ManagedContract.runAll(ManagedListTest.class, captured);
              ManagedContract.runAll(ManagedMapTest.class, captured);
              ManagedContract.runAll(ManagedNamespaceTest.class, captured);
              ManagedContract.runAll(ManagedQueueTest.class, captured);
            })) {
      process.join();
      assertEquals(0, process.exitCode());
    }
  }

  @Test
  void shouldLoseNoUpdateOfFourProcesses() throws Exception {
    ManagedValue<Integer> value = manager.value(0);
    ManagedMap<String, Integer> map = manager.map();
    ManagedNamespace names = manager.namespace();
    ManagedList<Integer> list = manager.list(List.of(0));
    ManagedQueue<Integer> queue = manager.queue();
    names.set("n", 0);
    int times = 100;
    Task<Integer, Integer> work =
        worker -> {
          for (int i = 0; i < times; i++) {
            value.updateAndGet(n -> n + 1);
            map.merge("n", 1, Integer::sum);
            names.update("n", Integer.class, (Integer n) -> n + 1);
            list.update(0, n -> n + 1);
            list.add(worker * times + i);
            queue.put(worker * times + i);
          }
          return times;
        };
    AsyncResult<List<Integer>> others =
        pool.mapAsync(work, List.of(0, 1, 2), TaskOptions.defaults().chunkSize(1));
    work.apply(WORKERS);
    others.get();
    int all = (WORKERS + 1) * times;
    assertEquals(all, value.get());
    assertEquals(all, map.get("n"));
    assertEquals(all, names.get("n"));
    assertEquals(all, list.remove(0));
    List<Integer> numbers = IntStream.range(0, all).boxed().toList();
    assertEquals(numbers, List.copyOf(new TreeSet<>(list)));
    assertEquals(numbers, List.copyOf(new TreeSet<>(queue.snapshot())));
    assertEquals(all, queue.size());
  }

  @Test
  void shouldGiveEachElementToOneOfManyConsumers() throws Exception {
    ManagedQueue<Integer> jobs = manager.queue(8);
    ManagedQueue<Integer> done = manager.queue();
    try (JvmProcess consumer =
        JvmProcess.start(
            () -> {
              for (int job = jobs.take(); job >= 0; job = jobs.take()) {
                done.put(job);
              }
            })) {
      var others =
          pool.mapAsync(
              worker -> {
                int count = 0;
                for (int job = jobs.take(); job >= 0; job = jobs.take()) {
                  done.put(job);
                  count++;
                }
                return count;
              },
              List.of(1, 2),
              TaskOptions.defaults().chunkSize(1));
      for (int i = 0; i < 500; i++) {
        jobs.put(i);
      }
      for (int i = 0; i < 3; i++) {
        jobs.put(-1);
      }
      others.get();
      consumer.join();
      assertEquals(500, done.size());
      assertEquals(500, new TreeSet<>(done.snapshot()).size());
    }
  }

  @Test
  void shouldBeKeptInAWorkersState() {
    ManagedValue<Integer> value = manager.value(0);
    pool.map(
        x -> WorkerContext.current().state().put("value", value),
        List.of(1, 2, 3, 4, 5, 6, 7, 8),
        TaskOptions.defaults().chunkSize(1));
    pool.apply(
        () -> {
          WorkerContext.current().state().putIfAbsent("value", value);
          @SuppressWarnings("unchecked")
          ManagedValue<Integer> kept =
              (ManagedValue<Integer>) WorkerContext.current().state().get("value");
          return kept.updateAndGet(n -> n + 1);
        });
    assertEquals(1, value.get());
  }

  @Test
  void shouldTravelByJavaSerializationToo() throws Exception {
    ManagedValue<Integer> value = manager.value(5);
    ManagedQueue<Integer> queue = manager.queue();
    ManagedList<Integer> list = manager.list(List.of(1, 2));
    ManagedMap<String, Integer> map = manager.map(Map.of("a", 1));
    List<Object> proxies = List.of(value, queue, list, map, manager.root());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(proxies);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertEquals(proxies, in.readObject());
    }
  }

  @Test
  void shouldComeBackFromAWorkerThatHasMadeIt() {
    Manager captured = manager;
    ManagedList<String> made =
        pool.apply(
            () -> {
              ManagedList<String> list = captured.list();
              list.add("from a worker");
              captured.close(); // gives up connections only
              list.add("after close");
              return list;
            });
    assertEquals(List.of("from a worker", "after close"), made);
  }
}
