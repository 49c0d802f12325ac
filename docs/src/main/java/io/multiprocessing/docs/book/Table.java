package io.multiprocessing.docs.book;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A table of the page. */
final class Table {

  private final int columns;
  private final List<String> lines = new ArrayList<>();

  Table(String... heads) {
    this(List.of(heads));
  }

  Table(List<String> heads) {
    this.columns = heads.size();
    lines.add(line(heads));
    lines.add(line(Collections.nCopies(columns, "---")).replace(" ", ""));
  }

  void row(String... cells) {
    row(List.of(cells));
  }

  void row(List<String> cells) {
    if (cells.size() != columns) {
      throw new IllegalArgumentException(columns + " columns, but cells=" + cells);
    }
    lines.add(line(cells));
  }

  private static String line(List<String> cells) {
    return "| " + String.join(" | ", cells) + " |";
  }

  String text() {
    return String.join("\n", lines) + "\n";
  }
}
