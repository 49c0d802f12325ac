package io.multiprocessing.testing;

import io.multiprocessing.ipc.internal.files.SessionFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Holds a test class to leaving no process, no session folder and no thread behind. What its own
 * {@code AfterAll} methods close is gone by then.
 */
public final class NothingLeftBehind implements BeforeAllCallback, AfterAllCallback {

  private static final Duration PATIENCE = Duration.ofSeconds(45);
  private static final String OWN_THREADS = "multiprocessing-pool-";
  private static final String THREADS_OF_THE_TESTS = "junit-";

  private Set<String> before = Set.of();

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    before = everything();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    try {
      Await.until("nothing is left behind", PATIENCE, () -> left().isEmpty());
    } catch (AssertionError e) {
      throw new AssertionError(context.getDisplayName() + " has left behind " + left(), e);
    }
  }

  private Set<String> left() {
    try {
      Set<String> left = everything();
      left.removeAll(before);
      return left;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Set<String> everything() throws IOException {
    Set<String> things = new TreeSet<>();
    ProcessHandle.current()
        .descendants()
        .filter(ProcessHandle::isAlive)
        .forEach(
            process ->
                things.add(
                    "process "
                        + process.pid()
                        + " "
                        + process.info().commandLine().orElse("of an unknown command")));
    sessionFolders(ProcessHandle.current().pid()).forEach(folder -> things.add("folder " + folder));
    Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> !thread.isDaemon() || thread.getName().startsWith(OWN_THREADS))
        .filter(thread -> !thread.getName().startsWith(THREADS_OF_THE_TESTS))
        .forEach(thread -> things.add("thread " + thread.getName()));
    return things;
  }

  /** The session folders of a JVM wherever they are by default. */
  public static Set<Path> sessionFolders(long pid) throws IOException {
    Set<Path> all = new TreeSet<>(folders(SessionFolder.defaultBase(), pid));
    Optional<Path> overflow = SessionFolder.overflowBase();
    if (overflow.isPresent()) {
      all.addAll(folders(overflow.get(), pid));
    }
    return all;
  }

  /** The session folders of this JVM within a folder. */
  public static Set<Path> folders(Path base) throws IOException {
    return folders(base, ProcessHandle.current().pid());
  }

  /** The session folders of a JVM within a folder, finished or not. */
  public static Set<Path> folders(Path base, long pid) throws IOException {
    String name = "multiprocessing-" + pid + "-";
    try (Stream<Path> files = Files.list(base)) {
      return files
          .filter(file -> file.getFileName().toString().contains(name))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }
}
