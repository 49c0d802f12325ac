package io.multiprocessing.ipc.internal.jvm;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Both sides: keeps the native libraries of jffi and JNA, which this library and Chronicle call, in
 * a folder of ours.
 *
 * <p>By default each of them unpacks itself into the temp folder or the user's home at every start
 * of a JVM, which takes 20 to 30 ms each and leaves the copy behind if the JVM is killed in that
 * moment. A parent unpacks them once for itself and all its workers. Where there is nothing to
 * unpack for a system, or where code may not be run from the folder, they unpack themselves as
 * ever.
 */
public final class NativeLibrary {

  /** One library: where it lies in its jar, and the property with which it is told of a folder. */
  private record Packed(String resource, String folderProperty) {
    String fileName() {
      return resource.substring(resource.lastIndexOf('/') + 1);
    }
  }

  private NativeLibrary() {}

  /**
   * Unpacks the libraries into a folder, unless they are there already.
   *
   * <p>Safe to be called by several processes at a time; nobody ever sees half a file.
   *
   * @param folder exists, and can be written by this user only: what lies there will be run
   * @throws IOException if a file cannot be written
   */
  public static void unpackTo(Path folder) throws IOException {
    for (Packed library : forThisSystem()) {
      Path file = folder.resolve(library.fileName());
      if (!Files.exists(file)) {
        unpack(library, file);
      }
    }
  }

  private static void unpack(Packed library, Path file) throws IOException {
    try (InputStream packed = open(library.resource())) {
      if (packed == null) {
        return; // another version of the jar; it finds its library itself
      }
      Path unfinished = Files.createTempFile(file.getParent(), ".unpacking", null);
      try {
        Files.write(unfinished, packed.readAllBytes());
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(unfinished);
      }
    }
  }

  private static InputStream open(String resource) {
    return NativeLibrary.class.getClassLoader().getResourceAsStream(resource);
  }

  /**
   * Makes this JVM load the libraries from a folder; must come before anything native is called.
   *
   * <p>What the user has set by the same properties stays.
   *
   * @param folder where {@link #unpackTo(Path)} put them
   */
  public static void loadFrom(Path folder) {
    for (Packed library : forThisSystem()) {
      if (System.getProperty(library.folderProperty()) == null) {
        System.setProperty(library.folderProperty(), folder.toString());
      }
    }
  }

  /**
   * Returns the flags that do for a worker what {@link #loadFrom(Path)} does here.
   *
   * @param folder where {@link #unpackTo(Path)} put the libraries
   * @return flags of one word each; none on a system for which nothing was unpacked
   */
  public static List<String> flags(Path folder) {
    List<String> flags = new ArrayList<>();
    for (Packed library : forThisSystem()) {
      flags.add("-D" + library.folderProperty() + "=" + folder);
    }
    return List.copyOf(flags);
  }

  private static List<Packed> forThisSystem() {
    if (!System.getProperty("os.name", "").equals("Linux")) {
      return List.of();
    }
    return switch (System.getProperty("os.arch", "")) {
      case "amd64" -> onLinux("x86_64-Linux", "linux-x86-64");
      case "aarch64" -> onLinux("aarch64-Linux", "linux-aarch64");
      default -> List.of();
    };
  }

  private static List<Packed> onLinux(String jffiSystem, String jnaSystem) {
    return List.of(
        new Packed("jni/" + jffiSystem + "/libjffi-1.2.so", "jffi.boot.library.path"),
        new Packed("com/sun/jna/" + jnaSystem + "/libjnidispatch.so", "jna.boot.library.path"));
  }
}
