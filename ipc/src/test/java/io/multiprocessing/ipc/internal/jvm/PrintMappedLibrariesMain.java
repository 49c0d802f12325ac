package io.multiprocessing.ipc.internal.jvm;

import java.nio.file.Files;
import java.nio.file.Path;

/** Calls something native, then prints from which files this JVM has loaded jffi. */
final class PrintMappedLibrariesMain {

  private PrintMappedLibrariesMain() {}

  public static void main(String[] args) throws Exception {
    NativeCalls.function("syscall");
    for (String line : Files.readAllLines(Path.of("/proc/self/maps"))) {
      if (line.contains("r-x") && line.contains("jffi")) {
        System.out.println(line.substring(line.indexOf('/')));
      }
    }
  }
}
