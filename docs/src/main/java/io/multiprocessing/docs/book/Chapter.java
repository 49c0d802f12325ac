package io.multiprocessing.docs.book;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** All that is made of the results for the page: tables, findings, commands and pictures. */
final class Chapter {

  private final Map<Recording, Recorded> results = new EnumMap<>(Recording.class);
  private final Map<String, String> commands = new LinkedHashMap<>();
  private final Map<String, String> parts = new LinkedHashMap<>();
  private final Map<String, Picture> pictures = new LinkedHashMap<>();
  private final List<Finding> findings = new ArrayList<>();

  private Chapter() {}

  /** Makes everything of the results in the folder. */
  static Chapter of(Path docs) throws IOException {
    Chapter chapter = new Chapter();
    for (Recording recording : Recording.values()) {
      Recorded recorded = Recorded.read(docs, recording);
      chapter.results.put(recording, recorded);
      chapter.commands.merge(recording.part(), recorded.command() + "\n", String::concat);
    }
    chapter.commands.forEach(
        (part, lines) -> chapter.parts.put("command " + part, "```console\n" + lines + "```\n"));
    chapter.parts.put("machine", machine(chapter.results.values()));
    PiSection.add(chapter);
    PrimesSection.add(chapter);
    ChunkSizeSection.add(chapter);
    QueueSection.add(chapter);
    VerifySection.add(chapter);
    SharingSection.add(chapter);
    BeyondSection.add(chapter);
    return chapter;
  }

  private static String machine(Collection<Recorded> results) {
    double[] others = results.stream().mapToDouble(Recorded::othersCores).sorted().toArray();
    return """
        - Machine: %s
        - JDK: %s
        - Date: %s
        - Cores that others kept busy just before: %s
        - Command: `docs/book record`, which took %.0f minutes
        """
        .formatted(
            all(results, r -> r.machine() + ", " + r.cores() + " cores"),
            all(results, Recorded::jdk),
            all(results, Recorded::date),
            range(others[0], others[others.length - 1]),
            Math.ceil(results.stream().mapToDouble(Recorded::seconds).sum() / 60));
  }

  private static String range(double least, double most) {
    String first = Figures.format("%.1f", least);
    String last = Figures.format("%.1f", most);
    return first.equals(last) ? first : first + " to " + last;
  }

  private static String all(Collection<Recorded> results, Function<Recorded, String> property) {
    return results.stream().map(property).collect(Collectors.toCollection(TreeSet::new)).stream()
        .collect(Collectors.joining("; "));
  }

  Recorded result(Recording recording) {
    return results.get(recording);
  }

  <T> T report(Recording recording, Class<T> type) {
    return result(recording).report(type);
  }

  void table(String name, Table table) {
    parts.put("table " + name, table.text());
  }

  void found(String name, List<Finding> list) {
    findings.addAll(list);
    parts.put(
        "found " + name,
        list.stream()
            .map(finding -> "- " + finding.sentence() + "\n")
            .collect(Collectors.joining()));
  }

  void picture(Picture picture) {
    pictures.put(picture.name(), picture);
  }

  Map<Recording, Recorded> results() {
    return results;
  }

  Map<String, String> parts() {
    return parts;
  }

  Map<String, Picture> pictures() {
    return pictures;
  }

  List<Finding> findings() {
    return findings;
  }
}
