package io.multiprocessing.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Where something was measured: what has to stand above every table of results. */
final class Machine {

  private Machine() {}

  /** Returns processor, cores, memory and system. */
  static String description() {
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return String.format(
        Locale.ROOT,
        "%s, %d processors, %d GiB, %s %s",
        processor(),
        Runtime.getRuntime().availableProcessors(),
        Math.round(system.getTotalMemorySize() / (double) (1L << 30)),
        System.getProperty("os.name"),
        System.getProperty("os.version"));
  }

  private static String processor() {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/cpuinfo"))) {
        if (line.startsWith("model name")) {
          return line.substring(line.indexOf(':') + 1).strip();
        }
      }
    } catch (IOException e) {
      // not Linux
    }
    return System.getProperty("os.arch");
  }

  static String jdk() {
    return System.getProperty("java.vm.vendor") + " " + System.getProperty("java.runtime.version");
  }

  /**
   * Returns the lines that stand above results.
   *
   * @param others name and version of others that were measured, in one line each
   * @param command what to type to get the same
   */
  static List<String> head(List<String> others, String command) {
    List<String> lines = new ArrayList<>();
    lines.add("machine  " + description());
    lines.add("jdk      " + jdk());
    lines.addAll(others);
    lines.add("command  " + command);
    lines.add(
        String.format(
            Locale.ROOT,
            "date     %s, load %.2f at the start",
            LocalDate.now(ZoneOffset.UTC),
            ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage()));
    return lines;
  }
}
