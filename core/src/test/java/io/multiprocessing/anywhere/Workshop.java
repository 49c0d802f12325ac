package io.multiprocessing.anywhere;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.multiprocessing.Pool;
import io.multiprocessing.ipc.SerializationException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;

/** Compiles little projects and packs them, and this library, into jars. */
final class Workshop {

  private static final List<String> NEEDED =
      List.of(
          "chronicle-",
          "posix-",
          "kryo-",
          "reflectasm-",
          "minlog-",
          "objenesis-",
          "slf4j-api-",
          "jffi-");

  private final Path folder;

  Workshop(Path folder) {
    this.folder = folder;
  }

  /** The class path of this test, without the tests. */
  static List<Path> classPath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(Path::of)
        .filter(entry -> !entry.endsWith("test-classes"))
        .toList();
  }

  static String joined(List<Path> entries) {
    return entries.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }

  /** Where a class of this library is: a folder in a build of it, a jar elsewhere. */
  static Path placeOf(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  /** Puts this library and what it needs into a folder, as jars. */
  List<Path> libraryJars() throws IOException {
    Path lib = Files.createDirectories(folder.resolve("lib"));
    jar(
        lib.resolve("multiprocessing-ipc.jar"),
        Map.of("Automatic-Module-Name", "io.multiprocessing.ipc"),
        placeOf(SerializationException.class));
    for (Path entry : classPath()) {
      String name = entry.getFileName().toString();
      if (NEEDED.stream().anyMatch(name::startsWith) && Files.isRegularFile(entry)) {
        Files.copy(entry, lib.resolve(name));
      }
    }
    Path core = placeOf(Pool.class);
    jar(
        lib.resolve("multiprocessing-core.jar"),
        Map.of("Multi-Release", "true"),
        core,
        moduleDescriptor(lib, core));
    try (Stream<Path> jars = Files.list(lib)) {
      return jars.sorted().toList();
    }
  }

  /** Compiles the descriptor of the module as the build does when it makes the jar. */
  private Path moduleDescriptor(Path lib, Path core) {
    Path descriptor = folder.resolve("descriptor");
    run(
        "javac",
        List.of(
            "-d",
            descriptor.resolve("META-INF/versions/17").toString(),
            "-p",
            lib.toString(),
            "--patch-module",
            "io.multiprocessing.core=" + core,
            "src/main/module/module-info.java"));
    return descriptor;
  }

  /** Compiles sources, by file name, into a new folder. */
  Path compile(String name, Map<String, String> sources, String... options) throws IOException {
    Path out = Files.createDirectories(folder.resolve(name));
    Path src = Files.createDirectories(folder.resolve(name + "-src"));
    List<String> arguments = new ArrayList<>(List.of(options));
    arguments.addAll(List.of("-d", out.toString()));
    for (Map.Entry<String, String> source : sources.entrySet()) {
      Path file = src.resolve(source.getKey());
      Files.createDirectories(file.getParent());
      Files.writeString(file, source.getValue());
      arguments.add(file.toString());
    }
    run("javac", arguments);
    return out;
  }

  private static void run(String tool, List<String> arguments) {
    StringWriter output = new StringWriter();
    PrintWriter printer = new PrintWriter(output);
    int result =
        ToolProvider.findFirst(tool)
            .orElseThrow()
            .run(printer, printer, arguments.toArray(String[]::new));
    assertEquals(0, result, () -> tool + " " + arguments + "\n" + output);
  }

  /** Writes a jar with the contents of folders and other jars; what comes first wins. */
  static Path jar(Path jar, Map<String, String> attributes, Path... contents) throws IOException {
    return jar(jar, attributes, List.of(contents), Map.of());
  }

  /** Writes a jar, also with files that are kept as they are, by name of their entry. */
  static Path jar(
      Path jar, Map<String, String> attributes, List<Path> contents, Map<String, Path> stored)
      throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.forEach((name, value) -> manifest.getMainAttributes().putValue(name, value));
    Set<String> written = new HashSet<>(Set.of(JarFile.MANIFEST_NAME));
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file, manifest)) {
      for (Path each : contents) {
        if (Files.isDirectory(each)) {
          copyFolder(each, out, written);
        } else {
          copyJar(each, out, written);
        }
      }
      for (Map.Entry<String, Path> entry : stored.entrySet()) {
        store(out, entry.getKey(), Files.readAllBytes(entry.getValue()));
      }
    }
    return jar;
  }

  /** Copies a folder. */
  static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    }
  }

  /** Unpacks a jar. */
  static void unpack(Path jar, Path to) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      for (ZipEntry entry : file.stream().filter(entry -> !entry.isDirectory()).toList()) {
        Path target = to.resolve(entry.getName());
        Files.createDirectories(target.getParent());
        try (InputStream in = file.getInputStream(entry)) {
          Files.copy(in, target);
        }
      }
    }
  }

  private static void copyFolder(Path from, JarOutputStream out, Set<String> written)
      throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(each -> !each.equals(from)).toList()) {
        String name = from.relativize(file).toString().replace(File.separatorChar, '/');
        if (Files.isDirectory(file)) {
          copy(name + "/", InputStream.nullInputStream(), out, written);
        } else {
          copy(name, Files.newInputStream(file), out, written);
        }
      }
    }
  }

  private static void copyJar(Path from, JarOutputStream out, Set<String> written)
      throws IOException {
    try (JarFile jar = new JarFile(from.toFile())) {
      for (ZipEntry entry : jar.stream().filter(entry -> !entry.isDirectory()).toList()) {
        copy(entry.getName(), jar.getInputStream(entry), out, written);
      }
    }
  }

  private static void copy(String name, InputStream in, JarOutputStream out, Set<String> written)
      throws IOException {
    try (in) {
      if (written.add(name)) {
        out.putNextEntry(new ZipEntry(name));
        in.transferTo(out);
        out.closeEntry();
      }
    }
  }

  private static void store(JarOutputStream out, String name, byte[] content) throws IOException {
    CRC32 sum = new CRC32();
    sum.update(content);
    ZipEntry entry = new ZipEntry(name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(content.length);
    entry.setCrc(sum.getValue());
    out.putNextEntry(entry);
    out.write(content);
    out.closeEntry();
  }
}
