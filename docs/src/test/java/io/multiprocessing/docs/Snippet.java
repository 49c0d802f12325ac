package io.multiprocessing.docs;

import io.multiprocessing.Pool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A piece of a compiled source file that a page shows.
 *
 * <p>In the source it stands between two comments, {@code // tag: name} and {@code // end: name}.
 * The method of that name, without what follows a hyphen, is what runs it. A program shown as a
 * whole is a file without tags, run by its {@code main}; its package, and a line that ends in
 * {@code // not shown}, are left out.
 *
 * @param page name of the class
 * @param name the tag
 * @param text what is shown, not indented
 */
record Snippet(String page, String name, String text) {

  private static final Path SOURCES = Path.of("src/test/java/io/multiprocessing/docs");
  private static final String BEGIN = "// tag: ";
  private static final String END = "// end: ";

  /** Returns all snippets of the pages. */
  static List<Snippet> all() throws IOException {
    List<Snippet> all = new ArrayList<>();
    try (Stream<Path> files = Files.list(SOURCES)) {
      files
          .filter(file -> file.toString().endsWith("Page.java"))
          .sorted()
          .forEach(f -> read(f, all));
    }
    all.add(program("Squares"));
    return all;
  }

  private static Snippet program(String page) throws IOException {
    String source = Files.readString(SOURCES.resolve(page + ".java"));
    String shown =
        source.replaceFirst("package .*;\n\n", "").replaceFirst("(?m)^@.* // not shown\n", "");
    return new Snippet(page, "main", shown);
  }

  private static void read(Path file, List<Snippet> into) {
    String page = file.getFileName().toString().replace(".java", "");
    String name = null;
    List<String> lines = new ArrayList<>();
    for (String line : linesOf(file)) {
      String stripped = line.strip();
      if (stripped.startsWith(BEGIN)) {
        require(name == null, file + ": a tag within a tag: " + stripped);
        name = stripped.substring(BEGIN.length());
        lines.clear();
      } else if (stripped.startsWith(END)) {
        require(stripped.equals(END + name), file + ": " + stripped + " ends the tag " + name);
        into.add(
            new Snippet(page, name, String.join("\n", lines).stripTrailing().stripIndent() + "\n"));
        name = null;
      } else {
        lines.add(line);
      }
    }
    require(name == null, file + ": no end of the tag " + name);
  }

  private static List<String> linesOf(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalStateException(otherwise);
    }
  }

  /** Returns the method that runs it, as text to be compared. */
  String runnable() {
    return page + "." + name.replaceFirst("-.*", "");
  }

  /** Runs it. */
  void run(Pool shared) throws Throwable {
    Method method = method();
    method.setAccessible(true);
    try {
      switch (argument(method).orElse("none")) {
        case "none" -> method.invoke(null);
        case "Pool" -> method.invoke(null, shared);
        default -> method.invoke(null, (Object) new String[0]);
      }
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private Method method() throws ClassNotFoundException {
    Class<?> type = Class.forName(Snippet.class.getPackageName() + "." + page);
    String wanted = name.replaceFirst("-.*", "");
    return Stream.of(type.getDeclaredMethods())
        .filter(method -> method.getName().equals(wanted))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException(page + " has no method " + wanted));
  }

  private static Optional<String> argument(Method method) {
    return Stream.of(method.getParameterTypes()).map(Class::getSimpleName).findFirst();
  }

  @Override
  public String toString() {
    return page + "." + name;
  }
}
