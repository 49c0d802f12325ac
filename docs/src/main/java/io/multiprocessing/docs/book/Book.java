package io.multiprocessing.docs.book;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Records what the examples measure, and makes the page of it. Run in the project's folder. */
public final class Book {

  private Book() {}

  /** Does what the first argument says. */
  public static void main(String[] args) throws Exception {
    System.setProperty("java.awt.headless", "true");
    List<String> words = List.of(args);
    if (words.equals(List.of("render"))) {
      render();
    } else if (!words.isEmpty() && words.get(0).equals("record")) {
      record(words.subList(1, words.size()));
    } else {
      misuse();
    }
  }

  private static void record(List<String> names) throws IOException, InterruptedException {
    List<Recording> all = Arrays.asList(Recording.values());
    if (!all.stream().map(Recording::toString).toList().containsAll(names)) {
      misuse();
    }
    Recorder recorder = new Recorder(Path.of(""));
    for (Recording recording : all) {
      if (names.isEmpty() || names.contains(recording.toString())) {
        recorder.record(recording);
      }
    }
  }

  private static void render() throws IOException {
    Path docs = Path.of("docs");
    Chapter chapter = Chapter.of(docs);
    new Page(docs).write(chapter);
    List<Finding> wrong = chapter.findings().stream().filter(f -> !f.holds()).toList();
    if (!wrong.isEmpty()) {
      System.err.println("The results do not bear out what the page says:");
      wrong.forEach(finding -> System.err.println("  " + finding.sentence()));
      System.exit(1);
    }
  }

  private static void misuse() {
    String names =
        Arrays.stream(Recording.values()).map(Recording::toString).collect(Collectors.joining(" "));
    System.err.println(
        """
        Usage: docs/book record [NAME...]   run the examples, all or these, and keep their results
               docs/book render             make tables and pictures of the results that are kept
        Names: %s"""
            .formatted(names));
    System.exit(2);
  }
}
