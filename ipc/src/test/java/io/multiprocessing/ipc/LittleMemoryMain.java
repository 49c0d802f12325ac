package io.multiprocessing.ipc;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * Runs where shared memory is a file system of a few MB: needs some that only garbage has, or some
 * that nobody has.
 */
final class LittleMemoryMain {

  private static final Path BALLAST = Path.of("/dev/shm/ballast");
  private static final int GARBAGE_BYTES = 900_000;

  private LittleMemoryMain() {}

  public static void main(String[] args) throws Exception {
    if (args[0].equals("garbage")) {
      useGarbage();
    } else {
      useNothing();
    }
  }

  private static void useGarbage() throws Exception {
    leave(1_000_000);
    dropAnArray();
    System.out.println("values " + values(3_000)); // 384 KB
    leave(1_000_000);
    dropAnArray();
    try (SharedQueue<byte[]> queue = SharedQueue.unbounded()) {
      System.out.println("made");
      leave(1_000_000);
      dropAnArray();
      queue.put(new byte[300_000]);
      System.out.println("put " + queue.take().length);
    }
  }

  private static void useNothing() throws Exception {
    leave(0);
    for (Callable<?> act : acts()) {
      System.out.println(attempt(act));
    }
    Files.delete(BALLAST);
    for (Callable<?> act : acts()) {
      System.out.println("works " + (act.call() != null));
    }
    if (List.of(BALLAST.getParent().toFile().list()).toString().contains(".jvm")) {
      System.out.println("litter");
    }
  }

  private static String attempt(Callable<?> act) throws Exception {
    try {
      return "made " + act.call();
    } catch (NoSpaceException e) {
      return "refused " + e.getMessage().contains("--shm-size");
    }
  }

  private static List<Callable<?>> acts() {
    return List.of(
        () -> RawArray.ofBytes(100_000),
        () -> {
          try (SharedNames.Publication publication = SharedNames.publish("a-name", "text")) {
            return publication;
          }
        },
        () -> {
          try (SharedMemory memory = SharedMemory.create("another", 10)) {
            return memory;
          }
        },
        SharedQueue::unbounded,
        () -> Pipe.open());
  }

  private static long free() {
    return BALLAST.getParent().toFile().getUsableSpace();
  }

  /** Makes exactly so much free, to a page. */
  private static void leave(int bytes) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(BALLAST.toFile(), "rw")) {
      file.setLength(Math.max(0, file.length() - Math.max(0, bytes - free())));
      file.seek(file.length());
      while (free() > bytes) {
        file.write(new byte[4096]);
      }
    }
  }

  private static void dropAnArray() {
    RawArray.ofBytes(GARBAGE_BYTES).set(0, (byte) 1);
  }

  private static int values(int count) {
    List<RawLong> values = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      values.add(RawValue.ofLong(i));
    }
    return values.stream().mapToInt(value -> (int) (value.get() % 2)).sum();
  }
}
