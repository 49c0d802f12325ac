package io.multiprocessing.internal.parent;

import io.multiprocessing.WorkerCrashedException;
import io.multiprocessing.internal.protocol.ExitCodes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Parent side: what is left to see of a worker that has died.
 *
 * @param details for the exception
 * @param stdout the last lines of its standard output
 */
record CrashReport(WorkerCrashedException.Details details, List<String> stdout) {

  private static final int SUMMARY_LINES = 25;
  private static final Pattern CRASH_REASON =
      Pattern.compile("(?m)^# +(\\S+) \\(0x[0-9a-f]+\\) at pc=|^# +(Internal Error) ");
  private static final Map<Integer, String> SIGNALS =
      Map.of(
          1, "SIGHUP", 2, "SIGINT", 3, "SIGQUIT", 4, "SIGILL", 6, "SIGABRT", 7, "SIGBUS", 8,
          "SIGFPE", 9, "SIGKILL", 11, "SIGSEGV", 15, "SIGTERM");

  static CrashReport of(
      int workerId,
      long pid,
      int exitCode,
      Path crashLog,
      List<String> stdout,
      List<String> stderr) {
    boolean hasLog = Files.isRegularFile(crashLog);
    boolean outOfMemory =
        exitCode == ExitCodes.OUT_OF_MEMORY
            && Stream.concat(stdout.stream(), stderr.stream())
                .anyMatch(line -> line.contains("OutOfMemoryError"));
    return new CrashReport(
        new WorkerCrashedException.Details(
            workerId,
            pid,
            exitCode,
            outOfMemory,
            List.copyOf(stderr),
            hasLog ? crashLog.toString() : null,
            hasLog ? summary(crashLog) : ""),
        stdout);
  }

  private static String summary(Path crashLog) {
    List<String> lines = new ArrayList<>();
    try (Stream<String> text =
        Files.lines(crashLog, StandardCharsets.ISO_8859_1)) { // never malformed
      text.filter(line -> line.startsWith("# ")).limit(SUMMARY_LINES).forEach(lines::add);
    } catch (IOException | UncheckedIOException e) {
      lines.add("(cannot be read: " + e + ")");
    }
    return String.join("\n", lines);
  }

  /** Says how the process ended: "exited with code 137 (SIGKILL, …)". */
  String howItEnded() {
    int code = details.exitCode();
    String text = "exited with code " + code;
    Matcher crash = CRASH_REASON.matcher(details.crashSummary());
    if (crash
        .find()) { // the JVM handled the signal itself, and exited with a code that says nothing
      return "crashed with "
          + (crash.group(1) != null ? crash.group(1) : "an internal error")
          + " ("
          + text
          + ")";
    }
    if (details.outOfMemory()) {
      return text + " (out of memory: its heap was exhausted)";
    }
    if (code == 137) {
      return text + " (SIGKILL; by the kernel for lack of memory, if nobody else)";
    }
    if (code > 128 && code <= 128 + 64) {
      return text + " (" + SIGNALS.getOrDefault(code - 128, "signal " + (code - 128)) + ")";
    }
    return text;
  }

  /**
   * Says what the process printed last and how its crash log begins; not the path of that, which
   * may be gone when this is read.
   */
  String lastWords() {
    StringBuilder text = new StringBuilder();
    if (!details.stderr().isEmpty()) {
      text.append("; last lines of its stderr:\n  ").append(String.join("\n  ", details.stderr()));
    }
    if (!details.crashSummary().isEmpty()) {
      text.append("\nits crash log begins:\n").append(details.crashSummary());
    }
    return text.toString();
  }
}
