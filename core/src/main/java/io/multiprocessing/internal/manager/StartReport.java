package io.multiprocessing.internal.manager;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * Both sides: how the server tells the JVM that starts it that it listens, or why not: a file in
 * their folder, since a process's output belongs to the user.
 *
 * @param port the TCP port, or {@link Endpoint#UNIX}
 * @param failure why it does not listen, or an empty text
 */
public record StartReport(int port, String failure) {

  /**
   * Makes the report of a server that listens.
   *
   * @param port the TCP port, or {@link Endpoint#UNIX}
   * @return the report
   */
  public static StartReport listening(int port) {
    return new StartReport(port, "");
  }

  /**
   * Makes the report of a server that does not.
   *
   * @param reason why not
   * @return the report
   */
  public static StartReport failed(String reason) {
    return new StartReport(Endpoint.UNIX, reason);
  }

  /**
   * Writes the report; it is seen whole or not at all.
   *
   * @param file where to
   * @throws IOException if it cannot be written
   */
  public void write(Path file) throws IOException {
    Path unfinished = file.resolveSibling(file.getFileName() + ".tmp");
    Files.writeString(unfinished, port + "\n" + failure);
    Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /**
   * Reads the report if it has been written.
   *
   * @param file where it is to be
   * @return the report; empty if there is none yet
   * @throws IOException if it cannot be read
   */
  public static Optional<StartReport> read(Path file) throws IOException {
    try {
      String[] parts = Files.readString(file).split("\n", 2);
      return Optional.of(new StartReport(Integer.parseInt(parts[0]), parts[1]));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }
}
