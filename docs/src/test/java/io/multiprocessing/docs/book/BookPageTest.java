package io.multiprocessing.docs.book;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The page on the book is what docs/book makes of the results, and says nothing else of them. */
class BookPageTest {

  private static final Path DOCS = Path.of("");
  private static final int MAX_PICTURE_BYTES = 100_000;

  private static Chapter chapter;

  @BeforeAll
  static void readResults() throws IOException {
    chapter = Chapter.of(DOCS);
  }

  @Test
  void shouldBeWhatIsMadeOfTheResultsAndTheExamples() throws IOException {
    Page page = new Page(DOCS);

    assertEquals(page.rendered(chapter), page.text(), "run docs/book render");
  }

  static Collection<Finding> findings() {
    return chapter.findings();
  }

  @ParameterizedTest
  @MethodSource("findings")
  void shouldSayNothingThatTheResultsDoNotBearOut(Finding finding) {
    assertTrue(finding.holds(), finding.sentence());
  }

  @ParameterizedTest
  @EnumSource(Recording.class)
  void shouldShowResultsOfTheCommandThatIsRecorded(Recording recording) {
    Recorded result = chapter.results().get(recording);

    assertEquals(recording.command(), result.command(), "run docs/book record " + recording);
    assertEquals(recording.words().get(1), result.report().get("example").getAsString());
  }

  @Test
  void shouldKeepNoResultsOfOtherCommands() throws IOException {
    Set<String> expected =
        Stream.of(Recording.values())
            .map(recording -> recording + ".json")
            .collect(Collectors.toSet());
    assertEquals(expected, namesIn("results"));
  }

  private static Set<String> namesIn(String folder) throws IOException {
    try (Stream<Path> files = Files.list(DOCS.resolve(folder))) {
      return files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
    }
  }

  static Collection<Picture> pictures() {
    return chapter.pictures().values();
  }

  @ParameterizedTest
  @MethodSource("pictures")
  void shouldShowPicturesOfTheseResults(Picture picture) throws IOException {
    assertEquals(picture.mark(), picture.markInFile(DOCS), "run docs/book render");
  }

  @Test
  void shouldShowAllPicturesAndOnlySmallOnes() throws IOException {
    Set<String> shown =
        Pattern.compile("pictures/([\\w.-]+)")
            .matcher(new Page(DOCS).text())
            .results()
            .map(match -> match.group(1))
            .collect(Collectors.toSet());
    assertEquals(shown, namesIn("pictures"));
    for (String name : shown) {
      Path file = DOCS.resolve("pictures").resolve(name);
      assertTrue(Files.size(file) < MAX_PICTURE_BYTES, () -> file + " is too large");
    }
  }
}
