package io.multiprocessing.internal.parent;

import io.multiprocessing.internal.protocol.ClassAccess;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Parent side: the class path of the workers.
 *
 * @param libraryJars the jars of this library and of what it needs, first, so that one class-data
 *     archive of them is valid for every application
 * @param rest everything else, in the parent's order
 * @param access whether that is all that the parent's tasks need
 */
record WorkerClassPath(List<Path> libraryJars, List<Path> rest, ClassAccess access) {

  /*
   * What the class loader of this library sees in the parent, the workers see on their class path, if
   * it consists of files and folders: most often that loader is the one of the application, and all
   * is there. Where it is a loader of a kind that may have more, workers ask the parent for what they
   * miss. Where it reads from elsewhere, jars within a jar for example, workers get the library's
   * own jars, and ask the parent for everything else.
   */

  private static final String UNPACKED = "library";

  /**
   * Returns the class path of workers that see what this JVM sees, or the given entries and the
   * library.
   *
   * @param entries null for what this JVM sees
   * @param session where jars are put that are within other jars
   */
  static WorkerClassPath of(List<Path> entries, Path session) {
    Set<Path> library = new LinkedHashSet<>(Library.files());
    library.addAll(Library.unpackTo(session.resolve(UNPACKED)));
    if (entries != null) {
      return of(library, absolute(entries), ClassAccess.PATH);
    }
    LoaderPath own = LoaderPath.of(ClassSources.ownLoader());
    if (!own.complete()) {
      return of(library, List.of(), ClassAccess.PARENT);
    }
    ClassAccess access = own.fixed() ? ClassAccess.PATH : ClassAccess.PATH_THEN_PARENT;
    return of(library, own.entries(), access);
  }

  private static List<Path> absolute(List<Path> entries) {
    return entries.stream().map(entry -> entry.toAbsolutePath().normalize()).toList();
  }

  private static WorkerClassPath of(Set<Path> library, List<Path> others, ClassAccess access) {
    List<Path> jars = new ArrayList<>();
    Set<Path> rest = new LinkedHashSet<>();
    for (Path entry : library) {
      if (Files.isRegularFile(entry)) {
        jars.add(entry);
      } else {
        rest.add(entry); // an archive cannot hold classes of folders
      }
    }
    rest.addAll(others);
    rest.removeAll(jars);
    return new WorkerClassPath(List.copyOf(jars), List.copyOf(rest), access);
  }

  /** Returns the text for -cp. */
  String text() {
    StringBuilder text = new StringBuilder();
    for (List<Path> part : List.of(libraryJars, rest)) {
      for (Path entry : part) {
        text.append(text.length() == 0 ? "" : File.pathSeparator).append(entry);
      }
    }
    return text.toString();
  }
}
