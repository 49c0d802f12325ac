package io.multiprocessing.failures;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file system in memory of a few megabytes. Needs root, and skips the test without. */
record SmallFolder(Path path) implements AutoCloseable {

  static SmallFolder mount(int megabytes) throws IOException {
    Path path = Files.createTempDirectory("small-folder");
    boolean mounted =
        run("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "tmpfs", path.toString());
    if (!mounted) {
      Files.delete(path);
    }
    assumeTrue(mounted, "a tmpfs cannot be mounted here");
    return new SmallFolder(path);
  }

  private static boolean run(String... command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getInputStream().readAllBytes();
      return process.onExit().join().exitValue() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** Takes all space but a part, also what others have given back since the last time. */
  void fill(int freeKilobytes) throws IOException {
    try (OutputStream out =
        Files.newOutputStream(filler(), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      byte[] page = new byte[4096];
      while (path.toFile().getUsableSpace() > freeKilobytes * 1024L) {
        out.write(page);
      }
    } catch (IOException e) {
      if (!"No space left on device".equals(e.getMessage())) { // others have taken it meanwhile
        throw e;
      }
    }
  }

  /** Gives it back. */
  void free() throws IOException {
    Files.deleteIfExists(filler());
  }

  private Path filler() {
    return path.resolve("filler");
  }

  @Override
  public void close() throws IOException {
    if (!run("umount", path.toString())) {
      run("umount", "-l", path.toString());
    }
    Files.delete(path);
  }
}
