package io.multiprocessing.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A JDK of another version than that of this JVM: beside it, or named by the variable
 * MULTIPROCESSING_OTHER_JDK.
 */
public final class OtherJdk {

  private static final int OLDEST = 17;

  private OtherJdk() {}

  /** Returns its folder; the test is skipped, and says why, if there is none. */
  public static Path orSkip() {
    Optional<Path> found = candidates().stream().filter(OtherJdk::isOther).findFirst();
    assumeTrue(found.isPresent(), "no other JDK is installed beside this one");
    return found.orElseThrow();
  }

  private static List<Path> candidates() {
    List<Path> candidates = new ArrayList<>();
    String named = System.getenv("MULTIPROCESSING_OTHER_JDK");
    if (named != null) {
      candidates.add(Path.of(named));
    }
    Path own = Path.of(System.getProperty("java.home")).toAbsolutePath();
    try (Stream<Path> neighbours = Files.list(own.getParent())) {
      neighbours.sorted().forEach(candidates::add);
    } catch (IOException e) {
      // then none
    }
    return candidates;
  }

  private static boolean isOther(Path home) {
    if (!Files.isExecutable(home.resolve("bin/java"))) {
      return false;
    }
    try (Stream<String> release = Files.lines(home.resolve("release"))) {
      return release
          .filter(line -> line.startsWith("JAVA_VERSION="))
          .map(line -> Runtime.Version.parse(line.replaceAll("JAVA_VERSION=|\"", "")).feature())
          .anyMatch(feature -> feature >= OLDEST && feature != Runtime.version().feature());
    } catch (IOException | IllegalArgumentException e) {
      return false;
    }
  }
}
