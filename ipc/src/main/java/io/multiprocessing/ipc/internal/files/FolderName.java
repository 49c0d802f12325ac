package io.multiprocessing.ipc.internal.files;

import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/** Both sides: how a session folder is called, finished and unfinished. */
final class FolderName {

  private static final String PREFIX = "multiprocessing-";
  private static final Pattern FINISHED = Pattern.compile(PREFIX + "[0-9]+-[0-9a-z]+");
  private static final Pattern UNFINISHED = Pattern.compile("\\." + FINISHED.pattern());

  private FolderName() {}

  static String next(long pid) {
    long random = ThreadLocalRandom.current().nextLong(Long.MAX_VALUE);
    return PREFIX + pid + "-" + Long.toString(random, Character.MAX_RADIX);
  }

  static Path unfinished(Path folder) {
    return folder.resolveSibling("." + folder.getFileName());
  }

  static boolean isFinished(Path folder) {
    return FINISHED.matcher(folder.getFileName().toString()).matches();
  }

  static boolean isUnfinished(Path folder) {
    return UNFINISHED.matcher(folder.getFileName().toString()).matches();
  }
}
