package io.multiprocessing.internal.parent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What this library brings into a project. */
class LibraryTest {

  @Test
  void shouldBeListedWithItsSizes() throws IOException {
    Set<String> jars = new TreeSet<>();
    for (Path file : Library.files()) {
      String name = file.getFileName().toString();
      if (name.endsWith(".jar") && !name.startsWith("multiprocessing-")) {
        jars.add(
            name.replaceFirst("-[0-9].*?(-native)?\\.jar$", "$1")
                + " "
                + Math.round(Files.size(file) / 1000.0));
      }
    }
    Set<String> listed = new TreeSet<>();
    for (String line : Files.readAllLines(Path.of("../docs/70-where-it-runs.md"))) {
      String[] cells = line.split("\\|");
      if (cells.length > 2 && cells[2].strip().matches("[0-9]+")) {
        listed.add(cells[1].strip().replace("`", "") + " " + cells[2].strip());
      }
    }
    assertTrue(jars.size() > 10, jars.toString());
    assertEquals(jars, listed);
  }
}
