package io.multiprocessing.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {

  static List<String> examples() {
    return List.copyOf(Main.commandLine().getSubcommands().keySet());
  }

  @Test
  void shouldListEveryExampleInOneLineWithoutArguments() {
    CommandRun run = CommandRun.of();

    assertEquals(0, run.exitCode());
    for (String example : examples()) {
      List<String> lines =
          run.out().lines().filter(l -> l.startsWith("  " + example + " ")).toList();
      assertEquals(1, lines.size(), run.out());
      assertTrue(lines.get(0).length() <= 80, lines.get(0));
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void shouldExplainItself(String example) {
    CommandRun run = CommandRun.of(example, "--help");

    assertEquals(0, run.exitCode());
    assertTrue(run.out().startsWith("Usage: ./run " + example), run.out());
    assertTrue(run.out().contains("--json"), run.out());
  }

  @ParameterizedTest
  @MethodSource("examples")
  void shouldRefuseAnOptionItDoesNotKnow(String example) {
    CommandRun run = CommandRun.of(example, "--no-such-option");

    assertMisuse(run, "Unknown option: '--no-such-option'");
    assertTrue(run.err().contains("Try ./run " + example + " --help"), run.err());
  }

  @Test
  void shouldRefuseAnExampleItDoesNotKnow() {
    assertMisuse(CommandRun.of("no-such-example"), "Unknown example: 'no-such-example'");
  }

  @Test
  void shouldListTheExamplesInPlaceOfOneItDoesNotKnow() {
    CommandRun run = CommandRun.of("nosuch", "--workers=1");

    assertMisuse(run, "Unknown example: 'nosuch'");
    for (String example : examples()) {
      assertTrue(run.err().contains("\n  " + example + " "), run.err());
    }
    assertFalse(run.err().contains("Did you mean"), run.err());
    assertTrue(run.err().endsWith("Try ./run --help\n"), run.err());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pi --samples many",
        "pi --samples 1.5",
        "pi --samples 0",
        "pi --workers 1,0",
        "pi --workers one",
        "pi --block 0",
        "pi --block 1",
        "pi --chunk-size 0",
        "pi --repeat 0",
        "pi --method fast",
        "pi-vectorized --samples 0",
        "primes --range F",
        "primes --range A --from 5 --to 9",
        "primes --from 5",
        "primes --from 2 --to 9",
        "primes --to 5 --from 5",
        "primes --to 1e9 --from 3",
        "primes --method fast",
        "primes --workers 1,0",
        "primes --chunk-size 0",
        "primes --repeat 0",
        "primes --shuffle --method range",
        "chunk-size --shape round",
        "chunk-size --items 0",
        "chunk-size --cost 0",
        "chunk-size --workers 0",
        "chunk-size --sizes 1,0",
        "chunk-size --numbers 0",
        "chunk-size --repeat 0",
        "chunk-size --statistic mean",
        "chunk-size --csv /no/such/folder/times.csv",
        "chunk-size --png /no/such/folder/times.png",
        "verify-primes --variants telepathy",
        "verify-primes --numbers 2",
        "verify-primes --numbers 1e20",
        "verify-primes --numbers ,",
        "verify-primes --workers 0",
        "verify-primes --check-every 3",
        "verify-primes --repeat 0",
        "verify-primes --redis nowhere",
        "verify-primes --redis redis://127.0.0.1:1",
        "matmul --size 0",
        "matmul --size 16385",
        "matmul --block 0",
        "matmul --block 1028",
        "matmul --workers 1,0",
        "matmul --repeat 0",
        "prime-queue --range F",
        "prime-queue --queue post",
        "prime-queue --workers 1,0",
        "prime-queue --workers 65",
        "diffusion --size 0",
        "diffusion --size 16385",
        "diffusion --steps 0",
        "diffusion --workers 300",
        "diffusion --png /no/such/folder/field.png",
        "diffusion --png /",
        "locks --workers 0",
        "locks --kinds ,",
        "shared-array --workers ,",
        "isolation --workers 0",
        "isolation --task-timeout 0",
        "isolation --task-timeout soon",
      })
  void shouldNameTheOptionWithAWrongValue(String line) {
    List<String> words = List.of(line.split(" "));

    assertMisuse(CommandRun.of(words.toArray(String[]::new)), words.get(1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "shared-array --rows 1e6 --columns 1e8", // more than any machine has
        "locks --workers 1000000"
      })
  void shouldRefuseWhatTheMachineCannotHold(String line) {
    CommandRun run = CommandRun.of(line.split(" "));

    assertEquals(2, run.exitCode(), run.err());
    assertTrue(run.err().contains("Try ./run " + line.split(" ")[0] + " --help"), run.err());
    assertFalse(run.err().contains("\tat "), run.err());
  }

  @Test
  void shouldSayInOneLineThatAFileCouldNotBeWritten() {
    CommandRun run =
        CommandRun.of(
            "diffusion", "--size=8", "--steps=1", "--workers=1", "--json", "--png=/dev/full");

    assertEquals(1, run.exitCode(), run.err());
    assertTrue(run.err().contains("/dev/full cannot be written: "), run.err());
    assertFalse(run.err().contains("\tat "), run.err());
    assertEquals("", run.out());
  }

  @Test
  void shouldNameChoicesAsTheHelpDoes() {
    CommandRun run = CommandRun.of("primes", "--method=fast");

    assertTrue(run.err().contains("[serial, stream, map, imap, imapUnordered, range, all]"));
    assertEquals(0, CommandRun.of("locks", "--kinds=Value_Atomic", "--increments=9").exitCode());
  }

  private static void assertMisuse(CommandRun run, String message) {
    assertEquals(2, run.exitCode(), run.err());
    assertTrue(run.err().contains(message), run.err());
    assertEquals("", run.out());
  }
}
