package io.multiprocessing.docs.book;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The sources of the examples, by the names of their classes. */
public final class Sources {

  private static final String SUFFIX = ".java";

  private final Map<String, List<String>> linesOfClass = new TreeMap<>();

  /** Reads all sources below the folder. */
  public Sources(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(SUFFIX)).toList()) {
        linesOfClass.put(
            file.getFileName().toString().replace(SUFFIX, ""), Files.readAllLines(file));
      }
    }
  }

  /**
   * Returns a member of a class, not indented: from the first line that has these words, up to the
   * line that closes its braces; or just that line if it ends with a semicolon.
   */
  String member(String className, String words) {
    Pattern pattern = Pattern.compile("(^|\\W)" + Pattern.quote(words));
    List<String> lines = linesOfClass.getOrDefault(className, List.of());
    for (int from = 0; from < lines.size(); from++) {
      if (pattern.matcher(lines.get(from)).find()) {
        return notIndented(lines.subList(from, end(lines, from)));
      }
    }
    throw new IllegalArgumentException("no line of " + className + " has: " + words);
  }

  private static int end(List<String> lines, int from) {
    String first = lines.get(from);
    if (first.endsWith(";")) {
      return from + 1;
    }
    String closing = first.substring(0, first.indexOf(first.strip())) + "}";
    int to = from + 1;
    while (!lines.get(to).startsWith(closing)) {
      to++;
    }
    return to + 1;
  }

  private static String notIndented(List<String> lines) {
    return String.join("\n", lines).stripIndent() + "\n";
  }

  /** Tells whether the text, a few whole lines, stands in one of the sources, maybe indented. */
  public boolean contain(String text) {
    int number = (int) text.lines().count();
    for (List<String> lines : linesOfClass.values()) {
      for (int from = 0; from + number <= lines.size(); from++) {
        if (notIndented(lines.subList(from, from + number)).equals(text)) {
          return true;
        }
      }
    }
    return false;
  }
}
