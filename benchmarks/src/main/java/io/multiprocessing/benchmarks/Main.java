package io.multiprocessing.benchmarks;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs rows side by side and prints the table; the other command runs JMH. */
@Command(
    name = "./bench",
    description = {
      "Runs this system and Python's multiprocessing.Pool by turns: the same jobs, 2 workers each.",
      "A ratio is their median time divided by ours."
    },
    subcommands = Jmh.class)
final class Main implements Callable<Integer> {

  @Parameters(
      arity = "0..*",
      paramLabel = "GROUP",
      description = "Groups or single rows; all, if none is given.")
  private List<String> names = new ArrayList<>();

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "How often each side does the job. Default: 7, or 3 for jobs of seconds")
  private int rounds;

  @Option(
      names = "--warm-up",
      paramLabel = "SECONDS",
      defaultValue = "6",
      description = "How long each side does it before it counts. Default: ${DEFAULT-VALUE}")
  private double warmUpSeconds;

  @Option(
      names = "--round",
      paramLabel = "SECONDS",
      defaultValue = "0.3",
      description = "Shorter jobs are repeated so long in a round. Default: ${DEFAULT-VALUE}")
  private double roundSeconds;

  @Option(names = "--json", paramLabel = "FILE", description = "Write the results as JSON, too.")
  private Path json;

  @Option(
      names = "--text",
      paramLabel = "FILE",
      description = "Write what is printed to a file, too, as those in benchmarks/results.")
  private Path text;

  @Option(names = "--list", description = "List the rows by group, and run nothing.")
  private boolean list;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Print this help.")
  @SuppressWarnings("unused") // picocli looks at the annotation
  private boolean help;

  @Spec private CommandSpec spec;

  /** Runs what the arguments say, and exits with its status. */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Main())
        .setUsageHelpAutoWidth(true)
        .setParameterExceptionHandler(Main::explainMisuse)
        .setExecutionExceptionHandler(Main::explainFailure);
  }

  /** One line and where to read on, in place of the whole help that would hide it. */
  private static int explainMisuse(ParameterException misuse, String[] args) {
    PrintWriter err = misuse.getCommandLine().getErr();
    err.println(misuse.getMessage());
    err.println("Try ./bench --help");
    err.flush();
    return CommandLine.ExitCode.USAGE;
  }

  /** A side that ends has said on standard error why. */
  private static int explainFailure(
      Exception failure, CommandLine command, CommandLine.ParseResult arguments) {
    failure.printStackTrace(command.getErr());
    return CommandLine.ExitCode.SOFTWARE;
  }

  @Override
  public Integer call() throws IOException {
    List<Row> rows = rows();
    Output output = new Output(spec.commandLine().getOut());
    if (list) {
      printGroups(rows, output);
      return CommandLine.ExitCode.OK;
    }
    Sides sides = Sides.find();
    printHead(sides, output);
    List<Measured> measured = new ArrayList<>();
    for (Row row : rows) {
      measured.add(new Contest(sides, rounds, warmUpSeconds, roundSeconds).measure(row));
      output.line(Table.line(measured.get(measured.size() - 1)));
    }
    write(sides, measured, output);
    return CommandLine.ExitCode.OK;
  }

  private List<Row> rows() {
    try {
      return Rows.named(names);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          spec.commandLine(), e.getMessage() + "; ./bench --list shows them", e);
    }
  }

  private static void printGroups(List<Row> rows, Output output) {
    Map<String, List<String>> groups = new LinkedHashMap<>();
    rows.forEach(
        row -> groups.computeIfAbsent(row.group(), group -> new ArrayList<>()).add(row.name()));
    groups.forEach(
        (group, members) ->
            output.line(String.format("%-8s %s", group, String.join(" ", members))));
  }

  private void printHead(Sides sides, Output output) {
    String python =
        "python   " + sides.pythonVersion().orElse("there is no python3 on the path: ours alone");
    String command =
        "./bench " + String.join(" ", spec.commandLine().getParseResult().originalArgs());
    Machine.head(List.of(python), command).forEach(output::line);
    output.line("");
    output.line(Table.header());
  }

  private void write(Sides sides, List<Measured> measured, Output output) throws IOException {
    if (json != null) {
      Report report =
          new Report(
              Machine.description(),
              Machine.jdk(),
              sides.pythonVersion().orElse(null),
              measured.stream().map(Report.Line::of).toList());
      Files.writeString(json, report.json() + "\n");
    }
    if (text != null) {
      Files.writeString(text, output.text());
    }
  }
}
