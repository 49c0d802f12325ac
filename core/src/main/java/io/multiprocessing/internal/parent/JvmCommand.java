package io.multiprocessing.internal.parent;

import io.multiprocessing.internal.protocol.ClassAccess;
import io.multiprocessing.ipc.internal.jvm.FileDescriptors;
import io.multiprocessing.ipc.internal.jvm.JdkPackages;
import io.multiprocessing.ipc.internal.jvm.NativeLibrary;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Parent side: the command line of child JVMs. Immutable.
 *
 * @param java the java program
 * @param options JVM options, class path included
 * @param environment variables besides the parent's
 * @param archive the class-data archive, or null where there can be none
 * @param classes where the children find the classes of tasks
 */
record JvmCommand(
    Path java,
    List<String> options,
    Map<String, String> environment,
    ClassArchive archive,
    ClassAccess classes) {

  private static final int OLDEST_JAVA = 17;

  JvmCommand {
    options = List.copyOf(options);
    environment = Map.copyOf(environment);
  }

  /** Makes the command line of the workers of a session: each gets a share of the machine. */
  static JvmCommand forWorkers(JvmConfig config, int workers, Path session) {
    MachineShare.checkFits(workers);
    List<String> share = new ArrayList<>();
    if (config.maxHeap() == null) {
      share.add("-Xmx" + (MachineShare.heapBytes(workers) >> 10) + "k");
    }
    share.add("-XX:ActiveProcessorCount=" + MachineShare.processors(workers));
    return forChildren(config, session, share);
  }

  /** Makes the command line of children of a session. */
  static JvmCommand forChildren(JvmConfig config, Path session, List<String> share) {
    int version = featureVersion(config.home());
    WorkerClassPath classPath = WorkerClassPath.of(config.classPath(), session);
    List<String> options = new ArrayList<>(JdkPackages.flags(version));
    options.addAll(NativeLibrary.flags(session));
    options.addAll(Inheritance.flags());
    options.addAll(share);
    if (config.maxHeap() != null) {
      options.add("-Xmx" + config.maxHeap());
    }
    options.add("-XX:+ExitOnOutOfMemoryError"); // a heap once exhausted is not to be trusted
    options.add("-XX:-UsePerfData"); // a file in the temp folder, left behind by a kill
    options.add("-XX:-CreateCoredumpOnCrash"); // gigabytes in the user's working folder
    options.add("-XX:ErrorFile=" + crashLog(session, "%p"));
    options.add("-Xshare:auto"); // a stale or missing archive is never an error
    options.add("-Dslf4j.internal.verbosity=ERROR"); // the user need not have a binding
    ClassArchive archive = config.makesArchive() ? null : ClassArchive.of(config);
    if (archive != null) {
      options.addAll(archive.options());
    }
    options.addAll(config.jvmArgs());
    options.add("-cp");
    options.add(classPath.text());
    return new JvmCommand(
        JvmConfig.javaProgram(config.home()),
        options,
        config.environment(),
        archive,
        classPath.access());
  }

  /** Returns where a worker writes its crash log. */
  static Path crashLog(Path session, String pid) {
    return session.resolve("hs_err_pid" + pid + ".log");
  }

  /** Returns the feature version of a JDK, such as 17, without starting it. */
  static int featureVersion(Path home) {
    if (home.equals(Path.of(System.getProperty("java.home")))) {
      return Runtime.version().feature();
    }
    try {
      for (String line : Files.readAllLines(home.resolve("release"))) {
        if (line.matches("JAVA_VERSION=\"?[1-9].*")) {
          return checkAge(home, line.substring("JAVA_VERSION=".length()).replace("\"", ""));
        }
      }
    } catch (IOException e) {
      // below
    }
    throw new IllegalArgumentException(
        "javaHome is not a JDK or JRE of Java 17 or newer: it has no file 'release' that says JAVA_VERSION; javaHome="
            + home);
  }

  private static int checkAge(Path home, String version) {
    int feature = featureOf(version);
    if (feature < OLDEST_JAVA) {
      throw new IllegalArgumentException(
          "javaHome is of Java "
              + version
              + ", and workers need Java "
              + OLDEST_JAVA
              + " or newer; javaHome="
              + home);
    }
    return feature;
  }

  /** Java 8 calls itself 1.8.0_402, which is none of today's version strings. */
  private static int featureOf(String version) {
    try {
      return Runtime.Version.parse(version).feature();
    } catch (IllegalArgumentException e) {
      return 0;
    }
  }

  /** Returns the whole command line that runs a main class. */
  List<String> line(Path argumentFile, String mainClass, List<String> arguments) {
    List<String> line = new ArrayList<>();
    line.add(java.toString());
    line.add("@" + argumentFile);
    line.add(mainClass);
    line.addAll(arguments);
    return line;
  }

  /**
   * Writes the options to a file for the java launcher, since a class path may be longer than a
   * command line.
   */
  void writeArgumentFile(Path file) throws IOException {
    StringBuilder text = new StringBuilder();
    for (String option : options) {
      text.append('"').append(option.replace("\\", "\\\\").replace("\"", "\\\"")).append("\"\n");
    }
    // the launcher takes the bytes as it takes those of a command line
    Charset ofTheSystem = Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));
    Files.write(file, text.toString().getBytes(ofTheSystem));
  }

  Process start(Path argumentFile, String mainClass, List<String> arguments) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(line(argumentFile, mainClass, arguments));
    Inheritance.clean(builder.environment());
    builder.environment().putAll(environment);
    FileDescriptors.checkForAChild();
    return builder.start();
  }
}
