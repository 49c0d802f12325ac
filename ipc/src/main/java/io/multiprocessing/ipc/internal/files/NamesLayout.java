package io.multiprocessing.ipc.internal.files;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Both sides: what lies in a folder of files with names.
 *
 * <pre>
 *   .jvm-&lt;jvm&gt;                         locked by a JVM for as long as it uses a name
 *   .jvm-&lt;jvm&gt;-&lt;n&gt;/                    a name that this JVM is making, complete but for this name
 *   &lt;name&gt;/memory-&lt;generation&gt;         the file
 *   &lt;name&gt;/users-&lt;generation&gt;/         who uses it:
 *   &lt;name&gt;/users-&lt;generation&gt;/&lt;jvm&gt;.&lt;n&gt;  one empty file for each
 * </pre>
 *
 * <p>A generation lives while it has both its file and its folder of users. Nothing of it is ever
 * used by another one, so that whoever finds a part of a dead one may delete it, at any time.
 */
final class NamesLayout {

  static final String MEMORY = "memory-";
  static final String USERS = "users-";

  /** What all but the memory takes at the most: a page each. */
  static final long SMALL_FILE_BYTES = 4096;

  private static final String JVM = ".jvm-";
  private static final Pattern JVM_FILE = Pattern.compile("\\.jvm-[0-9]+-[0-9a-z]+");
  private static final Pattern GENERATION = Pattern.compile("[0-9a-f]{16}");
  private static final int GENERATION_RADIX = 16;

  private NamesLayout() {}

  static Path jvmFile(Path folder, String jvm) {
    return folder.resolve(JVM + jvm);
  }

  static boolean isJvmFile(Path path) {
    return JVM_FILE.matcher(path.getFileName().toString()).matches();
  }

  static String jvmOf(Path jvmFile) {
    return jvmFile.getFileName().toString().substring(JVM.length());
  }

  static Path draft(Path folder, String jvm, long number) {
    return folder.resolve(JVM + jvm + "-" + number);
  }

  static boolean isDraft(Path path, String jvm) {
    return path.getFileName().toString().startsWith(JVM + jvm + "-");
  }

  static Path memory(Path name, long generation) {
    return name.resolve(MEMORY + text(generation));
  }

  static Path users(Path name, long generation) {
    return name.resolve(USERS + text(generation));
  }

  static boolean isUseBy(Path user, String jvm) {
    return user.getFileName().toString().startsWith(jvm + ".");
  }

  private static String text(long generation) {
    return String.format("%016x", generation);
  }

  /** Returns the generations that have a file or folder of a kind within a name. */
  static List<Long> generations(Path name, String kind) throws IOException {
    List<Long> found = new ArrayList<>();
    for (Path path : list(name)) {
      String file = path.getFileName().toString();
      if (file.startsWith(kind) && GENERATION.matcher(file.substring(kind.length())).matches()) {
        found.add(Long.parseUnsignedLong(file.substring(kind.length()), GENERATION_RADIX));
      }
    }
    return found;
  }

  /** Returns what is in a folder; nothing if there is no such folder. */
  static List<Path> list(Path folder) throws IOException {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      entries.forEach(found::add);
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return found;
  }
}
