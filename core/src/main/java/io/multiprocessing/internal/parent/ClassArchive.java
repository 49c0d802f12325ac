package io.multiprocessing.internal.parent;

import java.nio.file.Path;
import java.util.List;

/**
 * Parent side: the class-data archive of the library's jars, which halves the start of a worker.
 */
final class ClassArchive {

  private ClassArchive() {}

  static List<String> optionsFor(Path home, int version, WorkerClassPath classPath) {
    return List.of();
  }
}
