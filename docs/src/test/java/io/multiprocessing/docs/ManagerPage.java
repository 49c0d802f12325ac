package io.multiprocessing.docs;

import io.multiprocessing.JvmProcess;
import io.multiprocessing.ManagedList;
import io.multiprocessing.ManagedMap;
import io.multiprocessing.ManagedNamespace;
import io.multiprocessing.ManagedQueue;
import io.multiprocessing.ManagedValue;
import io.multiprocessing.Manager;
import io.multiprocessing.ManagerLostException;
import io.multiprocessing.Pool;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;

/** What the page about managers shows. */
final class ManagerPage {

  private ManagerPage() {}

  static void words() {
    // tag: words
    try (Manager manager = Manager.start();
        Pool pool = Pool.create(2)) {
      ManagedMap<String, Integer> counts = manager.map();
      pool.map(
          word -> counts.merge(word, 1, Integer::sum),
          List.of("to", "be", "or", "not", "to", "be"));
      System.out.println(counts.get("be") + " times be, " + counts.size() + " words");
    }
    // end: words
  }

  static void objects() throws InterruptedException {
    // tag: objects
    try (Manager manager = Manager.start()) {
      ManagedValue<Integer> value = manager.value(0); // as an AtomicReference
      ManagedList<String> list = manager.list(List.of("a", "b")); // a java.util.List
      ManagedMap<String, Integer> map = manager.map(); // a java.util.concurrent.ConcurrentMap
      ManagedNamespace names = manager.namespace(); // objects of any type by name
      ManagedQueue<String> queue = manager.queue(10); // a java.util.concurrent.BlockingQueue

      value.updateAndGet(n -> n + 1);
      list.replaceAll(String::toUpperCase);
      map.computeIfAbsent("x", key -> 42);
      names.set("pi", 3.14);
      queue.put("first");
      System.out.println(
          value.get() + " " + list + " " + map + " " + names.get("pi") + " " + queue.take());
    }
    // end: objects
  }

  static void copies() {
    // tag: copies
    try (Manager manager = Manager.start()) {
      ManagedMap<String, List<String>> map = manager.map();
      map.put("k", new ArrayList<>());
      map.get("k").add("lost"); // changes a copy
      map.compute(
          "k",
          (key, list) -> {
            list.add("kept");
            return list;
          });
      System.out.println(map);
    }
    // end: copies
  }

  static void process() throws InterruptedException {
    // tag: process
    try (Manager manager = Manager.start()) {
      ManagedQueue<Integer> questions = manager.queue();
      ManagedQueue<Integer> answers = manager.queue();
      try (JvmProcess process =
          JvmProcess.start(
              () -> {
                for (int n = questions.take(); n > 0; n = questions.take()) {
                  answers.put(n * n);
                }
              })) {
        for (int n : List.of(3, 4, 0)) {
          questions.put(n);
        }
        process.join();
      }
      System.out.println(answers.take() + " " + answers.take());
    }
    // end: process
  }

  static void connect() {
    // tag: connect
    try (Manager owner = Manager.builder().tcp().secret("correct horse battery").start()) {
      owner.root().set("jobs", owner.queue());

      // in any other process that is told the address and the secret
      SocketAddress address = owner.address();
      Manager manager = Manager.connect(address, "correct horse battery");
      ManagedQueue<String> jobs = manager.root().get("jobs", ManagedQueue.class);
      jobs.add("work");
      System.out.println(jobs.size());
    }
    // end: connect
  }

  static void lost() {
    // tag: lost
    try (Manager manager = Manager.start()) {
      ManagedValue<Integer> value = manager.value(1);
      ProcessHandle.of(manager.pid()).ifPresent(ProcessHandle::destroyForcibly);
      try {
        while (value.get() == 1) {
          Thread.onSpinWait();
        }
      } catch (ManagerLostException e) {
        System.out.println("exit code " + e.exitCode().orElseThrow());
      }
    }
    // end: lost
  }

  public static void main(String[] args) throws Exception {
    words();
    objects();
    copies();
    process();
    connect();
    lost();
  }
}
