package io.multiprocessing.ipc.internal.files;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Makes and closes session folders one after the other, and says how many stayed whole meanwhile.
 */
final class OwnManyFoldersMain {

  private OwnManyFoldersMain() {}

  public static void main(String[] args) {
    int whole = 0;
    for (int i = Integer.parseInt(args[1]); i > 0; i--) {
      try (SessionFolder session = SessionFolder.create(Path.of(args[0]), "test")) {
        if (Files.exists(session.path().resolve(OwnerFile.NAME))) {
          whole++;
        }
      }
    }
    System.out.println(whole);
  }
}
