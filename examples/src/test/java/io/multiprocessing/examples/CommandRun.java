package io.multiprocessing.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/** One command of {@code ./run}, run in this JVM, and what came of it. */
public record CommandRun(int exitCode, String out, String err) {

  public static CommandRun of(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine command =
        Main.commandLine()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
    int exitCode = command.execute(arguments);
    return new CommandRun(exitCode, out.toString(), err.toString());
  }

  /** Returns the JSON object that is the last line of the output of a command that went well. */
  public JsonObject json() {
    assertEquals(0, exitCode, err);
    String[] lines = out.split("\\R");
    return JsonParser.parseString(lines[lines.length - 1]).getAsJsonObject();
  }
}
