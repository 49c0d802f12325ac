package io.multiprocessing.ipc;

import java.util.List;

/**
 * Thrown when an object cannot be turned into bytes for another JVM, or bytes cannot be turned back
 * into an object.
 *
 * <p>The message says which type is to blame, the way to it from the object that was sent, and what
 * to do about it. The original cause, where there is one, is the {@linkplain #getCause() cause}.
 * This class is thread-safe.
 */
public final class SerializationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The name of the type to blame; null when there is none. */
  private final String typeName;

  /** The steps from the root to the type to blame. */
  private final String[] path;

  /**
   * Creates an exception that blames no particular type.
   *
   * @param message what happened and what to do
   * @param cause the cause, or null
   */
  public SerializationException(String message, Throwable cause) {
    this(message, null, List.of(), cause);
  }

  /**
   * Creates an exception.
   *
   * @param message what happened and what to do
   * @param typeName the name of the type to blame, or null
   * @param path the steps that lead to it from the object that was sent
   * @param cause the cause, or null
   */
  public SerializationException(
      String message, String typeName, List<String> path, Throwable cause) {
    super(message, cause);
    this.typeName = typeName;
    this.path = path.toArray(new String[0]);
  }

  /**
   * Returns the name of the type that could not travel.
   *
   * @return a class name, or null when no single type is to blame (damaged bytes, for example)
   */
  public String typeName() {
    return typeName;
  }

  /**
   * Returns the steps from the object that was sent to the one that could not travel.
   *
   * <p>A step is a field ({@code com.acme.Job.client}), an element ({@code [3]}), or an argument
   * captured by a lambda.
   *
   * @return the steps, outermost first; empty when the object that was sent is itself to blame
   */
  public List<String> path() {
    return List.of(path);
  }
}
