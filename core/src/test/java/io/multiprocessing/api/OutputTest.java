package io.multiprocessing.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.multiprocessing.OutputListener;
import io.multiprocessing.Pool;
import io.multiprocessing.TaskOptions;
import io.multiprocessing.testing.Await;
import io.multiprocessing.testing.NothingLeftBehind;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What workers print belongs to the user, line by line. */
@ExtendWith(NothingLeftBehind.class)
class OutputTest {

  private record Stream(int workerId, OutputListener.Source source) {}

  /** Keeps the lines of each worker and stream. */
  private static final class Lines implements OutputListener {

    private final Map<Stream, List<String>> lines = new ConcurrentHashMap<>();

    @Override
    public void onLine(int workerId, OutputListener.Source source, String line) {
      lines
          .computeIfAbsent(
              new Stream(workerId, source), s -> Collections.synchronizedList(new ArrayList<>()))
          .add(line);
    }

    List<String> of(OutputListener.Source stream) {
      List<String> all = new ArrayList<>();
      lines.forEach(
          (key, some) -> {
            if (key.source() == stream) {
              synchronized (some) {
                all.addAll(some);
              }
            }
          });
      return all;
    }

    List<String> out() {
      return of(OutputListener.Source.STDOUT);
    }

    List<String> err() {
      return of(OutputListener.Source.STDERR);
    }
  }

  private static Pool pool(int workers, OutputListener listener) {
    return Pool.builder().workers(workers).outputListener(listener).build();
  }

  @Test
  void shouldPassOnTenThousandLinesWholeAndInOrder() {
    Lines lines = new Lines();
    try (Pool pool = pool(2, lines)) {
      pool.map(
          x -> {
            for (int i = 0; i < 100; i++) {
              System.out.println("out " + x + " " + i);
              System.err.println("err " + x + " " + i);
            }
            return null;
          },
          IntStream.range(0, 100).boxed().toList(),
          TaskOptions.defaults().chunkSize(1));
      Await.until("all lines are there", () -> lines.out().size() + lines.err().size() == 20_000);
    }
    Set<String> expected = new HashSet<>();
    for (int x = 0; x < 100; x++) {
      for (int i = 0; i < 100; i++) {
        expected.add("out " + x + " " + i);
      }
    }
    assertEquals(expected, new HashSet<>(lines.out()));
    assertEquals(10_000, lines.err().size());
    lines.lines.forEach((source, some) -> assertInOrder(some));
  }

  /** The lines of one task come one after the other: a worker runs one task at a time. */
  private static void assertInOrder(List<String> lines) {
    for (int i = 0; i < lines.size(); i++) {
      assertTrue(lines.get(i).endsWith(" " + i % 100), () -> "out of order: " + lines);
    }
  }

  @Test
  void shouldPassOnALineOfAMegabyteWhole() {
    Lines lines = new Lines();
    String megabyte = "0123456789".repeat(100_000);
    try (Pool pool = pool(1, lines)) {
      pool.apply(
          () -> {
            System.out.println("before");
            System.out.println("0123456789".repeat(100_000));
            System.out.println("after");
            return null;
          });
      Await.until("the last line is there", () -> lines.out().contains("after"));
    }
    assertEquals(3, lines.out().size());
    assertTrue(lines.out().get(1).equals(megabyte)); // not printed when it fails
  }

  @Test
  void shouldPassOnALastLineWithoutItsEnd() {
    Lines lines = new Lines();
    try (Pool pool = pool(1, lines)) {
      pool.apply(
          () -> {
            System.out.print("first\nno end");
            System.out.flush();
            return null;
          });
    }
    Await.until("the last line is there", () -> lines.out().size() == 2);
    assertEquals(List.of("first", "no end"), lines.out());
  }

  @Test
  void shouldPassOnEmptyLinesAndOtherLineEnds() {
    Lines lines = new Lines();
    try (Pool pool = pool(1, lines)) {
      pool.apply(
          () -> {
            System.out.print("a\n\nb\r\n\r\nc\n");
            System.out.flush();
            return null;
          });
      Await.until("the last line is there", () -> lines.out().contains("c"));
    }
    assertEquals(List.of("a", "", "b", "", "c"), lines.out());
  }

  @Test
  void shouldPassOnTheLastStateOfALineThatIsDrawnAgain() {
    Lines lines = new Lines();
    try (Pool pool = pool(1, lines)) {
      pool.apply(
          () -> {
            System.out.print("before\n\r  5 %\r 50 %\r100 %\n"); // return, then the state
            System.out.print(" 5 files\r10 files\r\r\nafter\n"); // the state, then return
            System.out.print("1 of 2\r2 of 2\r"); // and no end
            System.out.flush();
            return null;
          });
    }
    Await.until("the last line is there", () -> lines.out().size() == 5);
    assertEquals(List.of("before", "100 %", "10 files", "after", "2 of 2"), lines.out());
  }

  @Test
  void shouldPassOnTextBeyondAscii() {
    Lines lines = new Lines();
    assumeTrue(
        "UTF-8".equals(System.getProperty("sun.jnu.encoding")),
        "in this locale Java prints question marks");
    String text = "äöü € 漢字 🎈";
    try (Pool pool = pool(1, lines)) {
      pool.apply(
          () -> {
            new PrintStream(System.out, true, "UTF-8").println(text);
            System.err.println(text);
            return null;
          });
      Await.until("both lines are there", () -> !lines.out().isEmpty() && !lines.err().isEmpty());
    }
    assertEquals(List.of(text), lines.out());
    assertEquals(List.of(text), lines.err());
  }

  @Test
  void shouldGoOnThoughTheListenerThrows() {
    Lines lines = new Lines();
    OutputListener throwing =
        (worker, source, line) -> {
          lines.onLine(worker, source, line);
          throw new IllegalStateException("in a listener");
        };
    try (Pool pool = pool(1, throwing)) {
      pool.apply(
          () -> {
            System.out.println("x".repeat(200_000)); // more than a pipe holds
            System.out.println("last");
            return null;
          });
      Await.until("the last line is there", () -> lines.out().contains("last"));
    }
  }

  @Test
  void shouldPrintToTheOutputOfTheParentByDefault() throws Exception {
    PrintStream out = System.out;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    try (Pool pool = Pool.create(1)) {
      pool.apply(
          () -> {
            System.out.println("hello from a worker");
            return null;
          });
      Await.until(
          "it is printed",
          () -> bytes.toString(StandardCharsets.UTF_8).contains("hello from a worker"));
    } finally {
      System.setOut(out);
    }
    assertEquals("hello from a worker", bytes.toString(StandardCharsets.UTF_8).strip());
  }

  @Test
  void shouldPrintNothingByItself() {
    Lines lines = new Lines();
    try (Pool pool = pool(2, lines)) {
      pool.map(x -> x, IntStream.range(0, 100).boxed().toList());
    }
    assertEquals(Map.of(), lines.lines);
  }

  @Test
  void shouldGiveTasksAnEmptyInput() {
    try (Pool pool = pool(1, new Lines())) {
      assertEquals(-1, (int) pool.apply(() -> System.in.read()));
    }
  }
}
