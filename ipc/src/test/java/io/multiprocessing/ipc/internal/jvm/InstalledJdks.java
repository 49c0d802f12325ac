package io.multiprocessing.ipc.internal.jvm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The JDK of this test, and those of versions we support that are installed beside it. */
public final class InstalledJdks {

  private static final int OLDEST = 17;
  private static final int NEWEST = 25;

  private InstalledJdks() {}

  /** The folders that have a bin/java. */
  public static Set<Path> homes() throws IOException {
    Path own = Path.of(System.getProperty("java.home")).toRealPath();
    Set<Path> homes = new TreeSet<>(Set.of(own));
    try (Stream<Path> siblings = Files.list(own.getParent())) {
      siblings.filter(InstalledJdks::isSupported).map(InstalledJdks::real).forEach(homes::add);
    }
    return homes;
  }

  private static boolean isSupported(Path home) {
    return Files.isExecutable(home.resolve("bin").resolve("java"))
        && feature(home) >= OLDEST
        && feature(home) <= NEWEST;
  }

  /** As the JDK says in a file of its own; 0 if it does not. */
  private static int feature(Path home) {
    Properties release = new Properties();
    try (var in = Files.newBufferedReader(home.resolve("release"))) {
      release.load(in);
      String version = release.getProperty("JAVA_VERSION", "").replace("\"", "");
      return Runtime.Version.parse(version).feature();
    } catch (IOException | IllegalArgumentException e) {
      return 0;
    }
  }

  private static Path real(Path home) {
    try {
      return home.toRealPath();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
