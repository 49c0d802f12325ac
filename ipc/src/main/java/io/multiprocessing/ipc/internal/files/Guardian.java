package io.multiprocessing.ipc.internal.files;

import io.multiprocessing.ipc.internal.jvm.Descendants;
import io.multiprocessing.ipc.internal.jvm.FileDescriptors;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.Map;

/**
 * Both sides: a small process that outlives this JVM, and removes what it leaves behind in a folder
 * of files with names.
 */
final class Guardian {

  /*
   * A shell, blocked in reading a pipe whose other end only this JVM has: the kernel closes that in
   * whatever way the JVM ends. Signals for the whole group, as by Ctrl-C, do not reach it. It does
   * what Departure does, by the commands that every system has. If it is killed too, or where there
   * is no shell, the next sweep does it.
   *
   * "rmdir" is the arbiter here and in Departure: it removes a folder of users only if there is
   * none, in one step for all processes of the machine.
   */

  private static final String SHELL = "/bin/sh";

  /** $1 is the folder, $2 the JVM. */
  private static final String SCRIPT =
      """
      trap '' HUP INT QUIT TERM
      while read -r line; do :; done
      cd "$1" || exit 0
      for users in */users-*; do
        for user in "$users/$2".*; do
          if [ -e "$user" ]; then rm -f "$user"; fi
        done
        for user in "$users"/*; do break; done
        if [ ! -e "$user" ]; then rmdir "$users"; fi
      done
      for memory in */memory-*; do
        if [ ! -d "${memory%/*}/users-${memory##*/memory-}" ]; then
          rm -f "$memory"
          rmdir "${memory%/*}"
        fi
      done
      rm -rf ".jvm-$2"-*
      rm -f ".jvm-$2"
      cd / && rmdir "$1"
      """;

  private final Process process; // null where there is no shell

  private Guardian(Process process) {
    this.process = process;
  }

  /** Starts it; takes some milliseconds. */
  static Guardian start(Path folder, String jvm) {
    ProcessBuilder builder =
        new ProcessBuilder(SHELL, "-c", SCRIPT, Descendants.GUARDIAN, folder.toString(), jvm)
            .directory(new File("/")) // holds no other folder in use
            .redirectOutput(Redirect.DISCARD)
            .redirectError(Redirect.DISCARD);
    Map<String, String> environment = builder.environment();
    environment.merge("PATH", "/bin:/usr/bin", (path, ours) -> path + ":" + ours);
    try {
      FileDescriptors.checkForAChild();
      return new Guardian(builder.start());
    } catch (IOException e) {
      return new Guardian(null);
    }
  }

  /** Lets it look a last time, and end; does not wait for that. */
  void dismiss() {
    if (process == null) {
      return;
    }
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      // it has ended already: somebody has killed it
    }
  }
}
