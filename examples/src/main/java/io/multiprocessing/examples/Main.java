package io.multiprocessing.examples;

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
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

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
    return new CommandLine(new Main())
        .setAbbreviatedOptionsAllowed(true)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpAutoWidth(true)
        .setParameterExceptionHandler(Main::explainMisuse);
  }

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    out.println("Usage: ./run EXAMPLE [options]      ./run EXAMPLE --help shows the options");
    out.println();
    spec.subcommands()
        .forEach(
            (name, example) ->
                out.printf(
                    "  %-14s %s%n",
                    name, example.getCommandSpec().usageMessage().description()[0]));
    out.flush();
    return CommandLine.ExitCode.OK;
  }

  /** One line and where to read on, in place of the whole help that would hide it. */
  private static int explainMisuse(ParameterException misuse, String[] args) {
    CommandLine command = misuse.getCommandLine();
    PrintWriter err = command.getErr();
    err.println(misuse.getMessage());
    CommandLine.UnmatchedArgumentException.printSuggestions(misuse, err);
    err.println("Try " + command.getCommandSpec().qualifiedName() + " --help");
    err.flush();
    return CommandLine.ExitCode.USAGE;
  }
}
