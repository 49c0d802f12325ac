package io.multiprocessing.anywhere;

import io.multiprocessing.JvmProcess;
import io.multiprocessing.Manager;
import io.multiprocessing.Pool;
import io.multiprocessing.PoolException;
import io.multiprocessing.ResultIterator;
import io.multiprocessing.TaskOptions;
import io.multiprocessing.ipc.NoSpaceException;
import io.multiprocessing.ipc.RawArray;
import io.multiprocessing.ipc.RawDoubles;
import io.multiprocessing.ipc.SharedLock;
import io.multiprocessing.ipc.SharedQueue;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;

/** Works, waits or fails where {@code /dev/shm} is as small as in a container. */
final class SmallMemoryMain {

  private static final int MEGABYTE = 1 << 20;
  private static final int LARGE = 32 * MEGABYTE;
  private static final int TOO_LARGE = 200 * MEGABYTE;
  private static final Path MEMORY = Path.of("/dev/shm");

  private SmallMemoryMain() {}

  public static void main(String[] args) throws Exception {
    switch (args[0]) {
      case "maps" -> maps();
      case "large" -> large();
      case "sharing" -> sharing();
      case "many" -> manyWorkers();
      case "full" -> full();
      case "stay" -> stay(Integer.parseInt(args[1]));
      default -> throw new IllegalArgumentException(args[0]);
    }
    System.out.println("left " + Arrays.toString(MEMORY.toFile().list()));
  }

  private static Pool pool() {
    return Pool.builder().workers(2).workerMaxHeap("400m").build();
  }

  private static void maps() {
    try (Pool pool = pool()) {
      long sum = 0;
      for (int i = 0; i < 10_000; i++) {
        int number = i;
        sum += pool.map(x -> x + number, List.of(1, 2, 3)).get(2);
      }
      System.out.println("maps " + sum);
    }
  }

  private static void large() {
    List<byte[]> arguments = Collections.nCopies(5, filled(LARGE));
    TaskOptions one = TaskOptions.defaults().chunkSize(1);
    try (Pool pool = pool()) {
      System.out.println("arguments " + pool.map(SmallMemoryMain::sum, arguments, one));
      List<byte[]> results = pool.map(i -> filled(LARGE), List.of(1, 2, 3, 4), one);
      System.out.println("results " + results.stream().map(SmallMemoryMain::sum).toList());
      long both = 0;
      try (ResultIterator<byte[]> echoes = pool.imap(bytes -> bytes, arguments)) {
        while (echoes.hasNext()) {
          both += sum(echoes.next());
        }
      }
      System.out.println("both " + both);
      double[] numbers = IntStream.range(0, 2_000_000).asDoubleStream().toArray(); // 16 MB
      System.out.println("doubles " + Arrays.stream(pool.mapToDouble(x -> x + 1, numbers)).sum());
      System.out.println("argument " + pool.map(SmallMemoryMain::sum, List.of(filled(TOO_LARGE))));
      System.out.println("result " + sum(pool.apply(() -> filled(TOO_LARGE))));
      byte[] captured = filled(70 * MEGABYTE);
      System.out.println("captured " + pool.apply(() -> sum(captured)));
    }
  }

  private static byte[] filled(int bytes) {
    byte[] array = new byte[bytes];
    for (int i = 0; i < bytes; i += 1000) {
      array[i] = (byte) (i / 1000 % 3);
    }
    return array;
  }

  private static long sum(byte[] bytes) {
    long sum = bytes.length;
    for (byte b : bytes) {
      sum += b;
    }
    return sum;
  }

  private static void sharing() throws InterruptedException {
    SharedLock lock = SharedLock.create();
    try (Pool pool = pool();
        RawDoubles array = RawArray.ofDoubles(LARGE / Double.BYTES);
        SharedQueue<byte[]> queue = SharedQueue.unbounded()) {
      pool.map(
          i -> {
            lock.lock();
            try {
              array.set(0, array.get(0) + 1);
            } finally {
              lock.unlock();
            }
            queue.put(new byte[100_000]);
            return i;
          },
          IntStream.range(0, 100).boxed().toList());
      System.out.println("array " + array.get(0) + ", queue " + queue.size());
      for (int i = 0; i < 100; i++) {
        queue.take();
      }
      List<byte[]> arguments = Collections.nCopies(3, filled(LARGE)); // beside the array
      System.out.println("arguments " + pool.map(SmallMemoryMain::sum, arguments));
      refused(() -> RawArray.ofBytes(TOO_LARGE));
    }
  }

  /** More workers than there would be room for if the queue of each took what it likes. */
  private static void manyWorkers() {
    List<byte[]> items = Collections.nCopies(2_000, new byte[30_000]);
    try (Pool pool = Pool.builder().workers(4).workerMaxHeap("100m").build()) {
      for (int i = 0; i < 2; i++) {
        System.out.println("round " + pool.map(x -> x, items).size());
        System.out.println("left over " + (MEMORY.toFile().getUsableSpace() > MEGABYTE));
      }
    }
  }

  private static void refused(Callable<?> act) {
    try {
      System.out.println("made " + act.call());
    } catch (NoSpaceException | PoolException e) {
      System.out.println("refused " + e.getMessage());
    } catch (Exception e) {
      System.out.println("unexpected " + e);
    }
  }

  private static void full() throws Exception {
    Path ballast = MEMORY.resolve("ballast");
    try (OutputStream out = Files.newOutputStream(ballast)) {
      while (true) {
        out.write(new byte[4096]);
      }
    } catch (IOException e) {
      refused(() -> Pool.create(1));
      refused(Manager::start);
      process();
    }
    Files.delete(ballast);
    try (Pool pool = Pool.create(1);
        Manager manager = Manager.start()) {
      System.out.println("answer " + pool.apply(() -> 7 * 7) + manager.value(1).get());
    }
    process();
  }

  private static void process() {
    try (JvmProcess process = JvmProcess.start(() -> System.out.println("process"))) {
      process.join();
      System.out.println("exit " + process.exitCode());
    }
  }

  private static void stay(int megabytes) {
    byte[] large = new byte[megabytes * MEGABYTE];
    try (Pool pool = pool()) {
      pool.map(
          bytes -> {
            System.out.println("ready " + bytes.length);
            Thread.sleep(60_000);
            return 1;
          },
          List.of(large));
    }
  }
}
