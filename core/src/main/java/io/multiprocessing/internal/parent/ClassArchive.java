package io.multiprocessing.internal.parent;

import io.multiprocessing.Pool;
import io.multiprocessing.TaskOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;

/**
 * Parent side: the class-data archive of the library's jars, which halves the start of a worker.
 * This class is thread-safe.
 *
 * <p>It is made once for each JDK and version of the library, by a worker of a pool of its own that
 * runs in the background after the first pool has come up, and kept in the user's cache folder. It
 * holds no class of the application, so it is good for all of them. Whatever goes wrong with it
 * only means that workers start slower.
 *
 * @param file the archive, which may not exist yet
 * @param config the JDK it is for
 */
record ClassArchive(Path file, JvmConfig config) {

  private static final Duration TRAINING_LIMIT = Duration.ofSeconds(20);
  private static final Duration PATIENCE_AT_EXIT = Duration.ofSeconds(5);
  private static final int KEPT = 6; // some JDKs, some versions

  /*
   * What a JVM would say of an archive on standard output or error: that it cannot use it, and, from
   * JDK 25 on, that the archive of the JDK below it was made without our flags.
   */
  private static final List<String> QUIETLY =
      List.of("-Xlog:disable", "-Xlog:all=error,cds*=off:stderr");

  private static final Set<Path> TRIED = ConcurrentHashMap.newKeySet(); // in this JVM
  private static final Set<Thread> TRAINING = ConcurrentHashMap.newKeySet();

  /** Returns the archive for children of a configuration, or null where there can be none. */
  static ClassArchive of(JvmConfig config) {
    Path folder = cacheFolder();
    // neither built classes in folders, nor copies of jars, can be archived
    if (folder == null
        || !Library.isInFiles()
        || !Library.files().stream().allMatch(Files::isRegularFile)) {
      return null;
    }
    try {
      return new ClassArchive(folder.resolve(name(config)), config);
    } catch (IOException e) {
      return null;
    }
  }

  /** Returns null where there is no home: that of a user without a name is "?". */
  private static Path cacheFolder() {
    Path configured = Path.of(Objects.requireNonNullElse(System.getenv("XDG_CACHE_HOME"), ""));
    Path home = Path.of(System.getProperty("user.home", ""));
    if (configured.isAbsolute()) {
      return configured.resolve("multiprocessing-java");
    }
    return home.isAbsolute() ? home.resolve(".cache").resolve("multiprocessing-java") : null;
  }

  /* The JVM itself checks the jars and its version; the name only keeps archives apart. */
  private static String name(JvmConfig config) throws IOException {
    CRC32 sum = new CRC32();
    for (Path jar : Library.files()) {
      FileTime modified = Files.getLastModifiedTime(jar);
      String text = jar + " " + Files.size(jar) + " " + modified.toMillis() + "\n";
      sum.update(text.getBytes(StandardCharsets.UTF_8));
    }
    Path release = config.home().resolve("release");
    sum.update(
        Files.isReadable(release)
            ? Files.readAllBytes(release)
            : System.getProperty("java.vm.version").getBytes(StandardCharsets.UTF_8));
    return "workers-"
        + JvmCommand.featureVersion(config.home())
        + "-"
        + Long.toHexString(sum.getValue())
        + ".jsa";
  }

  /** Returns the options that make a child use the archive; none if it does not exist. */
  List<String> options() {
    if (!Files.isReadable(file)) {
      return List.of();
    }
    List<String> options = new ArrayList<>(QUIETLY);
    options.add("-XX:SharedArchiveFile=" + file);
    return options;
  }

  /** Makes the archive in the background, unless it exists or this JVM has tried before. */
  void makeInBackground() {
    if (Files.exists(file) || !TRIED.add(file)) {
      return;
    }
    Thread thread = new Thread(this::make, "multiprocessing-class-archive");
    thread.setDaemon(true);
    thread.setPriority(Thread.MIN_PRIORITY);
    TRAINING.add(thread);
    thread.start();
  }

  /**
   * Lets an archive be completed before this JVM exits: else programs that run shorter would never
   * have one.
   */
  static void awaitAll() {
    long deadline = System.nanoTime() + PATIENCE_AT_EXIT.toNanos();
    try {
      for (Thread thread : TRAINING) {
        TimeUnit.NANOSECONDS.timedJoin(thread, Math.max(1, deadline - System.nanoTime()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // without an archive, then
    }
  }

  private void make() {
    Path unfinished =
        file.resolveSibling(file.getFileName() + "." + ProcessHandle.current().pid() + ".tmp");
    try {
      Files.createDirectories(
          file.getParent(),
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      train(unfinished);
      if (Files.exists(unfinished)) {
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        removeOldOnes();
      }
    } catch (IOException | RuntimeException e) { // a read-only home, a JDK without archives, …
      Log.debug("no class-data archive", e);
    } finally {
      try {
        Files.deleteIfExists(unfinished);
      } catch (IOException e) {
        Log.debug("left behind: " + unfinished, e);
      }
      TRAINING.remove(Thread.currentThread());
    }
  }

  /** Every build of the library has an archive of its own; those of old ones would pile up. */
  private void removeOldOnes() throws IOException {
    List<Path> archives = new ArrayList<>();
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(file.getParent(), "workers-*.jsa")) {
      files.forEach(archives::add);
    }
    archives.sort(Comparator.comparingLong((Path each) -> each.toFile().lastModified()).reversed());
    for (Path old : archives.subList(Math.min(KEPT, archives.size()), archives.size())) {
      Files.deleteIfExists(old); // a JVM that uses it keeps its pages
    }
  }

  /** Runs a worker that writes its classes to a file when it exits. */
  private void train(Path unfinished) {
    List<String> arguments = new ArrayList<>(List.of("-XX:ArchiveClassesAtExit=" + unfinished));
    arguments.addAll(QUIETLY);
    JvmConfig training =
        new JvmConfig("128m", arguments, config.environment(), config.javaHome(), List.of());
    PoolConfig pool =
        new PoolConfig(
            1,
            null,
            null,
            0,
            null,
            training,
            Duration.ofSeconds(1),
            TRAINING_LIMIT,
            TRAINING_LIMIT,
            (workerId, source, line) -> Log.debug(line, null),
            null);
    try (Pool trained = JvmPool.start(pool)) {
      trained.map(x -> x + 1, List.of(1, 2, 3), TaskOptions.defaults().chunkSize(2));
      trained.mapToLong(x -> x, 0, 10);
      trained.mapReduce(x -> x, 0, Integer::sum, List.of(1, 2, 3));
      trained.mapOutcomes(
          x -> {
            throw new IllegalStateException("training");
          },
          List.of("text"));
    }
  }
}
