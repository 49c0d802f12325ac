package io.multiprocessing.internal.parent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.multiprocessing.internal.protocol.ClassAccess;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JvmCommandTest {

  /** Whether the system passes letters beyond ASCII to a program. */
  private static final boolean UNICODE = "UTF-8".equals(System.getProperty("sun.jnu.encoding"));

  @TempDir Path folder;

  private static JvmConfig config(String heap, List<String> arguments) {
    return new JvmConfig(heap, arguments, Map.of(), null, null);
  }

  /** What the java launcher makes of an argument file, as its manual says. */
  private static String unquoted(String line) {
    assertTrue(line.startsWith("\"") && line.endsWith("\""), line);
    StringBuilder text = new StringBuilder();
    for (int i = 1; i < line.length() - 1; i++) {
      char c = line.charAt(i);
      assertTrue(c != '"', "a quote that is not escaped: " + line);
      text.append(c == '\\' ? line.charAt(++i) : c);
    }
    return text.toString();
  }

  @Test
  void shouldQuoteWhatTheLauncherWouldReadOtherwise() throws IOException {
    List<String> options =
        List.of(
            "-Dplain=x",
            "-Dspace=a b",
            "-Dquote=\"a\"",
            "-Dsingle='a'",
            "-Dback=C:\\new\\table\\",
            "-Dhash=#1",
            "-Dat=@file",
            "-Dletters=" + (UNICODE ? "äß漢" : "a"),
            "-Dempty=",
            "-cp",
            "/a folder/x.jar:/b\\c/\"d\".jar");
    JvmCommand command =
        new JvmCommand(Path.of("/jdk/bin/java"), options, Map.of(), null, ClassAccess.PATH);
    Path file = folder.resolve("args");
    command.writeArgumentFile(file);
    assertEquals(options, Files.readAllLines(file).stream().map(l -> unquoted(l)).toList());
  }

  @Test
  void shouldPutTheArgumentFileBeforeTheMainClass() {
    JvmCommand command =
        new JvmCommand(Path.of("/jdk/bin/java"), List.of(), Map.of(), null, ClassAccess.PATH);
    assertEquals(
        List.of("/jdk/bin/java", "@/s/worker.args", "a.Main", "1", "x y"),
        command.line(Path.of("/s/worker.args"), "a.Main", List.of("1", "x y")));
  }

  @Test
  void shouldPutTheUsersArgumentsAfterItsOwn() {
    JvmCommand command =
        JvmCommand.forWorkers(config("100m", List.of("-Xmx200m", "-Dx=y")), 2, folder);
    List<String> options = command.options();
    assertTrue(options.indexOf("-Xmx100m") >= 0, options.toString());
    assertTrue(options.indexOf("-Xmx200m") > options.indexOf("-Xmx100m"), options.toString());
    assertEquals(1, options.stream().filter(o -> o.startsWith("-Xmx1")).count());
    assertEquals("-cp", options.get(options.size() - 2));
    assertEquals("-Dx=y", options.get(options.size() - 3));
  }

  @Test
  void shouldShareTheMemoryAmongWorkersUnlessTold() {
    long heap = heapOf(JvmCommand.forWorkers(config(null, List.of()), 4, folder));
    long heapOfOne = heapOf(JvmCommand.forWorkers(config(null, List.of()), 1, folder));
    assertTrue(heap >= MachineShare.MIN_HEAP_BYTES, "" + heap);
    assertTrue(heapOfOne > 2 * heap, heap + " of four, " + heapOfOne + " of one");
  }

  private static long heapOf(JvmCommand command) {
    String option =
        command.options().stream().filter(o -> o.startsWith("-Xmx")).findFirst().orElseThrow();
    assertTrue(option.endsWith("k"), option);
    return Long.parseLong(option.substring(4, option.length() - 1)) << 10;
  }

  @Test
  void shouldReadTheVersionOfAnotherJdkWithoutStartingIt() throws IOException {
    Files.writeString(folder.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"21.0.4\"\n");
    assertEquals(21, JvmCommand.featureVersion(folder));
    Files.writeString(folder.resolve("release"), "JAVA_VERSION=\"25\"\n");
    assertEquals(25, JvmCommand.featureVersion(folder));
    assertEquals(
        Runtime.version().feature(),
        JvmCommand.featureVersion(Path.of(System.getProperty("java.home"))));
  }

  @Test
  void shouldRefuseAJdkThatIsTooOld() throws IOException {
    for (String version : new String[] {"11.0.22", "16", "1.8.0_402"}) {
      Files.writeString(folder.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
      IllegalArgumentException e =
          assertThrows(IllegalArgumentException.class, () -> JvmCommand.featureVersion(folder));
      assertTrue(
          e.getMessage().contains("is of Java " + version + ", and workers need Java 17"),
          e.getMessage());
      assertTrue(e.getMessage().contains("javaHome=" + folder), e.getMessage());
    }
  }

  @Test
  void shouldSayThatAFolderIsNoJdk() throws IOException {
    for (String release : new String[] {null, "", "JAVA_VERSION=", "JAVA_VERSION=\"new\""}) {
      if (release != null) {
        Files.writeString(folder.resolve("release"), release);
      }
      IllegalArgumentException e =
          assertThrows(IllegalArgumentException.class, () -> JvmCommand.featureVersion(folder));
      assertTrue(e.getMessage().contains("javaHome=" + folder), e.getMessage());
    }
  }

  @Test
  void shouldGiveTheMachineInEqualShares() {
    int cores = Runtime.getRuntime().availableProcessors();
    assertEquals(cores, MachineShare.processors(1));
    assertEquals(1, MachineShare.processors(cores));
    assertEquals(1, MachineShare.processors(10 * cores));
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> MachineShare.heapBytes(10_000_000));
    assertTrue(e.getMessage().contains("workers=10000000"), e.getMessage());
    assertTrue(e.getMessage().contains("workerMaxHeap"), e.getMessage());
  }

  @Test
  void shouldPutTheLibraryInFrontOfTheClassPath() {
    WorkerClassPath classPath = WorkerClassPath.of(null, folder);
    assertTrue(
        classPath.libraryJars().stream()
            .anyMatch(jar -> jar.getFileName().toString().startsWith("kryo-")),
        classPath.toString());
    assertTrue(classPath.libraryJars().stream().allMatch(Files::isRegularFile));
    List<String> entries = List.of(classPath.text().split(File.pathSeparator));
    assertEquals(entries.size(), new HashSet<>(entries).size(), "twice on the path: " + entries);
    assertEquals(
        classPath.libraryJars().get(0).toString(), entries.get(0)); // an archive is of these
    for (String own : System.getProperty("java.class.path").split(File.pathSeparator)) {
      assertTrue(entries.contains(Path.of(own).toAbsolutePath().normalize().toString()), own);
    }
  }

  @Test
  void shouldReplaceAllButTheLibraryByTheGivenClassPath() {
    Path jar = folder.resolve("my own.jar");
    WorkerClassPath classPath = WorkerClassPath.of(List.of(jar, Path.of("relative"), jar), folder);
    List<Path> rest = classPath.rest();
    assertEquals(jar, rest.get(rest.size() - 2));
    assertEquals(Path.of("relative").toAbsolutePath(), rest.get(rest.size() - 1));
    assertFalse(classPath.libraryJars().isEmpty());
    assertFalse(classPath.text().contains("junit-jupiter"), classPath.text());
  }
}
