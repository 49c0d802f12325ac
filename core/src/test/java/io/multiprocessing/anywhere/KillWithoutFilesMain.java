package io.multiprocessing.anywhere;

import io.multiprocessing.ipc.internal.jvm.Descendants;
import io.multiprocessing.ipc.internal.jvm.NativeCalls;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** Kills a process when no file descriptor is left to look who it is. */
final class KillWithoutFilesMain {

  private KillWithoutFilesMain() {}

  public static void main(String[] args) throws Exception {
    Process first = new ProcessBuilder("sleep", "300").start();
    Process second = new ProcessBuilder("sleep", "300").start();
    Descendants.killWith(first); // classes in folders need files, too
    System.out.println("first " + first.waitFor());
    NativeCalls.function("kill");
    List<InputStream> files = new ArrayList<>();
    try {
      while (true) {
        files.add(new FileInputStream("/dev/null"));
      }
    } catch (IOException e) {
      // all that there are
    }
    Descendants.killWith(second);
    System.out.println("second " + second.waitFor());
    for (InputStream file : files) {
      file.close();
    }
  }
}
