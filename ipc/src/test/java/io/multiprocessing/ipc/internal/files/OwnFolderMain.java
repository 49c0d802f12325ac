package io.multiprocessing.ipc.internal.files;

import java.io.IOException;
import java.nio.file.Path;

/** Owns a session folder until its standard input ends. */
final class OwnFolderMain {

  private OwnFolderMain() {}

  public static void main(String[] args) throws IOException {
    try (SessionFolder folder = SessionFolder.create(Path.of(args[0]), "test")) {
      System.out.println(folder.path());
      System.in.read();
    }
  }
}
