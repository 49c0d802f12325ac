package io.multiprocessing.docs.book;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonSyntaxException;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Runs an example as a user does, and keeps what it reports. Whatever goes wrong ends in an
 * exception, and no file is written.
 */
final class Recorder {

  private static final Duration LIMIT = Duration.ofMinutes(10);

  private static final Duration WATCH = Duration.ofSeconds(2);

  private final Path root;
  private final Duration limit;
  private final Duration watch;

  /** Runs {@code ./run} in that folder. */
  Recorder(Path root) {
    this(root, LIMIT, WATCH);
  }

  /**
   * Runs {@code ./run} in that folder.
   *
   * @param limit how long one may take
   * @param watch how long the machine is watched before each
   */
  Recorder(Path root, Duration limit, Duration watch) {
    this.root = root.toAbsolutePath();
    this.limit = limit;
    this.watch = watch;
  }

  void record(Recording recording) throws IOException, InterruptedException {
    System.err.println("== " + recording.command());
    Path output = Files.createTempFile("recording", ".out");
    try {
      double othersCores = othersCores();
      long begin = System.nanoTime();
      run(recording, output);
      double seconds = (System.nanoTime() - begin) / 1e9;
      JsonObject report = lastLine(recording, Files.readAllLines(output));
      recorded(recording, othersCores, seconds, report).write(root.resolve("docs"), recording);
      System.err.printf(Locale.ROOT, "== %.1f s%n%n", seconds);
    } finally {
      Files.delete(output);
    }
  }

  /** The table goes to our standard error, the object into the file. */
  private void run(Recording recording, Path output) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(recording.words())
            .directory(root.toFile())
            .redirectError(Redirect.INHERIT)
            .redirectOutput(output.toFile())
            .start();
    try {
      boolean ended = process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS);
      require(ended, recording, "did not end within " + limit);
      require(process.exitValue() == 0, recording, "ended with status " + process.exitValue());
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private static JsonObject lastLine(Recording recording, List<String> lines) {
    String last = lines.isEmpty() ? "" : lines.get(lines.size() - 1);
    try {
      return JsonParser.parseString(last).getAsJsonObject();
    } catch (JsonSyntaxException | IllegalStateException e) {
      throw new IllegalStateException(recording.command() + " reported no object: " + last, e);
    }
  }

  private static Recorded recorded(
      Recording recording, double othersCores, double seconds, JsonObject report)
      throws IOException {
    return new Recorded(
        recording.command(),
        machine(),
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("java.vm.vendor") + " " + System.getProperty("java.runtime.version"),
        LocalDate.now(ZoneOffset.UTC).toString(),
        othersCores,
        seconds,
        report);
  }

  /** Watches the machine while nothing of ours runs on it. */
  private double othersCores() throws IOException, InterruptedException {
    CpuTime before = CpuTime.now();
    Thread.sleep(watch.toMillis());
    return CpuTime.now().busyShareSince(before) * Runtime.getRuntime().availableProcessors();
  }

  /** What all cores have done since the machine has started, in ticks. */
  private record CpuTime(long all, long idle) {

    /** The first line is "cpu user nice system idle iowait irq softirq steal", and more. */
    static CpuTime now() throws IOException {
      String line = Files.readAllLines(Path.of("/proc/stat")).get(0);
      long[] ticks = Arrays.stream(line.split(" +")).skip(1).mapToLong(Long::parseLong).toArray();
      return new CpuTime(Arrays.stream(ticks).limit(8).sum(), ticks[3] + ticks[4]);
    }

    double busyShareSince(CpuTime before) {
      return 1 - (double) (idle - before.idle) / (all - before.all);
    }
  }

  private static String machine() throws IOException {
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return String.format(
        Locale.ROOT,
        "%s, %d GiB, %s %s",
        processor(),
        Math.round(system.getTotalMemorySize() / (double) (1L << 30)),
        System.getProperty("os.name"),
        System.getProperty("os.version"));
  }

  private static String processor() throws IOException {
    return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
        .filter(line -> line.startsWith("model name"))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse(System.getProperty("os.arch"));
  }

  private static void require(boolean holds, Recording recording, String otherwise) {
    if (!holds) {
      throw new IllegalStateException(recording.command() + " " + otherwise);
    }
  }
}
