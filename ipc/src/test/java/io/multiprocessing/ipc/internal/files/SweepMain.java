package io.multiprocessing.ipc.internal.files;

import java.nio.file.Path;

/** Sweeps once and says how much. */
final class SweepMain {

  private SweepMain() {}

  public static void main(String[] args) {
    System.out.println(SessionFolder.sweep(Path.of(args[0])));
  }
}
