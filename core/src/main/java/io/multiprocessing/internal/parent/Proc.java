package io.multiprocessing.internal.parent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** Parent side: files in which the kernel says something in lines of a name and a number. */
final class Proc {

  private Proc() {}

  /** Returns the number in the line of a file that begins with a name. */
  static OptionalLong numberAfter(Path file, String name) {
    try {
      for (String line : Files.readAllLines(file)) {
        if (line.startsWith(name)) {
          return OptionalLong.of(Long.parseLong(line.replaceAll("[^0-9]", "")));
        }
      }
    } catch (IOException | NumberFormatException e) {
      // not Linux
    }
    return OptionalLong.empty();
  }
}
