package io.multiprocessing.testing;

import java.io.IOException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;

/** Sends signals with the program kill, which can do more than {@link Process#destroy()}. */
public final class Signals {

  private Signals() {}

  /** Sends a signal, such as "KILL" or "STOP". */
  public static void send(String signal, long pid) {
    if (pid <= 1) {
      throw new IllegalArgumentException(
          "not a process of a test: " + pid); // -1 means all there are
    }
    run("-" + signal, Long.toString(pid));
  }

  /** Sends a signal to all processes of a group, as the keyboard does. */
  public static void sendToGroup(String signal, long groupId) {
    if (groupId <= 1) {
      throw new IllegalArgumentException("not a group of a test: " + groupId);
    }
    run("-" + signal, "--", "-" + groupId);
  }

  private static void run(String... arguments) {
    List<String> command = new ArrayList<>(List.of("kill"));
    command.addAll(List.of(arguments));
    try {
      Process kill = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output = new String(kill.getInputStream().readAllBytes(), Charset.defaultCharset());
      if (kill.waitFor() != 0) {
        throw new AssertionError(command + " failed: " + output);
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted during " + command, e);
    }
  }
}
