package io.multiprocessing.docs.book;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The page. What stands in it between two comments, {@code <!-- begin NAME -->} and {@code <!-- end
 * NAME -->}, is made; all else is written by hand. A NAME is one that {@link Chapter} knows, or
 * {@code code CLASS: WORDS} for the member of an example whose first line has the WORDS.
 */
final class Page {

  private static final Pattern PART =
      Pattern.compile("(?s)<!-- begin (.+?) -->\n(.*?)<!-- end (.+?) -->\n");
  private static final Pattern CODE = Pattern.compile("code (\\w+): (.+)");

  private final Path docs;
  private final Path file;

  Page(Path docs) {
    this.docs = docs;
    this.file = docs.resolve("80-the-book-in-java.md");
  }

  /** Writes the page and its pictures. */
  void write(Chapter chapter) throws IOException {
    Files.writeString(file, rendered(chapter));
    for (Picture picture : chapter.pictures().values()) {
      picture.write(docs);
    }
  }

  /** Returns the page as it is. */
  String text() throws IOException {
    return Files.readString(file);
  }

  /** Returns the page as it should be. */
  String rendered(Chapter chapter) throws IOException {
    Sources sources = new Sources(docs.resolve("../examples/src/main/java"));
    Set<String> left = new HashSet<>(chapter.parts().keySet());
    String rendered =
        PART.matcher(text())
            .replaceAll(
                part -> {
                  left.remove(part.group(1));
                  return Matcher.quoteReplacement(
                      part(part.group(1), part.group(3), chapter.parts(), sources));
                });
    if (!left.isEmpty()) {
      throw new IllegalStateException("not on the page: " + new TreeSet<>(left));
    }
    return rendered;
  }

  private static String part(String name, String end, Map<String, String> parts, Sources sources) {
    if (!name.equals(end)) {
      throw new IllegalStateException("begin " + name + ", but end " + end);
    }
    Matcher code = CODE.matcher(name);
    String text =
        code.matches()
            ? "```java\n" + sources.member(code.group(1), code.group(2)) + "```\n"
            : parts.get(name);
    if (text == null) {
      throw new IllegalStateException("the page asks for what nobody makes: " + name);
    }
    return "<!-- begin " + name + " -->\n" + text + "<!-- end " + name + " -->\n";
  }
}
