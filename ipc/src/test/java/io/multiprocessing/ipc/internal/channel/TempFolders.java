package io.multiprocessing.ipc.internal.channel;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Test side: folders in shared memory, where channels live, and what they cost. */
final class TempFolders {
  private TempFolders() {}

  static Path create() throws IOException {
    Path sharedMemory = Path.of("/dev/shm");
    return Files.isWritable(sharedMemory)
        ? Files.createTempDirectory(sharedMemory, "channel-test")
        : Files.createTempDirectory("channel-test");
  }

  static void delete(Path folder) throws IOException {
    try (Stream<Path> walk = Files.walk(folder)) {
      for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }

  /** What {@code du} says: blocks in use, not lengths. Files may vanish meanwhile. */
  static long usedKib(Path folder) {
    try {
      Process du =
          new ProcessBuilder("du", "-sk", folder.toString())
              .redirectError(ProcessBuilder.Redirect.DISCARD) // complains of what has vanished
              .start();
      String line = new String(du.getInputStream().readAllBytes(), UTF_8);
      return Long.parseLong(line.split("\\s")[0]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<String> names(Path folder) throws IOException {
    try (Stream<Path> list = Files.list(folder)) {
      return list.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }
}
