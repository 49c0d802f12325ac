package io.multiprocessing.ipc.internal.jvm;

import com.kenai.jffi.Invoker;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Both sides: keeps the native library of jffi, through which this library calls the system, in a
 * folder of ours.
 *
 * <p>By default it unpacks itself into the temp folder at every start of a JVM, which takes 20 to
 * 30 ms and leaves the copy behind if the JVM is killed in that moment. A parent unpacks it once
 * for itself and all its workers. Where there is nothing to unpack for a system, or where code may
 * not be run from the folder, it unpacks itself as ever.
 */
public final class NativeLibrary {

  private static final String FILE_NAME = "libjffi-1.2.so";
  private static final String FOLDER_PROPERTY = "jffi.boot.library.path";

  private NativeLibrary() {}

  /**
   * Unpacks the library into a folder, unless it is there already.
   *
   * <p>Safe to be called by several processes at a time; nobody ever sees half a file.
   *
   * @param folder exists, and can be written by this user only: what lies there will be run
   * @throws IOException if the file cannot be written
   */
  public static void unpackTo(Path folder) throws IOException {
    Path file = folder.resolve(FILE_NAME);
    String resource = resource();
    if (resource == null || Files.exists(file)) {
      return;
    }
    try (InputStream packed = NativeLibrary.class.getClassLoader().getResourceAsStream(resource)) {
      if (packed != null) { // else another version of the jar; it finds its library itself
        writeAtOnce(packed.readAllBytes(), file);
      }
    }
  }

  private static void writeAtOnce(byte[] library, Path file) throws IOException {
    // not createTempFile: its secure random numbers, which a private folder does not need, take 10
    // ms
    String random = Long.toHexString(ThreadLocalRandom.current().nextLong());
    Path unfinished = file.resolveSibling(".unpacking-" + random);
    try {
      Files.write(unfinished, library);
      Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }

  /**
   * Makes this JVM load the library from a folder; must come before anything native is called.
   *
   * <p>What the user has set by the same property stays.
   *
   * @param folder where {@link #unpackTo(Path)} put it
   */
  public static void loadFrom(Path folder) {
    if (resource() != null && System.getProperty(FOLDER_PROPERTY) == null) {
      System.setProperty(FOLDER_PROPERTY, folder.toString());
    }
  }

  /**
   * Returns the flags that do for a worker what {@link #loadFrom(Path)} does here.
   *
   * @param folder where {@link #unpackTo(Path)} put the library
   * @return flags of one word each; none on a system for which nothing was unpacked
   */
  public static List<String> flags(Path folder) {
    return resource() == null ? List.of() : List.of("-D" + FOLDER_PROPERTY + "=" + folder);
  }

  /**
   * Loads the library into this JVM, if it can be loaded; what fails here fails again, with its
   * reason, when it is used.
   *
   * <p>On a thread of its own: where the library unpacks itself it does so through a channel, which
   * an interrupt of the calling thread would close, and jffi never tries a second time. An
   * interrupt stays pending.
   */
  static void load() {
    Thread loading = new Thread(NativeLibrary::tryLoad, "multiprocessing-native-library");
    loading.setDaemon(true);
    loading.start();
    boolean interrupted = false;
    while (true) {
      try {
        loading.join();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static void tryLoad() {
    try {
      Invoker.getInstance();
    } catch (LinkageError | RuntimeException e) {
      // see load()
    }
  }

  /** Where the library for this system lies in its jar; null if we do not unpack there. */
  private static String resource() {
    if (!System.getProperty("os.name", "").equals("Linux")) {
      return null;
    }
    return switch (System.getProperty("os.arch", "")) {
      case "amd64" -> "jni/x86_64-Linux/" + FILE_NAME;
      case "aarch64" -> "jni/aarch64-Linux/" + FILE_NAME;
      default -> null;
    };
  }
}
