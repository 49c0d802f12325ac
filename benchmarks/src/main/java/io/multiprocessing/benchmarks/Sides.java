package io.multiprocessing.benchmarks;

import io.multiprocessing.benchmarks.jobs.JobMain;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * How the sides of a row are started.
 *
 * @param pythonProgram {@code benchmarks/python/side.py}
 * @param pythonVersion empty if there is no Python
 */
record Sides(Path pythonProgram, Optional<String> pythonVersion) {

  private static final String PYTHON = "python3";
  private static final String WORKERS = "2";
  private static final long VERSION_LIMIT_SECONDS = 10;

  /** Looks for the other systems. */
  static Sides find() {
    return new Sides(home().resolve("python").resolve("side.py"), findPython());
  }

  /** Returns the folder of this module, from where its jar or its classes are in it. */
  private static Path home() {
    try {
      Path code = Path.of(Sides.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      return code.getParent().getParent();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Optional<String> findPython() {
    String program = "import multiprocessing, platform; print(platform.python_version())";
    try {
      Process python =
          new ProcessBuilder(PYTHON, "-c", program)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      try {
        if (!python.waitFor(VERSION_LIMIT_SECONDS, TimeUnit.SECONDS) || python.exitValue() != 0) {
          return Optional.empty();
        }
        return Optional.ofNullable(python.inputReader().readLine());
      } finally {
        python.destroyForcibly();
      }
    } catch (IOException e) {
      return Optional.empty(); // not on the path
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  Side startOurs(Row row) throws IOException {
    return java(row.name(), row);
  }

  /** Starts the side we are compared with, if it is there. */
  Optional<Side> startTheirs(Row row) throws IOException {
    return switch (row.against()) {
      case STREAM -> Optional.of(java(row.name().replace("-vs-stream", "-stream"), row));
      case PYTHON -> pythonVersion.isPresent() ? Optional.of(python(row)) : Optional.empty();
    };
  }

  private static Side java(String job, Row row) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return Side.start(
        List.of(
            java,
            "-cp",
            System.getProperty("java.class.path"),
            JobMain.class.getName(),
            job,
            Long.toString(row.size()),
            WORKERS));
  }

  /** -B: nothing is written into the source folder. */
  private Side python(Row row) throws IOException {
    return Side.start(
        List.of(
            PYTHON,
            "-B",
            pythonProgram.toString(),
            row.name(),
            Long.toString(row.size()),
            WORKERS));
  }
}
