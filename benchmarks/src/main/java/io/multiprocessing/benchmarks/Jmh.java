package io.multiprocessing.benchmarks;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Unmatched;

/** Runs JMH, and keeps its table with what has to stand above one. */
@Command(
    name = "jmh",
    customSynopsis = "./bench jmh [--text FILE] [QUESTION] [JMH's own options]",
    description = {
      "Runs the JMH benchmarks of a question: latency, throughput, startup, sharing, baseline.",
      "Everything but --text goes to JMH: -l lists the benchmarks, -prof gc counts what they allocate."
    })
final class Jmh implements Callable<Integer> {

  @Option(names = "--text", paramLabel = "FILE", description = "Write the table to a file.")
  private Path text;

  @Option(names = "--help", usageHelp = true, description = "Print this help.")
  @SuppressWarnings("unused") // picocli looks at the annotation
  private boolean help;

  @Unmatched private List<String> arguments = new ArrayList<>();

  @Override
  public Integer call() throws CommandLineOptionException, RunnerException, IOException {
    CommandLineOptions options = new CommandLineOptions(arguments.toArray(new String[0]));
    if (options.shouldHelp()) {
      options.showHelp();
      return CommandLine.ExitCode.OK;
    }
    List<String> head = Machine.head(List.of(), "./bench jmh " + String.join(" ", arguments));
    Runner runner = new Runner(options);
    if (options.shouldList()) {
      runner.list();
      return CommandLine.ExitCode.OK;
    }
    Collection<RunResult> results = runner.run();
    if (text != null) {
      Files.writeString(text, String.join("\n", head) + "\n\n" + table(results));
    }
    return CommandLine.ExitCode.OK;
  }

  private static String table(Collection<RunResult> results) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    ResultFormatFactory.getInstance(ResultFormatType.TEXT, out).writeOut(results);
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
