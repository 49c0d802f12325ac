package io.multiprocessing.examples.support;

import java.io.PrintWriter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where the output of an example goes, and how it complains of its options. */
public final class Output {

  @Option(
      names = "--json",
      description = "Print one JSON object as the last line; the table goes to standard error.")
  private boolean json;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  /** Returns where the text for people goes. */
  public PrintWriter table() {
    return json ? spec.commandLine().getErr() : spec.commandLine().getOut();
  }

  /** Writes a line to standard error. */
  public void note(String line) {
    PrintWriter err = spec.commandLine().getErr();
    err.println(line);
    err.flush();
  }

  /** Returns the name of the example. */
  public String example() {
    return spec.name();
  }

  /** Writes the report as the last line, if it was asked for. */
  public void finish(Object report) {
    table().flush();
    if (json) {
      PrintWriter out = spec.commandLine().getOut();
      out.println(Json.line(report));
      out.flush();
    }
  }

  /** Ends the example with exit status 2 unless the condition holds. */
  public void require(boolean holds, String otherwise) {
    if (!holds) {
      throw misuse(otherwise);
    }
  }

  /** Returns what ends the example with exit status 2 when it is thrown. */
  public RuntimeException misuse(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  /** Ends the example with exit status 2 unless the number is at least 1. */
  public void requireAtLeastOne(String option, Number value) {
    require(value.doubleValue() >= 1, option + " must be at least 1, but is " + value);
  }
}
