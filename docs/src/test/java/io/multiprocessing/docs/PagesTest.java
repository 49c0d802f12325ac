package io.multiprocessing.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.multiprocessing.Pool;
import io.multiprocessing.WorkerInfo;
import io.multiprocessing.docs.book.Sources;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the pages show is what was compiled, and what they say it prints is what it prints. */
class PagesTest {

  private static final long LATE_OUTPUT_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(60);

  private static Pool shared;

  @BeforeAll
  static void startPool() {
    shared = Pool.create(2);
    awaitTwoIdleWorkers();
  }

  private static void awaitTwoIdleWorkers() {
    assertTrue(await(LIMIT_NANOS, () -> idleWorkers() == 2), "the workers do not come up");
  }

  @AfterAll
  static void shouldLeaveNothingBehind() {
    shared.close();
    // not at once: a class-data archive may be being made
    assertTrue(
        await(LIMIT_NANOS, () -> children().isEmpty() && folders().isEmpty()),
        () -> "still there: " + children() + folders());
  }

  private static long idleWorkers() {
    return shared.workers().stream()
        .filter(worker -> worker.state() == WorkerInfo.State.IDLE)
        .count();
  }

  private static List<ProcessHandle> children() {
    return ProcessHandle.current().descendants().toList();
  }

  private static List<String> folders() {
    String[] names =
        Path.of("/dev/shm")
            .toFile()
            .list((folder, name) -> name.contains("-" + ProcessHandle.current().pid() + "-"));
    return names == null ? List.of() : List.of(names);
  }

  static List<Markdown> pages() throws IOException {
    return Markdown.all();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void shouldTakeEveryBlockOfJavaFromACompiledFile(Markdown page) throws IOException {
    List<String> texts = Snippet.all().stream().map(Snippet::text).toList();
    Sources examples = new Sources(Path.of("../examples/src/main/java"));
    for (Markdown.Block block : page.blocks()) {
      if (block.language().equals("java")
          && !texts.contains(block.text())
          && !examples.contain(block.text())) {
        fail(page + ", line " + block.line() + ": in no compiled file:\n" + block.text());
      }
    }
  }

  @Test
  void shouldShowEverySnippet() throws IOException {
    List<String> shown =
        pages().stream().flatMap(page -> page.blocks().stream()).map(Markdown.Block::text).toList();
    assertEquals(
        List.of(), Snippet.all().stream().filter(each -> !shown.contains(each.text())).toList());
  }

  /**
   * A method to run.
   *
   * @param name for people
   * @param snippet what to run
   * @param expected what it prints, or null if that is not shown
   */
  record Run(String name, Snippet snippet, String expected) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Run> runs() throws IOException {
    Map<String, Run> runs = new LinkedHashMap<>();
    for (Snippet snippet : Snippet.all()) {
      runs.putIfAbsent(snippet.runnable(), new Run(snippet.runnable(), snippet, null));
    }
    for (Markdown page : pages()) {
      Snippet before = null;
      for (Markdown.Block block : page.blocks()) {
        if (block.language().equals("java")) {
          before = snippetOf(block);
        } else if (block.language().equals("text")) {
          if (before == null) {
            fail(page + ", line " + block.line() + ": output of no block of java");
          }
          runs.put(before.runnable(), new Run(before.runnable(), before, block.text()));
        }
      }
    }
    return new ArrayList<>(runs.values()).stream();
  }

  private static Snippet snippetOf(Markdown.Block block) throws IOException {
    return Snippet.all().stream()
        .filter(each -> each.text().equals(block.text()))
        .findFirst()
        .orElse(null);
  }

  @ParameterizedTest
  @MethodSource("runs")
  void shouldPrintWhatIsShown(Run run) throws Throwable {
    awaitTwoIdleWorkers(); // what ran before may have cost one
    PrintStream before = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      runWhenItsNamesAreFree(run.snippet(), printed);
      if (run.expected() != null) {
        String expected = withoutNumbers(run.expected());
        // what another thread prints may come a little later
        await(LATE_OUTPUT_NANOS, () -> expected.equals(withoutNumbers(text(printed))));
        assertEquals(expected, withoutNumbers(text(printed)));
      }
    } finally {
      System.setOut(before);
    }
  }

  /** Names of shared memory are those of the page, and others may run this test, too. */
  private static void runWhenItsNamesAreFree(Snippet snippet, ByteArrayOutputStream printed)
      throws Throwable {
    long deadline = System.nanoTime() + LIMIT_NANOS;
    while (true) {
      try {
        snippet.run(shared);
        return;
      } catch (IllegalStateException e) {
        if (!e.toString().contains(" is taken: ") || System.nanoTime() - deadline >= 0) {
          throw e;
        }
        printed.reset(); // the next attempt prints it again
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
      }
    }
  }

  private static String text(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  /** Leaves out what differs from run to run: pids, addresses, free memory, which worker it was. */
  private static String withoutNumbers(String text) {
    return text.replaceAll("\\b(pid|worker|tid)([ =])[0-9]+", "$1$2#")
        .replaceAll("or container=[0-9]+", "or container=#")
        .replaceAll("0x[0-9a-f]{6,}", "0x#");
  }

  private static boolean await(long nanos, BooleanSupplier condition) {
    long deadline = System.nanoTime() + nanos;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline >= 0) {
        return false;
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
    return true;
  }
}
