package io.multiprocessing.anywhere;

import io.multiprocessing.JvmProcess;
import io.multiprocessing.Pool;
import io.multiprocessing.TaskOptions;
import io.multiprocessing.WorkerCrashedException;
import io.multiprocessing.ipc.SharedMemory;
import io.multiprocessing.testing.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/** Loses a worker and a process, looks for zombies, and keeps two workers busy until it is told. */
final class ProcessOneMain {

  private ProcessOneMain() {}

  public static void main(String[] args) throws Exception {
    System.out.println("pid " + ProcessHandle.current().pid());
    try (Pool pool = Pool.builder().workers(2).workerMaxHeap("100m").build()) {
      System.out.println("answers " + pool.map(x -> x * x, List.of(1, 2, 3)));
      try {
        pool.apply(
            () -> {
              Runtime.getRuntime().halt(3);
              return 1;
            });
      } catch (WorkerCrashedException e) {
        System.out.println("crashed " + e.exitCode());
      }
      try (JvmProcess process = JvmProcess.start(() -> System.out.println("process"));
          SharedMemory named = SharedMemory.create("of-process-one", 100)) {
        process.join();
        System.out.println("named " + named.size());
      }
      Await.until("the guardian has ended", () -> zombies().isEmpty());
      System.out.println("zombies " + zombies());
      JvmProcess.start(() -> new CountDownLatch(1).await());
      pool.mapAsync(
          i -> {
            System.out.println("ready");
            new CountDownLatch(1).await();
            return i;
          },
          List.of(1, 2),
          TaskOptions.defaults().chunkSize(1));
      new CountDownLatch(1).await(); // for the end
    }
  }

  private static List<String> zombies() throws IOException {
    try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
      return processes
          .filter(path -> path.getFileName().toString().matches("[0-9]+"))
          .map(ProcessOneMain::stat)
          .filter(stat -> stat.contains(") Z "))
          .toList();
    }
  }

  private static String stat(Path process) {
    try {
      return Files.readString(process.resolve("stat"));
    } catch (IOException e) {
      return ""; // has ended
    }
  }
}
