package io.multiprocessing.anywhere;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.multiprocessing.ipc.internal.files.SessionFolder;
import io.multiprocessing.testing.Await;
import io.multiprocessing.testing.ChildJvm;
import io.multiprocessing.testing.NothingLeftBehind;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.loader.launch.JarLauncher;

/** A program with a pool gives its answers in whatever way it is run. */
@ExtendWith(NothingLeftBehind.class)
class WhereItRunsTest {

  private static final Duration LIMIT = Duration.ofSeconds(50);

  @TempDir static Path folder;
  private static Workshop workshop;
  private static List<Path> library; // jars
  private static Path program; // compiled, a folder

  @BeforeAll
  static void build() throws IOException {
    workshop = new Workshop(folder);
    library = workshop.libraryJars();
    program =
        workshop.compile(
            "program",
            Map.of("app/Program.java", LittleProgram.in("app")),
            "-cp",
            Workshop.joined(library));
  }

  private static String tool(String name) {
    return Path.of(System.getProperty("java.home"), "bin", name).toString();
  }

  /** Runs {@code java} with these arguments, and expects the answers of the program. */
  private static void runs(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(tool("java"), "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of(arguments));
    prints(LittleProgram.OUTPUT, command);
  }

  private static void prints(List<String> answers, List<String> command) throws Exception {
    Map<String, String> noArchive = Map.of("XDG_CACHE_HOME", program + "/app/Program.class");
    try (ChildJvm java = ChildJvm.startCommand(command, noArchive, folder)) {
      int exitCode = java.awaitExit(LIMIT);
      String all = "stdout " + java.stdout() + ", stderr " + java.stderr();
      assertEquals(answers, java.stdout(), all);
      assertEquals(List.of(), java.stderr());
      assertEquals(0, exitCode, all);
      Path base = SessionFolder.defaultBase();
      Await.until(
          "its folders are gone", () -> NothingLeftBehind.folders(base, java.pid()).isEmpty());
    }
  }

  private static String classPath(Path... first) {
    List<Path> entries = new ArrayList<>(List.of(first));
    entries.addAll(library);
    return Workshop.joined(entries);
  }

  @Test
  @Row("`java -cp` with jars and folders")
  void shouldRunFromJarsAndFolders() throws Exception {
    runs("-cp", classPath(program), "app.Program");
  }

  @Test
  @Row("folders only, as an IDE does it")
  void shouldRunFromFolders() throws Exception {
    List<Path> folders = new ArrayList<>(List.of(program));
    for (Path jar : library) {
      folders.add(Files.createDirectories(folder.resolve("unpacked").resolve(jar.getFileName())));
      Workshop.unpack(jar, folders.get(folders.size() - 1));
    }
    runs("-cp", Workshop.joined(folders), "app.Program");
  }

  @Test
  @Row("a class path of 2,000 entries")
  void shouldRunFromALongClassPath() throws Exception {
    Path empty = Workshop.jar(folder.resolve("empty.jar"), Map.of());
    List<Path> entries = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      entries.add(Files.createLink(folder.resolve("a-jar-among-many-others-" + i + ".jar"), empty));
    }
    entries.add(program);
    entries.addAll(library);
    Path arguments = folder.resolve("long.args");
    Files.writeString(arguments, "-cp \"" + Workshop.joined(entries) + "\" app.Program");
    runs("@" + arguments);
  }

  @Test
  @Row("paths with spaces and letters beyond ASCII")
  void shouldRunFromOddPaths() throws Exception {
    boolean unicode = "UTF-8".equals(System.getProperty("sun.jnu.encoding"));
    Path odd = folder.resolve(unicode ? "größe & 漢字 #1 100%" : "a b & #1 100%");
    Workshop.copy(program, odd.resolve("classes of mine"));
    List<Path> entries = new ArrayList<>(List.of(odd.resolve("classes of mine")));
    for (Path jar : library) {
      entries.add(Files.createLink(odd.resolve(jar.getFileName()), jar));
    }
    runs("-cp", Workshop.joined(entries), "app.Program");
  }

  @Test
  @Row("`java -jar`, the class path in the manifest")
  void shouldRunFromAJarWithAClassPath() throws Exception {
    Path jar =
        Workshop.jar(
            folder.resolve("thin.jar"),
            Map.of(
                "Main-Class",
                "app.Program",
                "Class-Path",
                library.stream()
                    .map(each -> "lib/" + each.getFileName())
                    .collect(Collectors.joining(" "))),
            program);
    runs("-jar", jar.toString());
  }

  @Test
  @Row("`java -jar`, one jar with everything (shade, assembly)")
  void shouldRunFromOneJarWithEverything() throws Exception {
    List<Path> contents = new ArrayList<>(List.of(program));
    contents.addAll(library);
    Path jar =
        Workshop.jar(
            folder.resolve("uber.jar"),
            Map.of("Main-Class", "app.Program"),
            contents.toArray(Path[]::new));
    runs("-jar", jar.toString());
  }

  @Test
  @Row("`java -jar`, jars within the jar (Spring Boot 4)")
  void shouldRunFromJarsWithinAJar() throws Exception {
    Map<String, Path> stored = new LinkedHashMap<>();
    library.forEach(jar -> stored.put("BOOT-INF/lib/" + jar.getFileName(), jar));
    Path classes = folder.resolve("boot");
    Workshop.copy(program, classes.resolve("BOOT-INF/classes"));
    Path jar =
        Workshop.jar(
            folder.resolve("boot.jar"),
            Map.of(
                "Main-Class",
                JarLauncher.class.getName(),
                "Start-Class",
                "app.Program",
                "Spring-Boot-Classes",
                "BOOT-INF/classes/",
                "Spring-Boot-Lib",
                "BOOT-INF/lib/"),
            List.of(classes, Workshop.placeOf(JarLauncher.class)),
            stored);
    runs("-jar", jar.toString());
  }

  @Test
  @Row("a named module on the module path")
  void shouldRunInANamedModule() throws Exception {
    Path modules = library.get(0).getParent();
    Path module =
        workshop.compile(
            "module",
            Map.of(
                "module-info.java",
                "module my.app { requires io.multiprocessing.core; }",
                "app/Program.java",
                LittleProgram.in("app")),
            "-p",
            modules.toString());
    runs("-p", module + File.pathSeparator + modules, "-m", "my.app/app.Program");
  }

  @Test
  @Row("`java Program.java`, the source launcher")
  void shouldRunFromSource() throws Exception {
    Path source = Files.writeString(folder.resolve("Program.java"), LittleProgram.inNoPackage());
    runs("-cp", Workshop.joined(library), source.toString());
  }

  @Test
  @Row("JShell")
  void shouldRunInJShell() throws Exception {
    List<String> script =
        List.of(
            LittleProgram.inNoPackage().replace("public class", "class"),
            "Program.main(new String[0])",
            "Pool pool = Pool.create(1)",
            "int f(int x) { return x + 1; }",
            "class Shape { int area(int x) { return x * x; } }",
            "String shapes() { return \"\" + pool.map(x -> f(new Shape().area(x)), List.of(2, 3)); }",
            "System.out.println(shapes())",
            "int f(int x) { return x + 100; }", // again, under the same name
            "System.out.println(shapes())",
            "class Shape { int area(int x) { return 2 * x; } }",
            "System.out.println(shapes())",
            "pool.close()",
            "/exit");
    Path file = Files.write(folder.resolve("script.jsh"), script);
    List<String> answers = new ArrayList<>(LittleProgram.OUTPUT);
    answers.addAll(List.of("[5, 10]", "[104, 109]", "[104, 106]"));
    prints(
        answers,
        List.of(
            tool("jshell"),
            "-J-XX:TieredStopAtLevel=1",
            "-J-Djava.util.prefs.userRoot=" + preferences(),
            "-s",
            "--class-path",
            Workshop.joined(library),
            file.toString()));
  }

  /**
   * A home for what JShell remembers: it says on its standard error that it makes one, or that it
   * cannot lock that of the user, which another JShell may use at the same time.
   */
  private static Path preferences() throws IOException {
    Path home = folder.resolve("preferences");
    Files.createDirectories(home.resolve(".java/.userPrefs"));
    return home;
  }

  @Test
  @Row("`mvn exec:java` and the like: a class loader within another program")
  void shouldRunInAClassLoaderOfAnotherProgram() throws Exception {
    Path host =
        workshop.compile(
            "host",
            Map.of(
                "Host.java",
                """
                import java.io.File;
                import java.net.URL;
                import java.net.URLClassLoader;
                import java.nio.file.Path;

                public class Host {
                  static class Realm extends URLClassLoader {
                    Realm(URL[] urls) {
                      super(urls, ClassLoader.getPlatformClassLoader());
                    }
                  }

                  public static void main(String[] args) throws Exception {
                    String[] entries = args[0].split(File.pathSeparator);
                    URL[] urls = new URL[entries.length];
                    for (int i = 0; i < urls.length; i++) {
                      urls[i] = Path.of(entries[i]).toUri().toURL();
                    }
                    Realm realm = new Realm(urls);
                    Thread.currentThread().setContextClassLoader(realm);
                    realm.loadClass("app.Program").getMethod("main", String[].class)
                        .invoke(null, (Object) new String[0]);
                  }
                }
                """));
    runs("-cp", host.toString(), "Host", classPath(program));
  }

  @Test
  @Row("Surefire and Failsafe: an argument file, a jar with nothing but a manifest")
  void shouldRunFromAJarWithAManifestOnly() throws Exception {
    String urls =
        Stream.concat(Stream.of(program), library.stream())
            .map(entry -> entry.toUri().toString())
            .collect(Collectors.joining(" "));
    Path jar = Workshop.jar(folder.resolve("booter.jar"), Map.of("Class-Path", urls));
    Path arguments = Files.writeString(folder.resolve("booter.args"), "-cp " + jar);
    runs("@" + arguments, "app.Program");
  }

  @Test
  @Row("a plug-in: a class loader below that of the application")
  void shouldRunInAPlugIn() throws Exception {
    try (URLClassLoader plugIn =
        new URLClassLoader(
            new URL[] {program.toUri().toURL()}, WhereItRunsTest.class.getClassLoader())) {
      assertEquals(
          LittleProgram.OUTPUT, plugIn.loadClass("app.Program").getMethod("lines").invoke(null));
    }
  }

  @Test
  void shouldBeToldInTheTable() throws IOException {
    Set<String> rows = new TreeSet<>();
    Arrays.stream(WhereItRunsTest.class.getDeclaredMethods())
        .filter(method -> method.isAnnotationPresent(Row.class))
        .forEach(method -> rows.add(method.getAnnotation(Row.class).value()));
    Set<String> told = new TreeSet<>();
    boolean inTable = false;
    for (String line : Files.readAllLines(Path.of("../docs/70-where-it-runs.md"))) {
      inTable = inTable ? line.startsWith("|") : line.startsWith("| how it is run |");
      if (inTable && !line.startsWith("| how") && !line.startsWith("|--")) {
        told.add(line.split("\\|")[1].strip());
      }
    }
    assertEquals(rows, told);
  }
}
