package io.multiprocessing.ipc.internal.jvm;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/** Both sides: looks processes up in /proc, or through ProcessHandle where there is none. */
final class ProcessTable {

  /** The start of a process that does not run. */
  static final long NONE = -1;

  /** The start of a process that runs, but that cannot be looked at now. */
  static final long UNKNOWN = -2;

  private static final boolean HAS_PROC = new File("/proc/self/stat").exists();

  /** The file has some 50 numbers and a name of at most 64 bytes. */
  private static final int STAT_BYTES = 2048;

  private static final int STATE_FIELD = 3; // as numbered in proc(5)
  private static final int START_FIELD = 22;

  private ProcessTable() {}

  static long ownPid() {
    if (HAS_PROC) {
      try {
        return Long.parseLong(Files.readSymbolicLink(Path.of("/proc/self")).toString());
      } catch (IOException | NumberFormatException e) {
        // then the slower way
      }
    }
    return ProcessHandle.current().pid();
  }

  static long startOf(long pid) {
    return HAS_PROC ? startInProc(pid) : startByHandle(pid);
  }

  private static long startInProc(long pid) {
    File stat = new File("/proc/" + pid + "/stat");
    // a stream and not a channel, which a pending interrupt would close
    try (FileInputStream file = new FileInputStream(stat)) {
      return parseStart(new String(file.readNBytes(STAT_BYTES), StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      // not there, or gone while we read; or this JVM has no file descriptor left, and must not
      // take its parent for dead because of that
      return stat.exists() ? UNKNOWN : NONE;
    }
  }

  /** The second field is the name in parentheses and may itself contain spaces and parentheses. */
  static long parseStart(String stat) {
    int nameEnd = stat.lastIndexOf(')');
    if (nameEnd < 0) {
      return NONE;
    }
    String[] fields = stat.substring(nameEnd + 1).trim().split(" ");
    String state = fields[0];
    if (state.equals("Z") || state.equals("X")) {
      return NONE;
    }
    return Long.parseLong(fields[START_FIELD - STATE_FIELD]);
  }

  static long startByHandle(long pid) {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .flatMap(handle -> handle.info().startInstant())
        .map(Instant::toEpochMilli)
        .orElse(NONE);
  }
}
