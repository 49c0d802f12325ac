package io.multiprocessing.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A page of the documentation.
 *
 * @param file where it is
 * @param blocks its fenced blocks
 */
record Markdown(Path file, List<Block> blocks) {

  private static final String FENCE = "```";

  /**
   * A fenced block.
   *
   * @param line number of its first line
   * @param language what follows the opening fence; {@code text} is the output of the {@code java}
   *     block before it
   * @param text its content
   */
  record Block(int line, String language, String text) {}

  /** Returns README.md and everything in docs. */
  static List<Markdown> all() throws IOException {
    List<Path> files = new ArrayList<>(List.of(Path.of("../README.md")));
    try (Stream<Path> docs = Files.list(Path.of("."))) {
      docs.filter(file -> file.toString().endsWith(".md")).sorted().forEach(files::add);
    }
    List<Markdown> pages = new ArrayList<>();
    for (Path file : files) {
      pages.add(read(file));
    }
    return pages;
  }

  private static Markdown read(Path file) throws IOException {
    List<Block> blocks = new ArrayList<>();
    StringBuilder text = null;
    String language = "";
    int start = 0;
    int number = 0;
    for (String line : Files.readAllLines(file)) {
      number++;
      if (text == null && line.startsWith(FENCE)) {
        language = line.substring(FENCE.length());
        start = number;
        text = new StringBuilder();
      } else if (line.equals(FENCE)) {
        blocks.add(new Block(start, language, text == null ? "" : text.toString()));
        text = null;
      } else if (text != null) {
        text.append(line).append('\n');
      }
    }
    if (text != null) {
      throw new IllegalStateException(file + ": the block in line " + start + " has no end");
    }
    return new Markdown(file, blocks);
  }

  @Override
  public String toString() {
    return file.getFileName().toString();
  }
}
