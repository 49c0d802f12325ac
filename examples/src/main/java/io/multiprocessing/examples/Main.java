package io.multiprocessing.examples;

import io.multiprocessing.PoolException;
import io.multiprocessing.examples.chunksize.ChunkSize;
import io.multiprocessing.examples.diffusion.Diffusion;
import io.multiprocessing.examples.isolation.Isolation;
import io.multiprocessing.examples.locks.Locks;
import io.multiprocessing.examples.matmul.Matmul;
import io.multiprocessing.examples.pi.Pi;
import io.multiprocessing.examples.pi.PiVectorized;
import io.multiprocessing.examples.primequeue.PrimeQueue;
import io.multiprocessing.examples.primes.Primes;
import io.multiprocessing.examples.sharedarray.SharedArray;
import io.multiprocessing.examples.verifyprimes.VerifyPrimes;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Runs one example, or lists them. */
@Command(
    name = "./run",
    description = "Runs an example of Multiprocessing for Java.",
    synopsisSubcommandLabel = "EXAMPLE",
    subcommands = {
      Pi.class,
      PiVectorized.class,
      Primes.class,
      ChunkSize.class,
      PrimeQueue.class,
      VerifyPrimes.class,
      Matmul.class,
      Diffusion.class,
      SharedArray.class,
      Locks.class,
      Isolation.class,
    })
final class Main implements Callable<Integer> {

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Print this help.")
  @SuppressWarnings("unused") // picocli looks at the annotation
  private boolean help;

  @Spec private CommandSpec spec;

  /** Runs the example that the first argument names, and exits with its status. */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    CommandLine all = new CommandLine(new Main());
    for (CommandLine example : all.getSubcommands().values()) {
      for (OptionSpec option : example.getCommandSpec().options()) {
        Class<?> element = option.auxiliaryTypes()[0];
        if (element.isEnum()) {
          readByName(example, element);
        }
      }
    }
    return all.setAbbreviatedOptionsAllowed(true)
        .setUsageHelpAutoWidth(true)
        .setExecutionStrategy(Main::execute)
        .setParameterExceptionHandler(Main::explainMisuse)
        .setExecutionExceptionHandler(Main::explainFailure);
  }

  /** Lets a complaint list the names as the help has them, and not those of the source as well. */
  private static <E> void readByName(CommandLine example, Class<E> choices) {
    List<E> all = List.of(choices.getEnumConstants());
    example.registerConverter(
        choices,
        text ->
            all.stream()
                .filter(
                    choice ->
                        choice.toString().equalsIgnoreCase(text)
                            || ((Enum<?>) choice).name().equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException("'" + text + "' is not in " + all)));
  }

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    out.println("Usage: ./run EXAMPLE [options]      ./run EXAMPLE --help shows the options");
    out.println();
    list(spec, out);
    out.flush();
    return CommandLine.ExitCode.OK;
  }

  private static void list(CommandSpec all, PrintWriter out) {
    all.subcommands()
        .forEach(
            (name, example) ->
                out.printf(
                    "  %-14s %s%n",
                    name, example.getCommandSpec().usageMessage().description()[0]));
  }

  private static int execute(ParseResult line) {
    if (line.hasSubcommand()) {
      for (OptionSpec option : line.subcommand().matchedOptions()) {
        if (option.getValue() instanceof Collection<?> values && values.isEmpty()) {
          throw new ParameterException(
              option.command().commandLine(), "there is nothing in " + option.longestName());
        }
      }
    }
    return new RunLast().execute(line);
  }

  /** One line and where to read on, in place of the whole help that would hide it. */
  private static int explainMisuse(ParameterException misuse, String[] args) {
    CommandLine command = misuse.getCommandLine();
    PrintWriter err = command.getErr();
    if (command.getParent() == null && misuse instanceof UnmatchedArgumentException unmatched) {
      explainUnknownExample(unmatched, err);
    } else {
      err.println(misuse.getMessage());
      UnmatchedArgumentException.printSuggestions(misuse, err);
    }
    err.println("Try " + command.getCommandSpec().qualifiedName() + " --help");
    err.flush();
    return CommandLine.ExitCode.USAGE;
  }

  /** All names: picocli's suggestion is the name with most letters in common, however few. */
  private static void explainUnknownExample(UnmatchedArgumentException unmatched, PrintWriter err) {
    String word = unmatched.getUnmatched().get(0);
    err.println((word.startsWith("-") ? "Unknown option: '" : "Unknown example: '") + word + "'");
    err.println();
    list(unmatched.getCommandLine().getCommandSpec(), err);
    err.println();
  }

  /** One line for what the machine or the options do not allow; a stack trace for a defect. */
  private static int explainFailure(Exception failure, CommandLine command, ParseResult line)
      throws Exception {
    if (failure instanceof IllegalArgumentException) { // the library says so of an option's value
      return explainMisuse(new ParameterException(command, failure.getMessage()), new String[0]);
    }
    if (failure instanceof PoolException && isEnding()) { // by Ctrl-C, and so is the pool
      return CommandLine.ExitCode.SOFTWARE;
    }
    if (failure instanceof IOException || failure instanceof UncheckedIOException) {
      command.getErr().println(failure.getCause() == null ? failure : withCause(failure));
      return CommandLine.ExitCode.SOFTWARE;
    }
    throw failure;
  }

  private static String withCause(Exception failure) {
    String cause = failure.getCause().toString();
    return cause.equals(failure.getMessage()) ? cause : failure.getMessage() + ": " + cause;
  }

  private static boolean isEnding() {
    try {
      Thread none = new Thread();
      Runtime.getRuntime().addShutdownHook(none);
      return !Runtime.getRuntime().removeShutdownHook(none);
    } catch (IllegalStateException e) { // it refuses while this JVM ends
      return true;
    }
  }
}
