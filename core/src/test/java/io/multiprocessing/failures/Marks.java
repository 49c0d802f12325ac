package io.multiprocessing.failures;

import io.multiprocessing.testing.Await;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A folder in which tasks leave marks for the test, also when they do not live to return anything.
 *
 * @param folder the folder, as text so that it travels
 */
record Marks(String folder) implements Serializable {

  static Marks in(Path folder) {
    return new Marks(folder.toString());
  }

  /** Leaves a mark; any number of the same name can be left. */
  void leave(String name) {
    try {
      Files.createFile(Path.of(folder, name + "." + UUID.randomUUID()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Leaves the pid of this JVM. */
  void leavePid() {
    leave("pid-" + ProcessHandle.current().pid());
  }

  /** How often a mark has been left. */
  long count(String name) {
    try (Stream<Path> files = Files.list(Path.of(folder))) {
      return files.filter(file -> file.getFileName().toString().startsWith(name + ".")).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits for a mark. */
  void await(String name) {
    Await.until("the mark " + name + " is there", () -> count(name) > 0);
  }

  /** Waits for the first pid that was left. */
  long awaitPid() {
    Await.until("a pid was left", () -> anyPid() >= 0);
    return anyPid();
  }

  private long anyPid() {
    try (Stream<Path> files = Files.list(Path.of(folder))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith("pid-"))
          .mapToLong(name -> Long.parseLong(name.substring(4, name.indexOf('.'))))
          .findFirst()
          .orElse(-1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
