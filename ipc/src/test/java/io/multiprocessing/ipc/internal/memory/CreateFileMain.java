package io.multiprocessing.ipc.internal.memory;

import io.multiprocessing.ipc.NoSpaceException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Tries to create a file and prints what came of it. */
final class CreateFileMain {

  private CreateFileMain() {}

  public static void main(String[] args) {
    Path path = Path.of(args[0]);
    try (MappedFile file = MappedFile.create(path, Long.parseLong(args[1]))) {
      System.out.println("created " + file);
    } catch (NoSpaceException e) {
      System.out.println("no space for " + e.wantedBytes() + " in " + e.freeBytes());
    }
    System.out.println("exists " + Files.exists(path));
  }
}
